"""Going through a dossier: its sections, blocks and citations, and whether these are exact."""

from collections.abc import Iterator

from stocktake.dossiers.rules.values import (
    Block,
    Citation,
    Dossier,
    Paragraph,
    Section,
)


def walk(
    sections: tuple[Section, ...], depth: int = 1
) -> Iterator[tuple[int, Section]]:
    """Every section with its depth, in reading order."""
    for section in sections:
        yield depth, section
        yield from walk(section.sections, depth + 1)


def blocks(dossier: Dossier) -> Iterator[Block]:
    """Every block in reading order."""
    for _, section in walk(dossier.sections):
        yield from section.blocks


def citations(dossier: Dossier) -> Iterator[Citation]:
    """Every citation of a passage in reading order, repeated where cited again."""
    for block in blocks(dossier):
        if isinstance(block, Paragraph):
            yield from _cited(block)


def _cited(paragraph: Paragraph) -> Iterator[Citation]:
    for statement in paragraph.statements:
        yield from (
            source for source in statement.sources if isinstance(source, Citation)
        )
    yield from paragraph.also


def inexact(dossier: Dossier) -> tuple[str, ...]:
    """Citations whose words are not at their place in the passage kept beside them.

    Quoted words must also be those of the citation under them, sign by sign.
    """
    texts = {passage.urn: passage.text for passage in dossier.passages}
    wrong = [
        f"{one.urn}: {one.quote[:60]!r} is not what stands at {one.start}-{one.end}"
        for one in citations(dossier)
        if one.end <= one.start
        or texts.get(one.urn, "")[one.start : one.end] != one.quote
    ]
    return (*wrong, *_misquoted(dossier))


def _misquoted(dossier: Dossier) -> Iterator[str]:
    for block in blocks(dossier):
        if not isinstance(block, Paragraph):
            continue
        for statement in block.statements:
            cited = {
                one.quote for one in statement.sources if isinstance(one, Citation)
            }
            if statement.language and statement.text not in cited:
                yield f"paragraph {block.number}: {statement.text[:60]!r} is not what it cites"
