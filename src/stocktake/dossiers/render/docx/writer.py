"""What all parts of the Word document share: runs in the frame's direction, captions, marks."""

from stocktake.dossiers.frames import Frame
from stocktake.dossiers.render import view
from stocktake.dossiers.render.docx.xml import INK_2, PLAIN, VOICES, Run, paragraph, run
from stocktake.dossiers.rules import Bars, Map, Mark, Matrix, Table


class Writer:
    """Collects paragraphs, tables and footnotes in the order of the document."""

    def __init__(self, words: Frame, picture: bytes, beside: str = "") -> None:
        self.words = words
        self.beside = beside  # the page in which a note opens the cited passage
        self.rtl = words.direction == "rtl"
        self.picture = picture
        self.picture_alt = ""
        self.parts: list[str] = []
        self.footnotes: list[str] = []
        self._counts = {"figure": 0, "table": 0}

    def add(
        self, text: str, how: Run = PLAIN, *, style: str = "", extra: str = ""
    ) -> None:
        """A paragraph of ours in one run."""
        one = run(text, how, rtl=self.rtl)
        self.parts.append(paragraph(one, style=style, rtl=self.rtl, extra=extra))

    def in_cell(self, text: str, how: Run = PLAIN, align: str = "") -> str:
        """A paragraph for a table cell."""
        one = run(text, how, rtl=self.rtl)
        return paragraph(one, style="Cell", rtl=self.rtl, align=align)

    def caption(self, kind: str, title: str) -> None:
        """``Table 3. Title`` with the number as a field, so that Word can renumber and list."""
        self._counts[kind] += 1
        number = run(str(self._counts[kind]), Run(bold=True), rtl=self.rtl)
        field = f'<w:fldSimple w:instr=" SEQ {kind.capitalize()} \\* ARABIC ">{number}</w:fldSimple>'
        first = run(self.words(kind) + " ", Run(bold=True), rtl=self.rtl)
        rest = run(f". {title}", Run(bold=True), rtl=self.rtl)
        self.parts.append(paragraph(first, field, rest, style="Caption", rtl=self.rtl))

    def under(self, one: Table | Bars | Matrix | Map) -> None:
        """The source line, with the description in words where it is a picture or matrix."""
        said = (
            getattr(one, "description", ""),
            self.words("source", source=one.source.title),
            one.note,
            getattr(one, "disclaimer", ""),
        )
        self.add(" ".join(part for part in said if part), style="SourceLine")

    @staticmethod
    def mark(mark: Mark, size: float) -> list[str]:
        """A square, a disc, both, or a point, as runs."""
        if mark is Mark.NONE:
            return [run("·", Run(colour=INK_2, size=size))]
        voices = ("state", "expert") if mark is Mark.BOTH else (mark.value,)
        return [
            run(glyph, Run(colour=VOICES[voice], size=size))
            for glyph, voice in zip(view.GLYPHS[mark], voices, strict=True)
        ]
