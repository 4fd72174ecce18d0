"""What the pages ask of the rooms below, as frozen rows; each function states its cost."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Q

from stocktake.reporting.rules import Stage


@dataclass(frozen=True, slots=True)
class Cell:
    """How much one strand says about one State and one commitment."""

    state: str
    code: str
    strand: str
    passages: int


@dataclass(frozen=True, slots=True)
class Said:
    """One cited sentence: its words, where they stand, who wrote them."""

    text: str
    language: str
    stance: str
    strand: str
    sender: str
    state: str
    code: str
    sha256: str
    page: int | None
    number: str
    order: int
    start: int
    end: int
    heading: tuple[str, ...]
    also: int  # other passages that say much the same


@dataclass(frozen=True, slots=True)
class Summary:
    """The sentences chosen for a commitment: of one State and strand, or across States."""

    code: str
    state: str
    strand: str
    pool: dict[str, Any]
    sentences: tuple[Said, ...]


def coverage(round_code: str, edition: str) -> tuple[Cell, ...]:
    """Who reports on what, from the summaries of a round. One query."""
    rows = (
        apps.get_model("texts.Summary")
        .objects.filter(round__code=round_code, edition=edition)
        .exclude(state="")
        .values_list("state", "code", "strand", "pool")
        .order_by("state", "code", "strand")
    )
    return tuple(
        Cell(state, code, strand, int(pool.get("size", 0)))
        for state, code, strand, pool in rows
    )


def summaries(round_code: str, edition: str, **which: Any) -> tuple[Summary, ...]:
    """Summaries of a round with their sentences. Three queries, however many there are."""
    rows = list(
        apps.get_model("texts.Summary")
        .objects.filter(round__code=round_code, edition=edition, **which)
        .order_by("code", "state", "-strand")
    )
    wanted = {sentence["passage"] for row in rows for sentence in row.sentences}
    passages = {
        passage.pk: passage
        for passage in apps.get_model("documents.Passage")
        .objects.filter(pk__in=wanted)
        .select_related("document")
    }
    senders = _senders(round_code, {p.document_id for p in passages.values()})
    return tuple(
        Summary(
            row.code,
            row.state,
            row.strand,
            row.pool,
            tuple(
                _said(sentence, passages[sentence["passage"]], senders, row)
                for sentence in row.sentences
                if sentence["passage"] in passages
            ),
        )
        for row in rows
    )


def _senders(round_code: str, documents: Iterable[int]) -> dict[int, tuple[str, str, list[str]]]:
    rows = apps.get_model("reporting.Enclosure").objects.filter(
        submission__round__code=round_code,
        submission__stage=Stage.PUBLISHED,
        document_id__in=list(documents),
    ).values_list("document_id", "submission__sender", "submission__strand", "submission__about")
    return {pk: (sender, strand, about) for pk, sender, strand, about in rows}


def _said(sentence: dict[str, Any], passage: Any, senders: dict[int, Any], row: Any) -> Said:
    sender, strand, about = senders.get(passage.document_id, ("", row.strand, []))
    return Said(
        text=passage.text[sentence["start"] : sentence["end"]],
        language=passage.language,
        stance=sentence.get("stance", "neither"),
        strand=strand,
        sender=sender,
        state=row.state or (about[0] if len(about) == 1 else ""),
        code=row.code,
        sha256=passage.document.sha256,
        page=passage.page,
        number=passage.number,
        order=passage.order,
        start=sentence["start"],
        end=sentence["end"],
        heading=tuple(passage.heading),
        also=len(sentence.get("also", ())),
    )


@dataclass(frozen=True, slots=True)
class LabelRow:
    """A commitment proposed for a passage."""

    code: str
    score: float
    because: tuple[str, ...]
    model: str
    by: str


@dataclass(frozen=True, slots=True)
class PassageRow:
    """One passage as the reader shows it."""

    order: int
    number: str
    page: int | None
    boxes: tuple[tuple[float, ...], ...]
    heading: tuple[str, ...]
    text: str
    language: str
    labels: tuple[LabelRow, ...]
    stances: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One document as the reader heads it."""

    sha256: str
    kind: str
    name: str
    title: str
    language: str
    page_count: int
    page_sizes: tuple[tuple[float, float], ...]
    passages: int
    engine: str


def document(sha256: str) -> DocumentRow | None:
    """One document by its hash. Two queries."""
    found = apps.get_model("documents.Document").objects.filter(sha256=sha256).first()
    if found is None:
        return None
    return DocumentRow(
        found.sha256,
        found.kind,
        found.name,
        found.title,
        found.language,
        found.page_count,
        tuple(tuple(size) for size in found.page_sizes),
        found.passages.count(),
        found.engine,
    )


def page_of(sha256: str, order: int) -> int | None:
    """The page on which a passage begins. One query."""
    model = apps.get_model("documents.Passage")
    return (
        model.objects.filter(document__sha256=sha256, order=order)
        .values_list("page", flat=True)
        .first()
    )


def passages(
    sha256: str, edition: str, *, page: int | None, offset: int = 0, limit: int = 60
) -> tuple[PassageRow, ...]:
    """The passages of a page, or a stretch of those of a document without. Three queries."""
    found = apps.get_model("documents.Passage").objects.filter(document__sha256=sha256)
    found = found.filter(page=page) if page else found
    found = list(found.order_by("order")[offset : offset + limit])
    labels, stances = defaultdict(list), defaultdict(list)
    keys = [one.pk for one in found]
    for label in apps.get_model("texts.Label").objects.filter(
        passage_id__in=keys, edition=edition
    ).order_by("-score", "code"):
        labels[label.passage_id].append(
            LabelRow(label.code, label.score, tuple(label.because), label.model, label.by)
        )
    for stance in apps.get_model("texts.Stance").objects.filter(passage_id__in=keys):
        stances[stance.passage_id].append((stance.sentence, stance.stance))
    return tuple(
        PassageRow(
            one.order,
            one.number,
            one.page,
            tuple(tuple(box) for box in one.boxes),
            tuple(one.heading),
            one.text,
            one.language,
            tuple(labels[one.pk]),
            tuple(stances[one.pk]),
        )
        for one in found
    )


@dataclass(frozen=True, slots=True)
class Hit:
    """One passage that holds the words searched for."""

    sha256: str
    title: str
    order: int
    number: str
    page: int | None
    text: str
    language: str


def search(words: str, *, offset: int, limit: int) -> tuple[int, tuple[Hit, ...]]:
    """How many published passages hold the words, and some of them. Two queries."""
    found = apps.get_model("documents.Passage").objects.filter(
        document__enclosures__submission__stage=Stage.PUBLISHED
    )
    for word in words.split():
        forms = {word, word.lower(), word.upper(), word.capitalize()}
        any_form = Q()
        for form in sorted(forms):
            any_form |= Q(text__contains=form)
        found = found.filter(any_form)
    found = found.select_related("document").order_by("document__sha256", "order").distinct()
    hits = tuple(
        Hit(
            one.document.sha256,
            one.document.title or one.document.name,
            one.order,
            one.number,
            one.page,
            one.text,
            one.language,
        )
        for one in found[offset : offset + limit]
    )
    return found.count(), hits
