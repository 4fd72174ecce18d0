"""Read answers: of a submission, of a block; what changed, who is writing."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar

from django.db.models import Max

from stocktake.kernel.errors import NotFound
from stocktake.reporting import questionnaires
from stocktake.reporting.models import Answer, Edit, Submission
from stocktake.reporting.questionnaires.comparing import Comparison, compare
from stocktake.reporting.questionnaires.rules import Questionnaire, parse
from stocktake.reporting.rules import Stage, Strand


COLUMNS: Final = (
    "address",
    "value",
    "revision",
    "by",
    "at",
    "origin",
    "confirmed",
)
Row = TypeVar("Row", bound=questionnaires.Answered)
WRITING: Final = timedelta(minutes=10)  # how long after a change somebody is "writing"


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """What stands at one address; ``value`` None means: cleared."""

    address: str
    value: Any
    revision: int
    by: str
    at: datetime
    origin: str = "person"
    confirmed: bool = True


@dataclass(frozen=True, slots=True)
class Draft:
    """A submission that answers a questionnaire, as actions and pages need it."""

    key: int  # for the lookups of this room; never shown
    urn: str
    round: str
    edition: str
    sender: str
    strand: Strand
    version: int
    stage: Stage
    questionnaire: Questionnaire
    sha256: str  # of the questionnaire's file


@dataclass(frozen=True, slots=True)
class Editor:
    """Somebody who changed an answer lately: who, where, when."""

    name: str
    address: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """One change of an answer in its history; ``outcome`` as in the model."""

    address: str
    revision: int
    value: Any
    by: str
    at: datetime
    origin: str
    outcome: str


def submission_of(submission: int | str) -> Submission:
    """The submission of a key or URN, for actions of this room; NotFound else. One query."""
    rows = Submission.objects.select_related("round", "questionnaire").defer(
        "questionnaire__source"  # large, and read once in a process
    )
    if isinstance(submission, int):
        found = rows.filter(pk=submission).first()
    else:
        name = submission.removeprefix("stocktake:submission:").split("/")
        found = None
        if len(name) == 4 and name[3].isdecimal():
            found = rows.filter(
                round__code=name[0], sender=name[1], strand=name[2], version=name[3]
            ).first()
    if found is None:
        msg = f"There is no submission {submission!r}. `stocktake submission list` lists them."
        raise NotFound(msg)
    return found


def draft(submission: int | str) -> Draft:
    """A submission with the questionnaire it pinned; NotFound where it answers none. One query."""
    return draft_of(submission_of(submission))


def draft_of(found: Submission) -> Draft:
    """The same from a row with its round and questionnaire at hand. No query."""
    pinned = found.questionnaire
    if pinned is None:
        msg = f"{found.urn} is documents only: it answers no questionnaire."
        raise NotFound(msg)
    return Draft(
        key=found.pk,
        urn=found.urn,
        round=found.round.code,
        edition=found.round.edition,
        sender=found.sender,
        strand=Strand(found.strand),
        version=found.version,
        stage=Stage(found.stage),
        questionnaire=questionnaires.pinned(
            pinned.edition, pinned.sha256, lambda: bytes(pinned.source)
        ),
        sha256=pinned.sha256,
    )


def report_before(submission: int) -> Draft | None:
    """The sender's last report of an earlier round that was accepted or published. Two queries."""
    now = submission_of(submission)
    rows = Submission.objects.filter(
        sender=now.sender,
        strand=now.strand,
        round__first__lt=now.round.first,
        questionnaire__isnull=False,
        stage__in=[Stage.ACCEPTED, Stage.PUBLISHED],
    )
    found = (
        rows.select_related("round", "questionnaire")
        .defer("questionnaire__source")
        .order_by("-round__first", "-version")
        .first()
    )
    return draft_of(found) if found else None


def answers(
    submission: int | str, *, items: Collection[str] | None = None
) -> dict[str, AnswerRow]:
    """What stands in a submission by address, in the order of addresses; of some items only.

    Cleared answers and those of removed records are left out. One query by key, two by URN.
    """
    key = submission if isinstance(submission, int) else submission_of(submission).pk
    rows = Answer.objects.filter(submission_id=key, value__isnull=False)
    if items is not None:
        rows = rows.filter(item__in=list(items))
    found = rows.order_by("address").values_list(*COLUMNS)
    return living({row[0]: AnswerRow(*row) for row in found})


def living(rows: dict[str, Row]) -> dict[str, Row]:
    """Without what was cleared, and what stands in a record that was removed."""
    found = {address: row for address, row in rows.items() if row.value is not None}
    return {
        address: row
        for address, row in found.items()
        if address.count("/") < 3 or address.rpartition("/")[0] in found
    }


def revisions(
    submission: int, *, items: Collection[str] | None = None
) -> dict[str, int]:
    """The revision of every address ever answered, cleared ones too. One query."""
    rows = Answer.objects.filter(submission_id=submission)
    if items is not None:
        rows = rows.filter(item__in=list(items))
    return dict(rows.values_list("address", "revision"))


def version_change(submission: int | str, version: int | None = None) -> Comparison:
    """What moving a draft to another version would do (the newest unless one is named).

    Two queries; nothing is changed.
    """
    found = draft(submission)
    new = questionnaires.questionnaire(found.edition, found.questionnaire.code, version)
    return compare(found.questionnaire, new, answers(found.key))


def recent_editors(
    submission: int, *, at: datetime, but: str = "", within: timedelta = WRITING
) -> tuple[Editor, ...]:
    """Who else changed answers lately and where last, the latest first. Two queries."""
    rows = (
        Edit.objects.filter(submission_id=submission, at__gt=at - within)
        .exclude(by=but)
        .exclude(origin__startswith="prefill:")
    )
    last = rows.order_by().values("by").annotate(last=Max("id")).values("last")
    found = Edit.objects.filter(id__in=[row["last"] for row in last])
    return tuple(
        Editor(*row)
        for row in found.order_by("-at", "-id").values_list("by", "address", "at")
    )


def history(submission: int | str, address: str) -> tuple[Change, ...]:
    """What stood at an address and what was refused there, the oldest first. One or two queries."""
    parse(address)
    key = submission if isinstance(submission, int) else submission_of(submission).pk
    rows = Edit.objects.filter(submission_id=key, address=address).order_by("id")
    return tuple(
        Change(*row)
        for row in rows.values_list(
            "address", "revision", "value", "by", "at", "origin", "outcome"
        )
    )
