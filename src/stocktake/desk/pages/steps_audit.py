"""The audit log: who did what, when, and whether the chain holds."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from stocktake.accounts.rules import Acting, Permission
from stocktake.audit import queries as audit
from stocktake.desk.pages.frames import Frame, Link
from stocktake.desk.pages.steps_tables import Paging, paging
from stocktake.reporting import queries


SIZE: Final = 100


@dataclass(frozen=True, slots=True)
class EventLine:
    """One event; ``data`` as JSON."""

    number: int
    at: datetime
    kind: str
    by: str
    about: str
    data: str
    hash: str


@dataclass(frozen=True, slots=True)
class Fault:
    """One place where the record does not hold."""

    where: str
    what: str


@dataclass(frozen=True, slots=True)
class Verified:
    """What checking the whole record found."""

    events: int
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class AuditPage:
    """The log, the newest first, and what checking it found."""

    frame: Frame
    lines: tuple[EventLine, ...]
    total: int
    kinds: tuple[str, ...]
    kind: str
    about: str
    paging: Paging
    verified: Verified | None


def audit_page(asked: Mapping[str, str], *, by: Acting, verify: bool) -> AuditPage:
    """A page of the log. Four queries; checking reads all of it in three more."""
    by.require(Permission.AUDIT_READ)
    kind, about = asked.get("kind", ""), asked.get("about", "").strip()
    total, _none = audit.listed(kind=kind, about=about, limit=0)
    shown = paging(asked, total, size=SIZE)
    _total, rows = audit.listed(kind=kind, about=about, offset=shown.offset, limit=SIZE)
    title = _("Record of what was done")
    return AuditPage(
        frame=Frame(
            title,
            "desk",
            (
                Link(_("Desk"), reverse("desk:home")),
                Link(_("Tasks"), reverse("desk:tasks")),
                Link(title),
            ),
        ),
        lines=tuple(
            EventLine(
                row.number,
                row.at,
                row.kind,
                row.by,
                row.about,
                json.dumps(dict(row.data), ensure_ascii=False, sort_keys=True)
                if row.data
                else "",
                row.hash,
            )
            for row in rows
        ),
        total=total,
        kinds=audit.kinds(),
        kind=kind,
        about=about,
        paging=shown,
        verified=_verified() if verify else None,
    )


def _verified() -> Verified:
    events, faults = audit.verify()
    snapshots = queries.unsound()
    found = [
        *(
            Fault(_("Event %(number)s") % {"number": one.event}, one.what)
            for one in faults
        ),
        *(
            Fault(
                _("Snapshot %(number)s of %(submission)s")
                % {"number": one.number, "submission": one.submission},
                one.what,
            )
            for one in snapshots
        ),
    ]
    return Verified(events, tuple(found))
