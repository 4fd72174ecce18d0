"""What every renderer needs to say beside the content: notes, tags, shapes as text."""

from typing import Any, Final

import msgspec

from stocktake.dossiers.frames import Frame
from stocktake.dossiers.rules import Citation, Dossier, Mark, Reference, Source, Voice


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


def as_data(dossier: Dossier, words: Frame) -> dict[str, Any]:
    """The dossier as plain data for the Typst template, with notes and tags written out."""
    data: dict[str, Any] = msgspec.to_builtins(dossier)
    _write_out(data["sections"], words)
    data["words"] = dict(words.words)
    data["glyphs"] = {mark.value: glyph for mark, glyph in GLYPHS.items()}
    data.pop("passages")
    return data


def _write_out(value: Any, words: Frame) -> None:
    """Add ``note`` to each source and ``tags`` to each voice, in place."""
    if isinstance(value, list | tuple):
        for one in value:
            _write_out(one, words)
    elif isinstance(value, dict):
        for one in value.values():
            _write_out(one, words)
        if value.get("kind") == "passage":
            citation = msgspec.convert(value, Citation)
            value["note"], value["place"] = (
                note(citation, words),
                place(citation, words),
            )
        elif value.get("voice"):
            voice = msgspec.convert(value["voice"], Voice)
            value["voice"]["tags"] = tags(
                voice, value["statements"][0]["language"], words
            )
