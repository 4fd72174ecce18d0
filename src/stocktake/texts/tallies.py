"""How many passages tell of achievements and of challenges: of many States at once, no words."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from stocktake.charter import queries as charter
from stocktake.charter.rules import Edition
from stocktake.kernel.parts import in_parts
from stocktake.texts.evidence import SURE, Source, spoken_of
from stocktake.texts.models import Label, Stance
from stocktake.texts.rules import StanceKind


CITED: Final = 12  # passages named of each sender, the surest first
_TOLD: Final = (StanceKind.ACHIEVEMENT.value, StanceKind.CHALLENGE.value)


@dataclass(frozen=True, slots=True)
class Tally:
    """What the passages of one sender tell about one State and one commitment."""

    state: str
    code: str
    sender: str
    strand: str
    achievements: int  # passages that tell of one; a passage may tell of both
    challenges: int
    passages: int
    confirmed: int  # of them, with a label that a person gave
    cited: tuple[str, ...]  # URNs


@dataclass(frozen=True, slots=True)
class _Seen:
    """A passage with its surest label on a code."""

    key: int
    urn: str
    score: float
    confirmed: bool


def tallies(
    known: Iterable[Source],
    *,
    edition: str = charter.DEFAULT_EDITION,
    states: Collection[str] | None = None,
) -> tuple[Tally, ...]:
    """Count passages of these documents by State, code and sender, sorted.

    What is said of a part counts for the whole too. Passages that speak of no one State
    are left out. Two queries for each 500 documents, and one for each 500 passages of
    documents that speak about several States.
    """
    book = charter.edition(edition)
    sources = {one.sha256: one for one in known if _wanted(one.about, states)}
    seen: dict[tuple[str, str, str, str], dict[int, _Seen]] = defaultdict(dict)
    stances: dict[int, set[str]] = defaultdict(set)
    for documents in in_parts(sorted(sources)):
        for code, state, source, passage in _labelled(documents, sources, edition):
            if not state or (states is not None and state not in states):
                continue
            for each in _codes(book, code):
                rows = seen[state, each, source.sender, source.strand]
                before = rows.get(passage.key)
                if before is None or before.score < passage.score:
                    rows[passage.key] = passage
        told = Stance.objects.filter(
            passage__document__sha256__in=documents, stance__in=_TOLD
        ).values_list("passage_id", "stance")
        for key, stance in told.order_by("passage_id", "stance").distinct():
            stances[key].add(stance)
    return tuple(
        _tally(key, list(rows.values()), stances) for key, rows in sorted(seen.items())
    )


def _wanted(about: Sequence[str], states: Collection[str] | None) -> bool:
    return states is None or any(state in states for state in about)


def _labelled(
    documents: Sequence[str], sources: Mapping[str, Source], edition: str
) -> Iterator[tuple[str, str, Source, _Seen]]:
    """Labels with the State their passage speaks about."""
    rows = list(
        Label.objects.filter(
            edition=edition, score__gte=SURE, passage__document__sha256__in=documents
        )
        .exclude(by="rejected")
        .values_list(
            "code",
            "score",
            "by",
            "passage_id",
            "passage__document__sha256",
            "passage__order",
        )
    )
    several = {row[3] for row in rows if len(sources[row[4]].about) > 1}
    spoken = _spoken(several, sources)
    for code, score, by, key, sha256, order in rows:
        source = sources[sha256]
        alone = source.about[0] if len(source.about) == 1 else ""
        passage = _Seen(
            key, f"stocktake:passage:{sha256}/{order}", score, by == "confirmed"
        )
        yield code, spoken.get(key, alone), source, passage


def _spoken(keys: Iterable[int], sources: Mapping[str, Source]) -> Mapping[int, str]:
    """The one State that each passage of a document about several speaks about."""
    found: dict[int, str] = {}
    for part in in_parts(sorted(keys)):
        rows = Label.objects.filter(passage__in=part).values_list(
            "passage_id",
            "passage__document__sha256",
            "passage__heading",
            "passage__text",
            "passage__language",
        )
        for key, sha256, heading, text, language in rows:
            if key not in found:
                words = f"{' '.join(heading)} {text}"
                found[key] = spoken_of(sources[sha256], words, language)
    return found


def _codes(book: Edition, code: str) -> tuple[str, ...]:
    """The code, and the commitment that it is a part of."""
    parent = book.item(code).parent if code in book else None
    if parent is None or book.item(parent).parent is None:
        return (code,)
    return (code, parent)


def _tally(
    key: tuple[str, str, str, str],
    rows: Sequence[_Seen],
    stances: Mapping[int, Collection[str]],
) -> Tally:
    surest = sorted(rows, key=lambda row: (not row.confirmed, -row.score, row.urn))
    # What tells of something is cited before what tells of neither.
    first = sorted(surest, key=lambda row: not stances.get(row.key))
    return Tally(
        *key,
        achievements=sum(_TOLD[0] in stances.get(row.key, ()) for row in rows),
        challenges=sum(_TOLD[1] in stances.get(row.key, ()) for row in rows),
        passages=len(rows),
        confirmed=sum(row.confirmed for row in rows),
        cited=tuple(row.urn for row in first[:CITED]),
    )
