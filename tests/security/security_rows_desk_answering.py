"""Who may open what of the desk's first page and of answering a questionnaire."""

from security_rows import SIGNED_IN, asks, open_to

from scenarios.people import NOON
from stocktake.accounts.rules import LOCAL_ADMINISTRATOR, Permission
from stocktake.reporting import actions, queries
from stocktake.reporting.actions import Change
from stocktake.reporting.rules import Strand


RECORD = "1.2/measures/aaaaaaaaaaaa"


def report(_world, area, **more):
    """The names in the addresses of an area's draft, which is made if need be."""
    draft = actions.start_draft(
        "2024", sender=area, strand=Strand.STATE, by=LOCAL_ADMINISTRATOR, at=NOON
    )
    named = {"round_code": "2024", "sender": area, "strand": "state"}
    return {**named, "version": draft.version, **more}


def block(world, area, **more):
    """The same of a block of it."""
    return report(world, area, item="1.2", **more)


def group(world, area):
    """The same of the measures of a block."""
    return block(world, area, group="measures")


def record(world, area, *, there=True):
    """The same of a measure that is there, or that was removed."""
    names = block(world, area, group="measures", record="a" * 12)
    urn = f"stocktake:submission:2024/{area}/state/{names['version']}"
    stands = RECORD in queries.answers(urn)
    if stands is not there or not there:
        revision = queries.revisions(queries.draft(urn).key).get(RECORD, 0)
        for value in ({}, None)[: 1 if there else 2]:
            saved = actions.save_answers(
                urn,
                [Change(RECORD, value, revision)],
                by=LOCAL_ADMINISTRATOR,
                at=NOON,
            )
            revision = (*saved.taken, *saved.unchanged)[0].revision
    return names


def removed(world, area):
    """The same of a measure that was removed."""
    return record(world, area, there=False)


def sender(_world, area):
    """Whose report is started."""
    return {"round": "2024", "sender": area}


READ, EDIT = Permission.REPORT_READ, Permission.REPORT_EDIT
ROWS = {
    "desk:home": open_to(SIGNED_IN, why="what each sees there: tests/desk"),
    "desk:start": asks(EDIT, method="post", data=sender),
    "desk:report": asks(READ, arguments=report),
    "desk:checks": asks(READ, arguments=report),
    "desk:block": asks(READ, arguments=block),
    "desk:records": asks(READ, arguments=group),
    "desk:new_record": asks(READ, arguments=group),
    "desk:record": asks(READ, arguments=record),
    "desk:remove_record": asks(EDIT, arguments=record, method="post"),
    "desk:restore_record": asks(EDIT, arguments=removed, method="post"),
}
