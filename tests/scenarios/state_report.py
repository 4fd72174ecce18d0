"""A State's answers as far as they must go to be submitted, given by actions."""

from datetime import UTC, datetime

from stocktake.accounts.rules import LOCAL_ADMINISTRATOR, Acting, Role
from stocktake.reporting import actions
from stocktake.reporting.actions import Change
from stocktake.reporting.rules import Step, Strand


NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)  # in the window of round 2026
ROUND = "2026"
MEASURE = "1.2/measures/aaaaaaaaaaaa"
CHALLENGE = "1.2/challenges/bbbbbbbbbbbb"
ANSWERS = {
    "about/authority": {"en": "Ministry of Home Affairs", "fr": "Ministère"},
    "about/as_of": "2026-05-31",
    "1.2/status": "in-force",
    "1.2/status_note": {
        "en": "Children are no longer held in centres; families live in the open.",
        "fr": "Les enfants ne sont plus retenus ; les familles vivent en milieu ouvert.",
    },
    MEASURE: {},
    f"{MEASURE}/title": {"en": "Act on alternatives to detention"},
    f"{MEASURE}/kind": "law",
    f"{MEASURE}/status": "in-force",
    CHALLENGE: {},
    f"{CHALLENGE}/text": {"en": "Two border posts still have no interpreters."},
}

OFFICER = Acting("officer", frozenset({Role.SECRETARIAT}))


def focal_point(area: str) -> Acting:
    """The focal point of a State."""
    return Acting(
        f"focal point of {area}", frozenset({Role.FOCAL_POINT}), frozenset({area})
    )


def started(
    sender: str = "KEN", *, round_code: str = ROUND, at: datetime = NOON
) -> str:
    """An open round and a draft with the least that must be answered; its URN."""
    actions.open_round(round_code, by=LOCAL_ADMINISTRATOR, at=at)
    draft = actions.start_draft(
        round_code,
        sender=sender,
        strand=Strand.STATE,
        by=focal_point(sender),
        at=at,
    )
    changes = [Change(address, value) for address, value in ANSWERS.items()]
    saved = actions.save_answers(draft.urn, changes, by=focal_point(sender), at=at)
    assert not saved.refused, saved.refused
    return draft.urn


def moved(urn: str, *steps: Step, at: datetime = NOON) -> str:
    """The submission after these steps, each done by whom it belongs to."""
    own = {Step.CLEAR, Step.REOPEN, Step.SUBMIT}
    for step in steps:
        by = focal_point(urn.split("/")[1]) if step in own else OFFICER
        message = (
            "Page 3 contradicts page 9." if step is Step.REQUEST_CORRECTION else ""
        )
        actions.move(urn, step, by=by, at=at, message=message)
    return urn


TO_PUBLICATION = (Step.SUBMIT, Step.TAKE_UP, Step.ACCEPT, Step.PUBLISH)
