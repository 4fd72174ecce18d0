"""A theme's findings by commitment: how State and experts stand, what figures show.

Counts, coverage, the worst label, and the mean where enough has a score; nobody stands
before anybody else.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from stocktake.assessment.rules import worst
from stocktake.assessment.rules.aggregation import (
    ENOUGH,
    ORDER,
    mean,
    mean_of_enough,
    middle,
)
from stocktake.assessment.verdicts import Label
from stocktake.dossiers.assessed import (
    AGREEMENTS,
    LABELS,
    NON_REPORTER,
    Finding,
    tally,
)
from stocktake.dossiers.content.telling import findings_source, ledger, say
from stocktake.dossiers.evidence import Evidence, Item
from stocktake.dossiers.frames import Frame
from stocktake.dossiers.rules import Block, Table


def blocks(evidence: Evidence, words: Frame, theme: Item) -> tuple[Block, ...]:
    """Sentences and two tables; nothing where the round has no findings on the theme."""
    told = evidence.assessment
    items = evidence.under(theme.code)
    found = [one for item in items for one in told.on(item.code)] if told else []
    if told is None or not found:
        return ()
    source = findings_source(evidence, words, told)
    return (
        *(say(line, source) for line in standing(words, found, len(items))),
        _table(evidence, words, theme, "agreement"),
        _table(evidence, words, theme, "label"),
    )


def standing(words: Frame, found: Sequence[Finding], commitments: int) -> Iterator[str]:
    """Verdicts and the least of them, coverage, the mean, a sentence each."""
    labels = [Label(one.label) for one in found]
    assessed = sum(label in ORDER for label in labels)
    least = worst(labels)
    yield words(
        "theme_standing",
        assessed=assessed,
        findings=len(found),
        worst=words(f"label_{least.value}") if least else words("no_worst"),
    )
    applicable = sum(one.applicable > 0 for one in found)
    yield coverage(words, assessed=assessed, applicable=applicable)
    means = _means(found, commitments)
    yield theme_mean(
        words,
        middle(one for one in means.values() if one is not None),
        enough=sum(one is not None for one in means.values()),
        states=len(means),
        commitments=commitments,
    )


def coverage(words: Frame, *, assessed: int, applicable: int) -> str:
    """How many of the findings on which an indicator is defined have a verdict."""
    share = round(100 * assessed / max(1, applicable))
    return words(
        "theme_coverage",
        assessed=assessed,
        applicable=applicable,
        share=words("percent", value=share),
    )


def theme_mean(
    words: Frame, value: float | None, *, enough: int, states: int, commitments: int
) -> str:
    """The mean score of a theme; where too little has a score, that there is none."""
    if value is None:
        share = words("percent", value=round(100 * ENOUGH))
        return words("theme_no_mean", share=share, commitments=commitments)
    written = f"{value:+.1f}".replace("-", "−")
    return words("theme_mean", mean=written, states=enough, all=states)


def _means(found: Sequence[Finding], commitments: int) -> Mapping[str, float | None]:
    """By State the mean of its scores on the theme, where enough commitments have one."""
    scores: dict[str, list[float | None]] = defaultdict(list)
    for one in found:
        scores[one.state].append(mean(float(f.score) for f in one.figures if f.score))
    return {state: mean_of_enough(own, commitments) for state, own in scores.items()}


def _table(evidence: Evidence, words: Frame, theme: Item, kind: str) -> Table:
    """A row for each class that any finding has, a column for each commitment by its code."""
    told = evidence.assessment
    assert told is not None
    known = AGREEMENTS if kind == "agreement" else (*LABELS, NON_REPORTER)
    counts = {
        item.code: tally((_kind(one, kind) for one in told.on(item.code)), known)
        for item in evidence.under(theme.code)
    }
    rows = tuple(
        (words(f"{kind}_{key}"), *(str(row[key]) for row in counts.values()))
        for key in known
        if any(row[key] for row in counts.values())
    )
    return ledger(
        words(f"table_theme_{kind}", code=theme.code),
        (words(f"col_{kind}"), *counts),
        rows,
        findings_source(evidence, words, told),
        note=words(f"chart_{kind}_note"),
    )


def _kind(one: Finding, kind: str) -> str:
    if kind == "agreement":
        return one.agreement
    return one.label if one.reported else NON_REPORTER
