"""SQL by which both databases refuse to change or delete a snapshot."""

from typing import Final


_TABLE: Final = "reporting_snapshot"
_NO: Final = "a snapshot is never changed or deleted"

MAKE: Final[dict[str, tuple[str, ...]]] = {
    "sqlite": tuple(
        f"CREATE TRIGGER snapshot_refuses_{event.lower()} BEFORE {event} ON {_TABLE}"
        f" BEGIN SELECT RAISE(ABORT, '{_NO}'); END"
        for event in ("UPDATE", "DELETE")
    ),
    "postgresql": (
        (
            "CREATE FUNCTION snapshot_refuses() RETURNS trigger LANGUAGE plpgsql AS"
            f" $$ BEGIN RAISE EXCEPTION '{_NO}' USING ERRCODE = 'restrict_violation'; END $$"
        ),
        (
            f"CREATE TRIGGER snapshot_refuses_change BEFORE UPDATE OR DELETE ON {_TABLE}"
            " FOR EACH ROW EXECUTE FUNCTION snapshot_refuses()"
        ),
    ),
}
REMOVE: Final[dict[str, tuple[str, ...]]] = {
    "sqlite": tuple(
        f"DROP TRIGGER IF EXISTS snapshot_refuses_{event}"
        for event in ("update", "delete")
    ),
    "postgresql": (
        f"DROP TRIGGER IF EXISTS snapshot_refuses_change ON {_TABLE}",
        "DROP FUNCTION IF EXISTS snapshot_refuses()",
    ),
}
