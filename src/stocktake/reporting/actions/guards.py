"""What stands in the way of a step beside the table: answers, days, accreditation, replies."""

from collections.abc import Callable, Mapping
from typing import Final

from stocktake.actors import queries as actors
from stocktake.geography.queries import is_illustrative
from stocktake.kernel.errors import NotFound, NotPermitted, Refused
from stocktake.reporting import calendar
from stocktake.reporting.actions import making_claims
from stocktake.reporting.actions.moving import Act
from stocktake.reporting.models import Move, Submission
from stocktake.reporting.queries.answers import answers, draft_of
from stocktake.reporting.queries.claims import publishable_from
from stocktake.reporting.queries.obligations import (
    excepted_until,
    obligation_on,
)
from stocktake.reporting.queries.workflow import clears_elsewhere
from stocktake.reporting.questionnaires.checking import check
from stocktake.reporting.questionnaires.rules import Severity
from stocktake.reporting.rules import Step, Strand
from stocktake.reporting.sources.rules import is_protected


_SHOWN: Final = 5  # faults that a refusal names


def _answered(act: Act) -> None:
    """Refuse to clear or submit what answers nothing or has faults that block."""
    draft = draft_of(act.found)
    given = answers(act.found.pk)
    blocking = [
        fault
        for fault in check(draft.questionnaire, given)
        if fault.severity is Severity.BLOCKER
    ]
    if not given:
        msg = f"{act.found.urn} holds no answer yet."
        raise Refused(msg)
    if blocking:
        named = "; ".join(f"{one.address}: {one.code}" for one in blocking[:_SHOWN])
        more = len(blocking) - _SHOWN
        msg = (
            f"{act.found.urn} has {len(blocking)} faults that block: {named}"
            f"{f' and {more} more' if more > 0 else ''}."
            f" See them all: stocktake submission check {act.found.urn}"
        )
        raise Refused(msg)


def _may_clear(act: Act) -> None:
    """Answered; where the State named a validating authority, only by that."""
    if clears_elsewhere(act.found.sender, act.step, by=act.by):
        msg = f"{act.found.sender} has a validating authority: it clears the report."
        raise NotPermitted(msg)
    _answered(act)


def _may_submit(act: Act) -> None:
    """Answered, in an open round, in time; invented senders are never late."""
    _answered(act)
    if act.strand is Strand.EXPERT:
        making_claims.check_accredited(act.found)
    round_ = act.found.round
    if round_.closed_at is not None:
        msg = f"Round {round_.code} was closed on {round_.closed_at:%Y-%m-%d}: nothing is submitted in it."
        raise Refused(msg)
    if _invented(act.found.sender):
        return
    today = act.at.date()
    why = calendar.why_not_now(
        obligation_on(round_, act.found.sender, act.strand, today),
        today=today,
        correction=_was_submitted(act.found),
        excepted_until=excepted_until(round_, act.found.sender, act.strand),
    )
    if why:
        msg = f"{act.found.urn} cannot be submitted. {why}"
        raise Refused(msg)


def _invented(sender: str) -> bool:
    if is_illustrative(sender):
        return True
    try:
        return actors.organisation(sender).illustrative
    except NotFound:
        return False


def _was_submitted(found: Submission) -> bool:
    return Move.objects.filter(submission=found, step=Step.SUBMIT).exists()


def reply_is_over(act: Act) -> None:
    """Refuse to publish what experts say before the State could reply."""
    if act.strand is Strand.STATE:
        return
    day = publishable_from(act.found)
    if day and act.at.date() < day:
        msg = f"The State concerned may reply until {day}: what experts say is published from then on."
        raise Refused(msg)


def _by_hand(act: Act) -> None:
    """As before, and protected sources' reports not one by one: the time would tell."""
    if is_protected(act.found.sender):
        msg = "What protected sources report is published together: stocktake claims publish"
        raise Refused(msg)
    reply_is_over(act)


GUARDS: Final[Mapping[Step, Callable[[Act], None]]] = {
    Step.CLEAR: _may_clear,
    Step.SUBMIT: _may_submit,
    Step.PUBLISH: _by_hand,
}
