"""What every renderer needs to say beside the content: notes, tags, shapes as text."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

import msgspec

from stocktake.dossiers.frames import Frame
from stocktake.dossiers.rules import (
    Citation,
    Dossier,
    Mark,
    Paragraph,
    Reference,
    Source,
    Voice,
    walk,
)


_FINDING: Final = "stocktake:finding:"
_UNDER: Final = (_FINDING, "stocktake:charter:")
GLYPHS: Final = {Mark.BOTH: "■●", Mark.STATE: "■", Mark.EXPERT: "●", Mark.NONE: "·"}
STRANDS: Final = {"state": "■", "expert": "●"}


def note(source: Source, words: Frame) -> str:
    """What a footnote says: sender, report, page and paragraph; or the record."""
    if isinstance(source, Reference):
        return words("source", source=source.title)
    return words(
        "cite",
        sender=source.sender_name,
        title=source.title,
        place=place(source, words),
    )


def noted(paragraph: Paragraph) -> tuple[tuple[Source, ...], ...]:
    """Of each statement, the sources that get a note: passages, and places in this dossier.

    What later statements of the paragraph rest on as well is noted there, once. Records
    that stand nowhere here are in ``footing``; counts have their source under their table.
    """
    found: list[tuple[Source, ...]] = []
    later: set[str] = set()
    for statement in reversed(paragraph.statements):
        mine = [
            source
            for source in statement.sources
            if isinstance(source, Citation) or source.anchor
        ]
        found.append(tuple(one for one in mine if one.urn not in later))
        later |= {one.urn for one in mine if isinstance(one, Reference)}
    return tuple(reversed(found))


def footing(paragraph: Paragraph) -> tuple[Reference, ...]:
    """Promises and findings that a paragraph rests on, each once, for a line under it.

    As notes they would say the same on page after page, and make typesetting slow.
    """
    found = {
        source.urn: source
        for statement in paragraph.statements
        for source in statement.sources
        if isinstance(source, Reference)
        and not source.anchor
        and source.urn.startswith(_UNDER)
    }
    return tuple(found.values())


def opens(source: Source) -> str:
    """The portal's address of a passage or finding, below its language; "" of others."""
    if isinstance(source, Citation):
        page = f"page={source.page}&" if source.page else ""
        return (
            f"/documents/{source.document}/?{page}passage={source.order}"
            f"&from={source.start}&to={source.end}#p{source.order}"
        )
    if source.urn.startswith(_FINDING):
        round_, state, code = source.urn.removeprefix(_FINDING).split("/")
        return f"/rounds/{round_}/findings/{state}/{code}/"
    return ""


def place(citation: Citation, words: Frame) -> str:
    """Page and paragraph of a citation."""
    return words.place(citation.page, citation.number, citation.order)


def tags(voice: Voice, language: str, words: Frame) -> tuple[str, ...]:
    """The small tags beside a speaker: stance, language of the words, confirmed."""
    named = [words(voice.stance)] if voice.stance else []
    if language:
        named.append(words("original", language=words.name_of(language)))
    if voice.confirmed:
        named.append(words("confirmed"))
    return tuple(named)


def passage_key(document: str, order: int) -> str:
    """The anchor of a cited passage inside the dossier."""
    return f"p-{document[:12]}-{order}"


def as_data(dossier: Dossier, words: Frame, *, beside: str = "") -> dict[str, Any]:
    """The dossier as plain data for the Typst template, with notes and tags written out.

    ``beside`` is the file beside it in which a note opens the cited passage.
    """
    data: dict[str, Any] = msgspec.to_builtins(dossier)
    for (_, section), written in zip(
        walk(dossier.sections), _walk(data["sections"]), strict=True
    ):
        for block, value in zip(section.blocks, written["blocks"], strict=True):
            if isinstance(block, Paragraph):
                _write_out(block, value, words, beside)
    data["words"] = dict(words.words)
    data["glyphs"] = {mark.value: glyph for mark, glyph in GLYPHS.items()}
    data.pop("passages")
    return data


def _walk(sections: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for section in sections:
        yield section
        yield from _walk(section["sections"])


def _write_out(
    block: Paragraph, value: dict[str, Any], words: Frame, beside: str
) -> None:
    """Add the notes of each statement, the places of others, and the tags of the voice."""
    sources = noted(block)
    for statement, mine in zip(value["statements"], sources, strict=True):
        statement["notes"] = [_note(one, words, beside) for one in mine]
        del statement["sources"]
    under = words.words["semicolon"].join(one.title for one in footing(block))
    value["footing"] = words("source", source=under) if under else ""
    value["also"] = [
        {"sender_name": one.sender_name, "place": place(one, words)}
        for one in block.also
    ]
    if block.voice:
        language = block.statements[0].language
        value["voice"]["tags"] = tags(block.voice, language, words)


def _note(source: Source, words: Frame, beside: str) -> dict[str, str]:
    """What a footnote says and where it leads: a section here, or the passage beside."""
    href = anchor = ""
    if isinstance(source, Reference):
        anchor = source.anchor
    elif beside:
        href = f"{beside}#{passage_key(source.document, source.order)}"
    return {"text": note(source, words), "href": href, "anchor": anchor}
