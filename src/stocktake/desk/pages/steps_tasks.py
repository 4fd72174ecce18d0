"""What waits for the secretariat: reports to take up, to decide on, to publish."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from stocktake.accounts.rules import Acting, Permission
from stocktake.actors import queries as actors
from stocktake.desk.pages.frames import Frame, Link
from stocktake.desk.pages.steps_names import Named, language, named
from stocktake.geography.queries import is_illustrative
from stocktake.reporting import queries
from stocktake.reporting.queries import ListedSubmission
from stocktake.reporting.rules import Stage, Strand


@dataclass(frozen=True, slots=True)
class Waiting:
    """One report in the queue."""

    named: Named
    name: str
    illustrative: bool
    at: datetime
    days: int
    answers: int
    documents: int


@dataclass(frozen=True, slots=True)
class Pile:
    """The reports that wait for the same thing."""

    stage: Stage
    title: str
    note: str
    rows: tuple[Waiting, ...]


@dataclass(frozen=True, slots=True)
class TasksPage:
    """What waits, the longest first."""

    frame: Frame
    round: str
    rounds: tuple[str, ...]
    piles: tuple[Pile, ...]
    may_audit: bool
    reads_claims: bool


def _submitted() -> tuple[str, str]:
    return _("To take up"), _("Submitted; nobody has begun the check")


def _under_check() -> tuple[str, str]:
    return _("Under check"), _("To be accepted, or sent back for a correction")


def _accepted() -> tuple[str, str]:
    return _("To publish"), _("Accepted, not public yet")


def _corrected() -> tuple[str, str]:
    return _("With the State"), _("A correction was asked for")


_PILES: Final[tuple[tuple[Stage, Callable[[], tuple[str, str]]], ...]] = (
    (Stage.SUBMITTED, _submitted),
    (Stage.UNDER_CHECK, _under_check),
    (Stage.ACCEPTED, _accepted),
    (Stage.CORRECTION_REQUESTED, _corrected),
)


def tasks_page(round_code: str, *, by: Acting, at: datetime) -> TasksPage:
    """The queue, of one round if one is named. Two queries, however many States."""
    may_claims = by.may(Permission.CLAIM_CHECK)
    if not may_claims:
        by.require(Permission.REPORT_CHECK)
    rows = [
        row
        for row in queries.listed(by=by)
        if row.strand is Strand.STATE and row.questionnaire
    ]
    rounds = tuple(dict.fromkeys(row.round for row in rows))
    kept = [row for row in rows if round_code in ("", row.round)]
    return TasksPage(
        frame=Frame(
            _("Tasks"),
            "desk",
            (Link(_("Desk"), reverse("desk:home")), Link(_("Tasks"))),
        ),
        round=round_code,
        rounds=rounds,
        piles=tuple(_pile(stage, words(), kept, at) for stage, words in _PILES),
        may_audit=by.may(Permission.AUDIT_READ),
        reads_claims=may_claims,
    )


def _pile(
    stage: Stage, words: tuple[str, str], rows: list[ListedSubmission], at: datetime
) -> Pile:
    mine = sorted((row for row in rows if row.stage is stage), key=lambda row: row.at)
    return Pile(stage, *words, tuple(_waiting(row, at) for row in mine))


def _waiting(row: ListedSubmission, at: datetime) -> Waiting:
    return Waiting(
        named=named(row.urn),
        name=actors.actor_name(row.sender, language()),
        illustrative=is_illustrative(row.sender),
        at=row.at,
        days=max(0, (at - row.at).days),
        answers=row.answers,
        documents=row.documents,
    )
