"""SQL by which both databases refuse to change or delete findings and their material."""

from typing import Final


TABLES: Final = {
    "finding": "assessment_finding",
    "material": "assessment_material",
    "finding_reply": "assessment_reply",
}
_NO: Final = "a finding, its material and replies to it are never changed or deleted"

MAKE: Final[dict[str, tuple[str, ...]]] = {
    "sqlite": tuple(
        f"CREATE TRIGGER {name}_refuses_{event.lower()} BEFORE {event} ON {table}"
        f" BEGIN SELECT RAISE(ABORT, '{_NO}'); END"
        for name, table in TABLES.items()
        for event in ("UPDATE", "DELETE")
    ),
    "postgresql": (
        (
            "CREATE FUNCTION finding_refuses() RETURNS trigger LANGUAGE plpgsql AS"
            f" $$ BEGIN RAISE EXCEPTION '{_NO}' USING ERRCODE = 'restrict_violation'; END $$"
        ),
        *(
            f"CREATE TRIGGER {name}_refuses_change BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION finding_refuses()"
            for name, table in TABLES.items()
        ),
    ),
}
REMOVE: Final[dict[str, tuple[str, ...]]] = {
    "sqlite": tuple(
        f"DROP TRIGGER IF EXISTS {name}_refuses_{event}"
        for name in TABLES
        for event in ("update", "delete")
    ),
    "postgresql": (
        *(
            f"DROP TRIGGER IF EXISTS {name}_refuses_change ON {table}"
            for name, table in TABLES.items()
        ),
        "DROP FUNCTION IF EXISTS finding_refuses()",
    ),
}
