"""A theme's findings by commitment: how State and experts stand, what figures show.

Counts, coverage and the worst label; no mean, and nobody before anybody else.
"""

from stocktake.assessment.rules import worst
from stocktake.assessment.rules.aggregation import ORDER
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
    """Two tables and a sentence; nothing where the round has no findings on the theme."""
    told = evidence.assessment
    items = evidence.under(theme.code)
    found = [one for item in items for one in told.on(item.code)] if told else []
    if told is None or not found:
        return ()
    labels = [Label(one.label) for one in found]
    least = worst(labels)
    line = words(
        "theme_standing",
        assessed=sum(label in ORDER for label in labels),
        findings=len(found),
        worst=words(f"label_{least.value}") if least else words("no_worst"),
    )
    return (
        say(line, findings_source(evidence, words, told)),
        _table(evidence, words, theme, "agreement"),
        _table(evidence, words, theme, "label"),
    )


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
