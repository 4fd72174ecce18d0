"""What documents say about a commitment, sentence by sentence, as candidates for summaries."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any, Final

from django.db.models import QuerySet

from stocktake.geography import queries as geography
from stocktake.geography.queries import is_state
from stocktake.kernel.parts import in_parts
from stocktake.reporting.queries import SubmissionRow
from stocktake.texts.models import Label, Stance
from stocktake.texts.sentences import Span, sentences
from stocktake.texts.summaries import Candidate
from stocktake.texts.words import fold


SURE: Final = 0.35  # probability from which on a label counts for summaries
SHORTEST: Final = (
    25  # characters of a sentence that is shown while there are longer ones
)


StanceRow = tuple[int, int, str, float]  # start, end, stance, score
Quote = tuple[int, int, int, str]  # sentence, start, end, stance


@dataclass(frozen=True, slots=True)
class Source:
    """Who sent a document, in which strand, and about whom."""

    sha256: str
    sender: str
    strand: str
    about: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A candidate, its words, and the passage it stands in."""

    candidate: Candidate
    text: str
    passage: int
    code: str
    confirmed: bool


def sources(submissions: Iterable[SubmissionRow]) -> dict[str, Source]:
    """The documents of submissions; one enclosed twice counts for its first sender."""
    found: dict[str, Source] = {}
    for one in submissions:
        about = one.about or ((one.sender,) if one.strand == "state" else ())
        for document in one.documents:
            found.setdefault(
                document.sha256,
                Source(
                    document.sha256,
                    one.sender,
                    one.strand,
                    document.about or tuple(about),
                ),
            )
    return found


def pieces(
    edition: str,
    codes: Sequence[str],
    known: Mapping[str, Source],
    *,
    whole: Collection[str],
    most: int,
) -> list[Piece]:
    """Candidates from the labels of these codes in these documents, in the order of their places.

    From ``most`` passages, the most probable of all, and from every passage of the
    documents in ``whole``. One query over the labels, then two per 500 passages that are
    read: texts are read only where a summary can be chosen from them.
    """
    labels = Label.objects.filter(
        edition=edition, code__in=codes, score__gte=SURE
    ).exclude(by="rejected")
    wanted = _wanted(labels, known, whole=whole, most=most)
    rows = [
        row
        for some in in_parts(wanted)
        for row in labels.filter(passage__in=some).values_list(*_READ)
    ]
    stances = _stances(sorted({row[4] for row in rows if row[10] is None}))
    found = [
        piece
        for row in rows
        for piece in _of_label(row, known[row[5]], stances.get(row[4], ()))
    ]
    return sorted(found, key=lambda piece: (piece.candidate.place, piece.code))


_READ: Final = (
    "code",
    "score",
    "because",
    "by",
    "passage_id",
    "passage__document__sha256",
    "passage__order",
    "passage__language",
    "passage__text",
    "passage__heading",
    "quotes",
)


def _wanted(
    labels: QuerySet[Label],
    known: Mapping[str, Source],
    *,
    whole: Collection[str],
    most: int,
) -> list[int]:
    """Passages to read: the most probable, equals by place, and all of some documents; sorted."""
    rows = sorted(
        (-weight(by, score), sha, order, passage)
        for score, by, passage, sha, order in labels.values_list(
            "score",
            "by",
            "passage_id",
            "passage__document__sha256",
            "passage__order",
        )
        if sha in known
    )
    likely = dict.fromkeys(passage for *_, passage in rows)
    wanted = {passage for _, sha, _, passage in rows if sha in whole}
    return sorted(wanted.union(islice(likely, most)))


def weight(by: str, score: float) -> float:
    """What a label counts: its probability, or all where a person confirmed it."""
    return 1.0 if by == "confirmed" else score


def _of_label(
    row: tuple[Any, ...], source: Source, stances: Sequence[StanceRow]
) -> Iterator[Piece]:
    code, score, because, by, passage, sha, order, language, text, heading, told = row
    state = spoken_of(source, f"{' '.join(heading)} {text}", language)
    if told is None:
        told = quotes(text, language, stances, because)
    for number, start, end, stance in told:
        candidate = Candidate(
            key=f"{sha}/{order:06d}",
            sentence=number,
            start=start,
            end=end,
            state=state,
            region=_region(state),
            language=language,
            strand=source.strand,
            stance=stance,
            weight=weight(by, score),
        )
        yield Piece(candidate, text[start:end], passage, code, by == "confirmed")


def spoken_of(source: Source, text: str, language: str) -> str:
    """The one State that a passage speaks about; empty if there are several or none."""
    if len(source.about) <= 1:
        return source.about[0] if source.about else ""
    folded = fold(text, language)
    named = [
        state
        for state in source.about
        if any(name in folded for name in _names(state, language))
    ]
    return named[0] if len(named) == 1 else ""


@cache
def _names(state: str, language: str) -> tuple[str, ...]:
    names = geography.area(state).names
    return tuple(
        sorted({fold(names[one], one) for one in (language, "en") if names.get(one)})
    )


@cache
def _region(state: str) -> str:
    return geography.region_of(state) if state and is_state(state) else ""


def _stances(passages: Sequence[int]) -> dict[int, list[StanceRow]]:
    found: dict[int, list[StanceRow]] = {}
    for some in in_parts(passages):
        rows = Stance.objects.filter(passage__in=some).order_by(
            "passage_id", "sentence"
        )
        for passage, start, end, stance, score in rows.values_list(
            "passage_id", "start", "end", "stance", "score"
        ):
            found.setdefault(passage, []).append((start, end, stance, score))
    return found


def quotes(
    text: str, language: str, stances: Iterable[StanceRow], because: Sequence[str]
) -> list[Quote]:
    """At most one sentence of a passage for each stance: (number, start, end, stance).

    The one that holds most of the words that decided, then the surest. "Neither" only
    where the passage has nothing else.
    """
    whole = sentences(text, language)
    best: dict[str, tuple[tuple[float, ...], int, Span]] = {}
    for start, end, stance, score in stances:
        number, span = _containing(whole, start, end)
        words = text[span.start : span.end].lower()
        told = sum(word in words for word in because)
        worth = (
            span.end - span.start >= SHORTEST,
            min(told, 2),
            round(score, 3),
            -number,
        )
        if stance not in best or worth > best[stance][0]:
            best[stance] = (worth, number, span)
    spoken = {
        stance: one for stance, one in best.items() if stance != "neither"
    } or best
    return [
        (number, span.start, span.end, stance)
        for stance, (_, number, span) in sorted(spoken.items())
    ]


def _containing(whole: Sequence[Span], start: int, end: int) -> tuple[int, Span]:
    for number, span in enumerate(whole, start=1):
        if span.start <= start and end <= span.end:
            return number, span
    return 0, Span(start, end)
