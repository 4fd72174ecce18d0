"""Register organisations; load tables of treaty actions."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from stocktake.accounts.rules import Acting, Permission
from stocktake.actors import models, queries, reading, treaty_tables
from stocktake.actors.accrediting import (
    Letter,
    apply_for_accreditation,
    decide_accreditation,
    letter_of,
)
from stocktake.actors.rules import Organisation, OrganisationType
from stocktake.audit.actions import record
from stocktake.kernel.urns import urn


__all__ = [
    "Letter",
    "Loaded",
    "apply_for_accreditation",
    "decide_accreditation",
    "ensure_illustrative_treaties",
    "ensure_treaties",
    "letter_of",
    "load_treaties",
    "register_organisation",
]


@transaction.atomic
def register_organisation(
    code: str,
    *,
    by: Acting,
    at: datetime,
    names: Mapping[str, str] | None = None,
    kind: OrganisationType | str = OrganisationType.NOT_STATED,
    illustrative: bool = False,
) -> Organisation:
    """Register an organisation under a code of capitals, digits, dots and hyphens.

    Registering it again with the same names and type changes nothing; a code of a
    State is refused.
    """
    by.require(Permission.ORGANISATION_REGISTER)
    queries.check_code(code)
    values = {
        "names": dict(names or {}),
        "type": OrganisationType(kind),
        "illustrative": illustrative,
    }
    row = models.Organisation.objects.select_for_update().filter(code=code).first()
    if row is not None and all(
        getattr(row, key) == value for key, value in values.items()
    ):
        return queries.organisation(code)
    if row is None:
        row = models.Organisation(code=code, registered_at=at)
    event = "organisation.changed" if row.pk else "organisation.registered"
    for key, value in values.items():
        setattr(row, key, value)
    row.save()
    record(
        event,
        by=by.name,
        about=row.urn,
        at=at,
        data={"type": row.type, "names": row.names},
    )
    return queries.organisation(code)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of one file."""

    name: str
    source: str
    status: str  # loaded, replaced, unchanged
    as_of: date | None  # None for undated texts
    instruments: int
    actions: int


@transaction.atomic
def load_treaties(
    files: Sequence[tuple[str, bytes]],
    *,
    by: Acting,
    at: datetime,
    as_of: date | None = None,
) -> tuple[Loaded, ...]:
    """Load tables of treaty actions, all or none; the same bytes again change nothing.

    ``as_of`` says until when the tables are known to hold; without it, until the
    newest entry of each.
    """
    by.require(Permission.TREATY_LOAD)
    done = tuple(_load(name, data, at=at, as_of=as_of) for name, data in files)
    changed = [each for each in done if each.status != "unchanged"]
    if changed:
        record(
            "treaties.loaded",
            by=by.name,
            about=urn("treaty-tables", "all"),
            at=at,
            data={
                each.source: {"file": each.name, "actions": each.actions}
                for each in changed
            },
        )
    return done


def ensure_treaties(*, by: Acting, at: datetime) -> tuple[Loaded, ...]:
    """Load the tables that are shipped, each only where no table of its source is loaded."""
    return _ensure((t for t in reading.shipped_tables() if not t.illustrative), by, at)


def ensure_illustrative_treaties(*, by: Acting, at: datetime) -> tuple[Loaded, ...]:
    """Load the acts of the invented States, where they are not loaded yet."""
    return _ensure((t for t in reading.shipped_tables() if t.illustrative), by, at)


def _ensure(
    tables: Iterable[reading.ShippedTable], by: Acting, at: datetime
) -> tuple[Loaded, ...]:
    known = {each.code for each in queries.sources()}
    done: list[Loaded] = []
    for each in tables:
        if each.source not in known:
            files = [(each.file, reading.shipped_table(each.file))]
            done += load_treaties(files, by=by, at=at, as_of=each.as_of)
    return tuple(done)


def _load(name: str, data: bytes, *, at: datetime, as_of: date | None) -> Loaded:
    digest = hashlib.sha256(data).hexdigest()
    table = treaty_tables.read(name, data)
    holds = as_of or table.as_of
    before = models.TreatyTable.objects.filter(source=table.source).first()
    same = before is not None and (before.sha256, before.as_of) == (digest, holds)
    if not same:
        _replace(table, before, digest=digest, holds=holds, at=at)
    return Loaded(
        name=name,
        source=table.source,
        status="unchanged" if same else "replaced" if before else "loaded",
        as_of=holds if table.instruments else None,
        instruments=len({act.instrument for act in table.actions}),
        actions=len(table.actions),
    )


def _replace(
    table: treaty_tables.Table,
    before: models.TreatyTable | None,
    *,
    digest: str,
    holds: date,
    at: datetime,
) -> None:
    """Put a table in the place of the one loaded before."""
    if before is not None:
        before.delete()
    row = models.TreatyTable.objects.create(
        source=table.source,
        title=table.title,
        as_of=holds,
        sha256=digest,
        instruments=list(table.instruments),
        states=list(table.states),
        loaded_at=at,
    )
    models.TreatyAction.objects.bulk_create(
        [
            models.TreatyAction(
                table=row,
                instrument=a.instrument,
                state=a.state,
                kind=a.kind,
                dated=a.dated,
                text=a.text,
            )
            for a in table.actions
        ],
        batch_size=500,
    )
