"""The numbers that Word computes for lists (w:numPr) and never writes into the text."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn

from stocktake.documents.reading.counting import printed


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph's style says about it."""

    level: int  # of a heading, 0 if none
    contents: bool


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    form: str
    pattern: str  # "%1.%2"


class Numbering:
    """Counts through a document's lists as Word does."""

    def __init__(self, document: Any) -> None:
        self._styles = {
            style.get(qn("w:styleId")): style
            for style in document.styles.element.iter(qn("w:style"))
        }
        self._abstract: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, tuple[str, dict[int, int]]] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._restarted: set[tuple[str, int]] = set()
        part = next(
            (
                r.target_part
                for r in document.part.rels.values()
                if r.reltype.endswith("/numbering")
            ),
            None,
        )
        if part is not None:
            self._read(part.element)

    def _read(self, root: Any) -> None:
        for abstract in root.iterchildren(qn("w:abstractNum")):
            self._abstract[abstract.get(qn("w:abstractNumId"))] = {
                int(level.get(qn("w:ilvl"))): _level(level)
                for level in abstract.iterchildren(qn("w:lvl"))
            }
        for number in root.iterchildren(qn("w:num")):
            overrides = {
                int(override.get(qn("w:ilvl"))): int(start.get(qn("w:val")))
                for override in number.iterchildren(qn("w:lvlOverride"))
                if (start := override.find(qn("w:startOverride"))) is not None
            }
            abstract = number.find(qn("w:abstractNumId"))
            self._lists[number.get(qn("w:numId"))] = (
                abstract.get(qn("w:val")),
                overrides,
            )

    def label(self, paragraph: Any) -> str:
        """What Word prints before this paragraph: ``12.``, ``(a)``, ``•`` or nothing."""
        place = self._place(paragraph)
        if place is None or place[0] not in self._lists:
            return ""
        list_id, depth = place
        levels = self._abstract.get(self._lists[list_id][0], {})
        level = levels.get(depth)
        if level is None or level.form == "none":
            return ""
        if level.form == "bullet":
            return "•"
        counts = self._counted(list_id, depth, level)
        text = level.pattern
        for index, each in levels.items():
            text = text.replace(
                f"%{index + 1}", printed(counts.get(index, each.start), each.form)
            )
        return text

    def _counted(self, list_id: str, depth: int, level: _Level) -> dict[int, int]:
        """Count one more at this depth; deeper counts begin anew."""
        abstract_id, overrides = self._lists[list_id]
        counts = self._counts[abstract_id]
        if depth in overrides and (list_id, depth) not in self._restarted:
            self._restarted.add((list_id, depth))
            counts[depth] = overrides[depth]
        else:
            counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [each for each in counts if each > depth]:
            del counts[deeper]
        return counts

    def style(self, paragraph: Any) -> Style:
        """Whether the paragraph's style, or one it is based on, is a heading or contents."""
        for style in self._chain(paragraph):
            name = (style.find(qn("w:name")).get(qn("w:val")) or "").lower()
            if name.startswith("toc ") or name == "toc heading":
                return Style(0, contents=True)
            if name == "title":
                return Style(1, contents=False)
            outline = style.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
            if name.startswith("heading ") and name[8:].isdigit():
                return Style(int(name[8:]), contents=False)
            if outline is not None and int(outline.get(qn("w:val"))) < 9:
                return Style(int(outline.get(qn("w:val"))) + 1, contents=False)
        own = paragraph.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
        level = int(own.get(qn("w:val"))) + 1 if own is not None else 0
        return Style(level if level < 10 else 0, contents=False)

    def caption(self, paragraph: Any) -> bool:
        """Whether the paragraph is styled as the caption of a table or figure."""
        names = (
            style.find(qn("w:name")).get(qn("w:val"))
            for style in self._chain(paragraph)
        )
        return any((name or "").lower() == "caption" for name in names)

    def _chain(self, paragraph: Any) -> list[Any]:
        """The paragraph's style and those it is based on."""
        named = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        found: list[Any] = []
        style = self._styles.get(named.get(qn("w:val"))) if named is not None else None
        while style is not None and style not in found:
            found.append(style)
            based = style.find(qn("w:basedOn"))
            style = (
                self._styles.get(based.get(qn("w:val"))) if based is not None else None
            )
        return found

    def _place(self, paragraph: Any) -> tuple[str, int] | None:
        """The list and depth, from the paragraph itself or from its style."""
        for holder in [paragraph, *self._chain(paragraph)]:
            properties = holder.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
            if properties is None:
                continue
            number, depth = (
                properties.find(qn("w:numId")),
                properties.find(qn("w:ilvl")),
            )
            if number is None:
                continue
            return number.get(qn("w:val")), int(
                depth.get(qn("w:val"))
            ) if depth is not None else 0
        return None


def _level(level: Any) -> _Level:
    def value(name: str, otherwise: str) -> str:
        found = level.find(qn(name))
        return otherwise if found is None else found.get(qn("w:val")) or otherwise

    return _Level(
        int(value("w:start", "1")), value("w:numFmt", "decimal"), value("w:lvlText", "")
    )
