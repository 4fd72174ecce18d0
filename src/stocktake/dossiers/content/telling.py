"""What the parts about findings share: their source, paragraphs of ours, names, counts."""

from collections.abc import Iterable, Mapping

from stocktake.dossiers.assessed import Assessment, Finding
from stocktake.dossiers.evidence import Evidence
from stocktake.dossiers.frames import Frame
from stocktake.dossiers.rules import Paragraph, Reference, Source, Statement, Table


def say(text: str, *sources: Source) -> Paragraph:
    """A numbered paragraph of one sentence of ours."""
    return Paragraph((Statement(text, sources),))


def findings_source(
    evidence: Evidence, words: Frame, told: Assessment, *, anchor: str = ""
) -> Reference:
    """The source of every count of findings; with ``anchor``, a note leads to that section."""
    title = words("source_findings", round=evidence.round, method=told.made_by)
    return Reference(f"stocktake:findings:{evidence.round}", title, anchor)


def finding_source(words: Frame, one: Finding, *, anchor: str = "") -> Reference:
    """One finding as a source; with ``anchor``, a note leads to that section."""
    short = one.urn.removeprefix("stocktake:finding:")
    title = words("source_finding", urn=short, version=one.version)
    return Reference(one.urn, title, anchor)


def name(evidence: Evidence, state: str) -> str:
    """A State's name in the dossier's language."""
    return evidence.names.get(state, state)


def named(evidence: Evidence, words: Frame, states: Iterable[str]) -> str:
    """States by name, in the order of their codes; never of anything else."""
    return words.listed([name(evidence, state) for state in sorted(states)])


def counted(words: Frame, counts: Mapping[str, int], kind: str) -> str:
    """``on track 3, too slow 1``: what there is of each kind, nothing of what there is none."""
    return words.listed(
        [
            words("count_of", what=words(f"{kind}_{one}"), count=n)
            for one, n in counts.items()
            if n
        ]
    )


def codes(words: Frame, listed: Iterable[str]) -> str:
    """Codes of commitments in a row; a dash where there are none."""
    return words.listed(list(listed)) or "—"


def ledger(
    title: str,
    columns: tuple[str, ...],
    rows: tuple[tuple[str, ...], ...],
    source: Reference,
    *,
    first: float = 0.3,
    note: str = "",
) -> Table:
    """A table of figures: one wide column of names, the rest alike."""
    each = (1 - first) / max(1, len(columns) - 1)
    return Table(
        title=title,
        columns=columns,
        rows=rows,
        widths=(first, *([each] * (len(columns) - 1))),
        figures=tuple(range(1, len(columns))),
        source=source,
        note=note,
    )


def why(words: Frame, reason: str) -> str:
    """Why there is a new version: kinds of evidence that changed, and a person's words."""
    kinds, _, because = reason.partition(": ")
    said = words.listed(
        [words.words.get(f"change_{kind}", kind) for kind in kinds.split(", ")]
    )
    return words("changes_and_why", changes=said, why=because) if because else said
