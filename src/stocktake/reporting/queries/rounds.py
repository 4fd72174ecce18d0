"""Read rounds and what was submitted in them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from stocktake.charter import queries as charter
from stocktake.charter.rules import RoundDates
from stocktake.charter.rules import rounds as rounds_of
from stocktake.kernel.errors import NotFound
from stocktake.kernel.folding import fold
from stocktake.reporting.models import Enclosure, Round, Submission
from stocktake.reporting.rules import Stage, Strand
from stocktake.reporting.sources.rules import PSEUDONYM


@dataclass(frozen=True, slots=True)
class RoundRow:
    """One round as opened in this copy."""

    code: str
    edition: str
    first: date
    last: date
    state_due: date
    expert_due: tuple[date, ...]
    illustrative: bool
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class EnclosedDocument:
    """One document as its sender enclosed it."""

    sha256: str
    name: str
    title: str
    kind: str
    language: str
    pages: int
    passages: int
    added_at: datetime
    about: tuple[str, ...] = ()  # State codes, where fewer than the submission's

    @property
    def urn(self) -> str:
        """``stocktake:document:<sha256>``."""
        return f"stocktake:document:{self.sha256}"


@dataclass(frozen=True, slots=True)
class SubmissionRow:
    """One submission with its documents."""

    urn: str
    round: str
    sender: str
    strand: Strand
    about: tuple[str, ...]
    version: int
    stage: Stage
    submitted_at: datetime
    documents: tuple[EnclosedDocument, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """One published passage that holds the words searched for."""

    document: str  # SHA-256
    title: str
    sender: str
    order: int
    number: str
    page: int | None
    text: str
    language: str


def calendar(edition: str = charter.DEFAULT_EDITION) -> tuple[RoundDates, ...]:
    """The rounds of an edition's calendar, opened or not."""
    return rounds_of(charter.edition(edition).calendar)


def rounds() -> tuple[RoundRow, ...]:
    """Opened rounds, the latest first. One query."""
    return tuple(_row(round_) for round_ in Round.objects.order_by("-first"))


def round_(code: str) -> RoundRow:
    """One opened round, or NotFound with those there are. One query, two if not found."""
    found = Round.objects.filter(code=code).first()
    if found is None:
        there = ", ".join(row.code for row in rounds()) or "none yet"
        msg = f"Round {code!r} is not open. Open rounds: {there}. Open one: stocktake rounds open {code}"
        raise NotFound(msg)
    return _row(found)


def round_key(code: str) -> int:
    """The primary key of an opened round, for foreign keys of other rooms. One query."""
    round_(code)
    return Round.objects.values_list("pk", flat=True).get(code=code)


def submissions(
    round_code: str,
    *,
    sender: str | None = None,
    strand: Strand | None = None,
    state: str | None = None,
    all_stages: bool = False,
) -> tuple[SubmissionRow, ...]:
    """Submissions of a round with their documents, published ones only unless asked.

    ``state`` keeps those that speak about that State. What protected sources send is
    not here: only what was published of it. Two queries, however many rows.
    """
    found = (
        Submission.objects.filter(round__code=round_code)
        .exclude(sender__startswith=PSEUDONYM)
        .order_by("strand", "sender", "version")
    )
    if not all_stages:
        found = found.filter(stage=Stage.PUBLISHED)
    if sender is not None:
        found = found.filter(sender=sender)
    if strand is not None:
        found = found.filter(strand=strand)
    kept = [one for one in found if state is None or state in one.about]
    documents = _documents(one.pk for one in kept)
    return tuple(
        SubmissionRow(
            urn=f"stocktake:submission:{round_code}/{one.sender}/{one.strand}/{one.version}",
            round=round_code,
            sender=one.sender,
            strand=Strand(one.strand),
            about=tuple(one.about),
            version=one.version,
            stage=Stage(one.stage),
            submitted_at=one.submitted_at,
            documents=tuple(
                document
                for document in documents[one.pk]
                if state is None or not document.about or state in document.about
            ),
        )
        for one in kept
    )


def enclosures_of(sha256: str) -> tuple[SubmissionRow, ...]:
    """The published submissions that enclose a document."""
    pairs = (
        Submission.objects.filter(
            enclosures__document__sha256=sha256, stage=Stage.PUBLISHED
        )
        .values_list("round__code", "sender", "strand")
        .order_by("round__first", "sender")
    )
    return tuple(
        row
        for code, sender, strand in pairs
        for row in submissions(code, sender=sender, strand=Strand(strand))
    )


def already_enclosed(round_code: str, sha256: str) -> str | None:
    """Who already sent this document in a round and when, in words; None if nobody."""
    found = (
        Enclosure.objects.filter(
            submission__round__code=round_code,
            submission__stage=Stage.PUBLISHED,
            document__sha256=sha256,
        )
        .select_related("submission")
        .first()
    )
    if found is None:
        return None
    return f"already taken from {found.submission.sender} as {found.name!r} on {found.added_at:%Y-%m-%d}"


def document_hashes(round_code: str) -> tuple[str, ...]:
    """SHA-256 of every document in published submissions of a round, sorted."""
    return tuple(
        Enclosure.objects.filter(
            submission__round__code=round_code, submission__stage=Stage.PUBLISHED
        )
        .order_by("document__sha256")
        .values_list("document__sha256", flat=True)
        .distinct()
    )


def holding(words: str, *, offset: int, limit: int) -> tuple[int, tuple[Hit, ...]]:
    """How many published passages hold all the words, and some of them. Two queries.

    Small and capital letters are one, and so are letters with accents and without.
    """
    passages = "document__passages__"
    folded = fold(words).split()
    if not folded:
        return 0, ()
    every_word = Q()
    for word in folded:
        every_word &= Q(**{f"{passages}folded__contains": word})
    found = Enclosure.objects.filter(every_word, submission__stage=Stage.PUBLISHED)
    fields = ("order", "number", "page", "text", "language")
    rows = found.order_by("document__sha256", f"{passages}order", "id").values_list(
        "document__sha256",
        "document__title",
        "submission__sender",
        *(f"{passages}{field}" for field in fields),
    )
    return rows.count(), tuple(Hit(*row) for row in rows[offset : offset + limit])


def _row(round_: Round) -> RoundRow:
    return RoundRow(
        code=round_.code,
        edition=round_.edition,
        first=round_.first,
        last=round_.last,
        state_due=round_.state_due,
        expert_due=tuple(date.fromisoformat(day) for day in round_.expert_due),
        illustrative=round_.illustrative,
        closed_at=round_.closed_at,
    )


def _documents(submissions: Iterable[int]) -> dict[int, list[EnclosedDocument]]:
    found = (
        Enclosure.objects.filter(submission__in=list(submissions))
        .select_related("document")
        .defer("document__asides", "document__page_sizes")
        .annotate(passages=Subquery(_passages()))
        .order_by("submission_id", "name", "document__sha256")
    )
    documents: dict[int, list[EnclosedDocument]] = defaultdict(list)
    for one in found:
        documents[one.submission_id].append(
            EnclosedDocument(
                sha256=one.document.sha256,
                name=one.name,
                title=one.document.title,
                kind=one.document.kind,
                language=one.document.language,
                pages=one.document.page_count,
                passages=one.passages,
                added_at=one.added_at,
                about=tuple(one.about),
            )
        )
    return documents


def _passages() -> QuerySet[Enclosure, int]:
    """How many passages an enclosed document has, counted apart: a join would sort all of them."""
    return (
        Enclosure.objects.filter(pk=OuterRef("pk"))
        .values("pk")
        .annotate(count=Count("document__passages"))
        .values_list("count", flat=True)
    )
