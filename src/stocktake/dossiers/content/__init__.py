"""What a dossier says: evidence in, sections out; nothing here knows how it will look."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from msgspec.structs import replace

from stocktake.dossiers import rules
from stocktake.dossiers.content import (
    annex,
    annexes,
    commitments,
    coverage,
    opening,
    regions,
    standing,
    summary,
)
from stocktake.dossiers.evidence import Evidence
from stocktake.dossiers.frames import frame
from stocktake.dossiers.rules import CitedPassage, Dossier, Paragraph, Section


Passages = Callable[[Iterable[str]], Mapping[str, CitedPassage]]  # URNs -> passages


def compose(evidence: Evidence, passages: Passages) -> Dossier:
    """The whole dossier from its evidence; ``passages`` fetches what is quoted from.

    A function of its arguments: the same evidence gives the same dossier.
    """
    words = frame(evidence.language)
    sections = (
        summary.section(evidence, words),
        opening.reading(words),
        standing.section(evidence, words),
        opening.reported(evidence, words),
        coverage.section(evidence, words),
        *regions.sections(evidence, words),
        *(commitments.theme(evidence, words, item) for item in evidence.themes),
        annex.sources(evidence, words),
        *annexes.sections(evidence, words),
        annexes.glossary(evidence, words),
        annex.method(evidence, words),
    )
    dossier = Dossier(
        round=evidence.round,
        edition=evidence.edition,
        scope=evidence.scope,
        language=evidence.language,
        direction=words.direction,
        as_of=evidence.as_of,
        tier=evidence.tier,
        version=evidence.version,
        illustrative=evidence.illustrative,
        cover=opening.cover(evidence, words),
        sections=_Numbers().sections(sections),
        passages=(),
    )
    return replace(dossier, passages=_first_cited(dossier, passages))


@dataclass(slots=True)
class _Numbers:
    """Numbers paragraphs through the whole dossier."""

    last: int = 0

    def sections(self, sections: Iterable[Section]) -> tuple[Section, ...]:
        return tuple(
            replace(
                one,
                blocks=tuple(map(self.block, one.blocks)),
                sections=self.sections(one.sections),
            )
            for one in sections
        )

    def block(self, block: rules.Block) -> rules.Block:
        if not isinstance(block, Paragraph):
            return block
        self.last += 1
        return replace(block, number=self.last)


def _first_cited(dossier: Dossier, passages: Passages) -> tuple[CitedPassage, ...]:
    """The passages quoted from, once each, in the order of their first citation."""
    urns = list(dict.fromkeys(one.urn for one in rules.citations(dossier)))
    known = passages(urns)
    return tuple(known[urn] for urn in urns)
