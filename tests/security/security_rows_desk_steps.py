"""Who may open what becomes of a report, and the pages of the secretariat."""

from security_rows import INVITERS, ROUND, Row, asks, at, open_to
from security_rows_desk_answering import report

from scenarios import state_report
from scenarios.people import NOON
from stocktake.accounts.rules import (
    GRANTS,
    LOCAL_ADMINISTRATOR,
    SCOPED_ROLES,
    Permission,
    Role,
)
from stocktake.reporting import actions, queries
from stocktake.reporting.actions import Change
from stocktake.reporting.rules import Step, Strand


EARLIER = "2022"  # a round in which each area has submitted


def submitted(_world, area):
    """The names in the addresses of what an area submitted, which it does if need be."""
    names = {"round_code": EARLIER, "sender": area, "strand": "state", "version": 1}
    actions.open_round(EARLIER, by=LOCAL_ADMINISTRATOR, at=NOON)
    draft = actions.start_draft(
        EARLIER, sender=area, strand=Strand.STATE, by=LOCAL_ADMINISTRATOR, at=NOON
    )
    if not queries.snapshots(draft.key):
        changes = [Change(a, value) for a, value in state_report.ANSWERS.items()]
        actions.save_answers(draft.key, changes, by=LOCAL_ADMINISTRATOR, at=NOON)
        actions.move(draft.key, Step.SUBMIT, by=LOCAL_ADMINISTRATOR, at=NOON)
    return names


def snapshot(world, area):
    """The same of its first snapshot."""
    return {**submitted(world, area), "number": 1}


def withdrawal(world, area):
    """The names in the address of a step that secretariat and focal points may take."""
    return report(world, area, step="withdraw")


def area_itself(_world, area):
    """A State by its code."""
    return {"area": area}


READ, EDIT = Permission.REPORT_READ, Permission.REPORT_EDIT
LISTERS = frozenset(role for role in Role if Permission.PERSON_LIST in GRANTS[role])
READERS = frozenset(role for role in Role if READ in GRANTS[role])
ABOUT_AREA = (LISTERS | READERS) - {Role.LOCAL}
ROWS = {
    "desk:submission": asks(READ, arguments=report),
    "desk:step": asks(Permission.REPORT_WITHDRAW, arguments=withdrawal),
    "desk:receipt": asks(READ, arguments=snapshot),
    "desk:snapshot": asks(READ, arguments=snapshot),
    "desk:reading": asks(READ, arguments=report),
    "desk:compare": asks(READ, arguments=submitted),
    "desk:workbook": asks(EDIT, arguments=report),
    "desk:workbook_file": asks(
        EDIT, arguments=report, method="post", data=lambda _w, _a: {"language": "ar"}
    ),
    "desk:workbook_choice": asks(EDIT, arguments=report, method="post"),
    "desk:tasks": asks(Permission.REPORT_CHECK),
    "desk:audit": asks(Permission.AUDIT_READ),
    "desk:rounds": asks(Permission.ROUND_OPEN),
    "desk:round": asks(Permission.ROUND_OPEN, arguments=at(**ROUND)),
    "desk:round_open": asks(Permission.ROUND_OPEN, arguments=at(**ROUND)),
    "desk:round_close": asks(Permission.ROUND_CLOSE, arguments=at(**ROUND)),
    "desk:round_late": asks(Permission.LATE_EXCEPT, arguments=at(**ROUND)),
    "desk:people": open_to(INVITERS, why="whom each sees: tests/accounts"),
    "desk:area": Row(ABOUT_AREA, ABOUT_AREA - SCOPED_ROLES, arguments=area_itself),
    "desk:clearing": asks(Permission.CLEARING_SET, arguments=area_itself),
}
