"""A draft as pages show it: a block, the way through, progress, faults."""

from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, Max, Q, Sum

from stocktake.reporting import questionnaires
from stocktake.reporting.models import Answer
from stocktake.reporting.queries.answers import (
    COLUMNS,
    AnswerRow,
    Draft,
    draft,
    living,
)
from stocktake.reporting.questionnaires import Completeness


_KEPT: Final = 512  # drafts whose progress a process remembers
_Key = tuple[object, ...]
_weighed: OrderedDict[_Key, Completeness] = OrderedDict()


@dataclass(frozen=True, slots=True)
class Bare:
    """Only what weighing a draft needs of an answer."""

    value: Any
    confirmed: bool


def block(
    submission: int | str,
    item: str,
    *,
    language: str,
    only: Collection[str] | None = None,
) -> questionnaires.BlockView:
    """One block with its answers, faults and progress, as a page shows it. Two queries.

    ``only``: of its records those with these addresses, as if there were no others.
    That is quick for a form of one record among hundreds; counts are not to be trusted.
    """
    found = draft(submission)
    rows = list(
        Answer.objects.filter(submission_id=found.key, item=item)
        .order_by("address")
        .values_list(*COLUMNS)
    )
    if only is not None:
        rows = [row for row in rows if _belongs(row[0], only)]
    standing = living({row[0]: AnswerRow(*row) for row in rows})
    return questionnaires.block_view(
        found.questionnaire,
        item,
        standing,
        language=language,
        revisions={row[0]: row[2] for row in rows},
    )


def _belongs(address: str, records: Collection[str]) -> bool:
    """Whether an answer stands in no record, or in one of these."""
    return address.count("/") < 2 or "/".join(address.split("/")[:3]) in records


def outline(
    submission: int | str, *, language: str
) -> tuple[questionnaires.SectionView, ...]:
    """Sections and blocks of a draft with their progress. Three queries, four when it changed."""
    found = draft(submission)
    heads = [f"{b.item}/{b.parts[0].id}" for b in found.questionnaire.blocks.values()]
    rows = Answer.objects.filter(
        submission_id=found.key, address__in=heads, value__isnull=False
    )
    standing = {
        row[0]: Bare(row[1], row[2])
        for row in rows.values_list("address", "value", "confirmed")
    }
    return questionnaires.outline(
        found.questionnaire, standing, _completeness(found), language=language
    )


def completeness(submission: int | str) -> Completeness:
    """How far a draft is. Two queries, three when it changed."""
    return _completeness(draft(submission))


def faults(submission: int | str) -> tuple[questionnaires.Fault, ...]:
    """Every fault of a draft, in the order of the questionnaire. Two queries."""
    found = draft(submission)
    return questionnaires.check(found.questionnaire, _bare(found.key))


def _completeness(found: Draft) -> Completeness:
    """Weighed once for each state of a draft: every change raises a revision or confirms."""
    told = Answer.objects.filter(submission_id=found.key).aggregate(
        rows=Count("id"),
        revisions=Sum("revision", default=0),
        confirmed=Count("id", filter=Q(confirmed=True)),
        last=Max("at"),
    )
    key = (found.key, found.urn, found.sha256, *told.values())
    if key not in _weighed:
        _weighed[key] = questionnaires.completeness(
            found.questionnaire, _bare(found.key)
        )
        while len(_weighed) > _KEPT:
            _weighed.popitem(last=False)
    return _weighed[key]


def forget() -> None:
    """Drop what is remembered: where a database is replaced under a running process."""
    _weighed.clear()


def _bare(submission: int) -> dict[str, Bare]:
    """Values of a submission by address, without who and when. One query."""
    rows = Answer.objects.filter(submission_id=submission, value__isnull=False)
    found = rows.order_by("address").values_list("address", "value", "confirmed")
    return living({row[0]: Bare(row[1], row[2]) for row in found})
