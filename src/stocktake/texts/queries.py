"""Read labels, stances and summaries, each with what is needed to cite it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from stocktake.charter import queries as charter
from stocktake.documents import queries as documents
from stocktake.kernel.parts import in_parts
from stocktake.reporting import queries as reporting
from stocktake.texts.evidence import SURE, Source, sources, spoken_of
from stocktake.texts.models import Label, Labelling, Stance, Summary
from stocktake.texts.rows import (
    Citation,
    LabelledPassage,
    LabelRow,
    StanceRow,
    SummaryRow,
    SummarySentence,
)
from stocktake.texts.rules import StanceKind, Tier
from stocktake.texts.tallies import Tally, tallies


__all__ = [
    "Citation",
    "LabelRow",
    "LabelledPassage",
    "Source",
    "StanceRow",
    "SummaryRow",
    "SummarySentence",
    "Tally",
    "coverage",
    "labelled",
    "labels_of",
    "summaries",
    "summary",
    "tallies",
    "tier_of",
]


def labels_of(
    document: str, *, edition: str = charter.DEFAULT_EDITION
) -> tuple[LabelledPassage, ...]:
    """The passages of a document in their order, with labels and stances. Five queries."""
    rows = documents.passages(document)
    labels = (
        _labels(edition, passage__document__sha256=rows[0].document) if rows else {}
    )
    stances = _stances([row.id for row in rows])
    return tuple(
        LabelledPassage(
            id=row.id,
            document=row.document,
            order=row.order,
            number=row.number,
            page=row.page,
            text=row.text,
            language=row.language,
            heading=row.heading,
            labels=labels.get(row.id, ()),
            stances=stances.get(row.id, ()),
        )
        for row in rows
    )


def labelled(
    round_code: str,
    code: str,
    state: str | None = None,
    strand: str | None = None,
    *,
    least: float = SURE,
) -> tuple[LabelledPassage, ...]:
    """The passages of a round about a commitment or its parts, the most probable first.

    ``state`` keeps those that speak about that State. A handful of queries.
    """
    edition = reporting.round_(round_code).edition
    codes = _with_parts(edition, code)
    known = sources(reporting.submissions(round_code))
    found = Label.objects.filter(
        edition=edition, code__in=codes, score__gte=least
    ).exclude(by="rejected")
    best: dict[int, dict[str, Any]] = {}
    for row in found.values(*_PASSAGE).order_by("-score", "passage_id"):
        if row["passage__document__sha256"] in known:
            best.setdefault(row["passage_id"], row)
    rows = [row for row in best.values() if _fits(row, known, state, strand)]
    passages = [row["passage_id"] for row in rows]
    labels: dict[int, tuple[LabelRow, ...]] = {}
    for some in in_parts(passages):
        labels |= _labels(edition, passage__in=some)
    stances = _stances(passages)
    return tuple(_labelled(row, known, labels, stances) for row in rows)


def summary(
    round_code: str, code: str, state: str = "", strand: str = ""
) -> SummaryRow | None:
    """One summary with its citations, or None where nothing was reported. A handful of queries."""
    found = summaries(round_code, code=code, state=state, strand=strand)
    return found[0] if found else None


def summaries(
    round_code: str,
    *,
    code: str | None = None,
    state: str | None = None,
    strand: str | None = None,
) -> tuple[SummaryRow, ...]:
    """The summaries of a round, by code, State and strand; as many queries for all as for one."""
    round_ = reporting.round_(round_code)
    wanted = {"code": code, "state": state, "strand": strand}
    rows = list(
        Summary.objects.filter(round__code=round_code, edition=round_.edition)
        .filter(**{name: value for name, value in wanted.items() if value is not None})
        .order_by("code", "state", "strand")
    )
    if not rows:
        return ()
    known = sources(reporting.submissions(round_code))
    facts = _facts(round_.edition, _passages_of(rows))
    tier = tier_of(round_code)
    return tuple(
        _summary(row, round_code, facts, known, tier) for row in rows if row.sentences
    )


def tier_of(round_code: str) -> str:
    """The least of the tiers in which the documents of a round were labelled."""
    edition = reporting.round_(round_code).edition
    tiers = Labelling.objects.filter(
        edition=edition, document__enclosures__submission__round__code=round_code
    ).values_list("tier", flat=True)
    found = set(tiers)
    return next((tier.value for tier in Tier if tier.value in found), Tier.FAST.value)


def coverage(
    round_code: str, *, state: str | None = None
) -> Mapping[tuple[str, str, str], int]:
    """Passages that each summary of one State and strand rests on: (code, State, strand) -> count."""
    rows = Summary.objects.filter(round__code=round_code).exclude(state="")
    if state is not None:
        rows = rows.filter(state=state)
    return {
        (code, state, strand): pool["size"]
        for code, state, strand, pool in rows.values_list(
            "code", "state", "strand", "pool"
        )
        if pool.get("size")
    }


_PASSAGE: Final = (
    "passage_id",
    "passage__document__sha256",
    "passage__document__title",
    "passage__document__name",
    "passage__order",
    "passage__number",
    "passage__page",
    "passage__text",
    "passage__language",
    "passage__heading",
    "code",
    "score",
    "model",
    "by",
)


def _with_parts(edition: str, code: str) -> list[str]:
    known = charter.edition(edition)
    return [known.item(code).code, *(item.code for item in known.children(code))]


def _labels(edition: str, **which: Any) -> dict[int, tuple[LabelRow, ...]]:
    found: dict[int, list[LabelRow]] = {}
    rows = Label.objects.filter(edition=edition, **which).order_by(
        "passage_id", "-score", "code"
    )
    for row in rows:
        label = LabelRow(row.code, row.score, tuple(row.because), row.model, row.by)
        found.setdefault(row.passage_id, []).append(label)
    return {passage: tuple(labels) for passage, labels in found.items()}


def _stances(passages: Sequence[int]) -> dict[int, tuple[StanceRow, ...]]:
    found: dict[int, list[StanceRow]] = {}
    for some in in_parts(sorted(passages)):
        for row in Stance.objects.filter(passage__in=some).order_by(
            "passage_id", "sentence"
        ):
            stance = StanceRow(
                row.sentence,
                row.start,
                row.end,
                StanceKind(row.stance),
                row.score,
                row.model,
            )
            found.setdefault(row.passage_id, []).append(stance)
    return {passage: tuple(stances) for passage, stances in found.items()}


def _fits(
    row: Mapping[str, Any],
    known: Mapping[str, Source],
    state: str | None,
    strand: str | None,
) -> bool:
    source = known[row["passage__document__sha256"]]
    if strand is not None and source.strand != strand:
        return False
    return state is None or _spoken_of(row, source) == state


def _spoken_of(row: Mapping[str, Any], source: Source) -> str:
    words = f"{' '.join(row['passage__heading'])} {row['passage__text']}"
    return spoken_of(source, words, row["passage__language"])


def _labelled(
    row: Mapping[str, Any],
    known: Mapping[str, Source],
    labels: Mapping[int, tuple[LabelRow, ...]],
    stances: Mapping[int, tuple[StanceRow, ...]],
) -> LabelledPassage:
    source = known[row["passage__document__sha256"]]
    passage = row["passage_id"]
    return LabelledPassage(
        id=passage,
        document=source.sha256,
        order=row["passage__order"],
        number=row["passage__number"],
        page=row["passage__page"],
        text=row["passage__text"],
        language=row["passage__language"],
        heading=tuple(row["passage__heading"]),
        labels=labels.get(passage, ()),
        stances=stances.get(passage, ()),
        sender=source.sender,
        strand=source.strand,
        state=_spoken_of(row, source),
    )


def _passages_of(rows: Iterable[Summary]) -> list[int]:
    found: set[int] = set()
    for row in rows:
        for one in row.sentences:
            found.update((one["passage"], *(other["passage"] for other in one["also"])))
    return sorted(found)


def _facts(edition: str, passages: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    """Of each passage, its labels with what is needed to cite it, the most probable first."""
    found: dict[int, list[dict[str, Any]]] = {}
    for some in in_parts(passages):
        rows = Label.objects.filter(edition=edition, passage__in=some)
        for row in rows.order_by("passage_id", "-score", "code").values(*_PASSAGE):
            found.setdefault(row["passage_id"], []).append(row)
    return found


def _summary(
    row: Summary,
    round_code: str,
    facts: Mapping[int, list[dict[str, Any]]],
    known: Mapping[str, Source],
    tier: str,
) -> SummaryRow:
    codes = set(_with_parts(row.edition, row.code))
    pool = row.pool
    return SummaryRow(
        round=round_code,
        edition=row.edition,
        code=row.code,
        state=row.state,
        strand=row.strand,
        sentences=tuple(_sentence(one, codes, facts, known) for one in row.sentences),
        contrasts=tuple((pair[0], pair[1]) for pair in pool.get("contrasts", [])),
        pool=pool.get("size", 0),
        states=pool.get("states", 0),
        reporting=pool.get("reporting", 0),
        confirmed=pool.get("confirmed", 0),
        unused=pool.get("unused", 0),
        method=pool.get("method", ""),
        tier=tier,
    )


def _sentence(
    one: Mapping[str, Any],
    codes: set[str],
    facts: Mapping[int, list[dict[str, Any]]],
    known: Mapping[str, Source],
) -> SummarySentence:
    labels = facts[one["passage"]]
    label = next((row for row in labels if row["code"] in codes), labels[0])
    return SummarySentence(
        citation=_citation(label, known, one["start"], one["end"]),
        stance=StanceKind(one["stance"]),
        score=label["score"],
        code=label["code"],
        model=label["model"],
        confirmed=label["by"] == "confirmed",
        also=tuple(
            _citation(facts[other["passage"]][0], known, other["start"], other["end"])
            for other in one["also"]
        ),
    )


def _citation(
    row: Mapping[str, Any], known: Mapping[str, Source], start: int, end: int
) -> Citation:
    source = known[row["passage__document__sha256"]]
    return Citation(
        document=source.sha256,
        title=row["passage__document__title"] or row["passage__document__name"],
        sender=source.sender,
        strand=source.strand,
        state=_spoken_of(row, source),
        page=row["passage__page"],
        number=row["passage__number"],
        order=row["passage__order"],
        start=start,
        end=end,
        quote=row["passage__text"][start:end],
        language=row["passage__language"],
    )
