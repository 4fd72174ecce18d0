"""The example reports as DOCX: native headings, numbering and footnotes."""

# ruff: noqa: SLF001 (python-docx opens the XML below it in no other way)

import io
import zipfile
from datetime import datetime
from typing import Any

from docx import Document
from docx.document import Document as Word
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run


DAY = datetime(2024, 9, 1)  # noqa: DTZ001 (DOCX keeps times without zone)
ZIP_DAY = (2024, 9, 1, 0, 0, 0)
BLUE = RGBColor(0x1D, 0x3A, 0x5F)
RED = RGBColor(0x8A, 0x1C, 0x1C)
NUMBERING_ID = 77
FOOTNOTES_TYPE = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
)
NUMBERING = f"""<w:abstractNum {nsdecls("w")} w:abstractNumId="{NUMBERING_ID}">
<w:multiLevelType w:val="multilevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/>
<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="0" w:firstLine="0"/></w:pPr></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%2)"/>
<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="1134" w:hanging="567"/></w:pPr></w:lvl>
</w:abstractNum>"""


def docx(source: Any) -> bytes:
    """The report as DOCX; the same source gives the same bytes."""
    report = Report(source)
    report.front_page()
    for block in source.blocks:
        getattr(report, block["kind"])(block)
    return report.bytes()


class Report:
    """A Word document in the making."""

    def __init__(self, source: Any) -> None:
        self.front = source.front
        self.headings = [block for block in source.blocks if block["kind"] == "heading"]
        self.rtl = source.language == "ar"
        self.language = source.language
        self.notes: list[str] = []
        self.word: Word = Document()
        self._settle_styles()
        self._settle_numbering()
        self._settle_page()

    def front_page(self) -> None:
        """Mark, sender, title, date and contents."""
        self._line(self.front["mark"], size=12, bold=True, colour=RED)
        self._line(self.front["notice"], size=9)
        self._line(self.front["sender"], size=12)
        self.write(self.word.add_paragraph(style="Title"), self.front["title"])
        self._line(self.front["subtitle"], size=12)
        self._line(self.front["date"], size=10)
        self._line(self.front["contents"], size=12, bold=True)
        for block in self.headings:
            style = f"toc {block['level']}"
            self.write(self.word.add_paragraph(style=style), block["text"])

    def heading(self, block: dict[str, Any]) -> None:
        """A heading of level 1 or 2."""
        paragraph = self.word.add_paragraph(style=f"Heading {block['level']}")
        paragraph.paragraph_format.page_break_before = block is self.headings[0]
        self.write(paragraph, block["text"])

    def paragraph(self, block: dict[str, Any]) -> None:
        """A numbered paragraph; typed numbers in Arabic, native ones elsewhere."""
        self._numbered(block, level=0)

    def item(self, block: dict[str, Any]) -> None:
        """A lettered item below a numbered paragraph."""
        self._numbered(block, level=1)

    def plain(self, block: dict[str, Any]) -> None:
        """A paragraph without a number."""
        self._parts(self.word.add_paragraph(), block["parts"])

    def table(self, block: dict[str, Any]) -> None:
        """A table with its caption above and its source below."""
        self.write(self.word.add_paragraph(style="Caption"), block["caption"])
        rows = [block["head"], *block["rows"]]
        table = self.word.add_table(len(rows), len(rows[0]), style="Table Grid")
        if self.rtl:
            table._tbl.tblPr.append(OxmlElement("w:bidiVisual"))
        for row, cells in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                self.write(cell.paragraphs[0], text, size=9)
        source = self.word.add_paragraph(style="Caption")
        self.write(source, block["source"], size=8.5).bold = False

    def write(
        self, paragraph: Paragraph, text: str, *, size: float | None = None
    ) -> Run:
        """Add a run in the report's direction and language."""
        run = paragraph.add_run(text)
        if size:
            run.font.size = Pt(size)
        if self.rtl:
            properties = paragraph._p.get_or_add_pPr()
            if properties.find(qn("w:bidi")) is None:
                properties.append(OxmlElement("w:bidi"))
            run._r.get_or_add_rPr().append(OxmlElement("w:rtl"))
        return run

    def bytes(self) -> bytes:
        """The finished file, with fixed times inside."""
        self._add_footnotes()
        draft = io.BytesIO()
        self.word.save(draft)
        final = io.BytesIO()
        with (
            zipfile.ZipFile(draft) as old,
            zipfile.ZipFile(final, "w", zipfile.ZIP_DEFLATED) as new,
        ):
            for name in sorted(old.namelist()):
                entry = zipfile.ZipInfo(name, ZIP_DAY)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = 0o644 << 16
                new.writestr(entry, old.read(name))
        return final.getvalue()

    def _line(
        self,
        text: str,
        *,
        size: float,
        bold: bool = False,
        colour: RGBColor | None = None,
    ) -> Paragraph:
        paragraph = self.word.add_paragraph()
        run = self.write(paragraph, text, size=size)
        run.bold = bold
        if colour is not None:
            run.font.color.rgb = colour
        return paragraph

    def _numbered(self, block: dict[str, Any], *, level: int) -> None:
        paragraph = self.word.add_paragraph()
        if self.rtl:
            self.write(paragraph, f"{block['number']}\t")
            paragraph.paragraph_format.left_indent = Cm(level)
        else:
            numbering = parse_xml(
                f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/>'
                f'<w:numId w:val="{NUMBERING_ID}"/></w:numPr>'
            )
            paragraph._p.get_or_add_pPr().append(numbering)
        self._parts(paragraph, block["parts"])

    def _parts(self, paragraph: Paragraph, parts: list[Any]) -> None:
        for part in parts:
            if isinstance(part, str):
                self.write(paragraph, part)
                continue
            self.notes.append(part["note"])
            mark = self.write(paragraph, "")
            mark.font.superscript = True
            reference = OxmlElement("w:footnoteReference")
            reference.set(qn("w:id"), str(len(self.notes) + 1))
            mark._r.append(reference)

    def _settle_styles(self) -> None:
        normal = self.word.styles["Normal"]
        normal.font.size = Pt(10)
        normal.paragraph_format.space_after = Pt(5)
        for level in (1, 2):
            style = self.word.styles.add_style(f"toc {level}", WD_STYLE_TYPE.PARAGRAPH)
            style.base_style = normal
            style.paragraph_format.left_indent = Cm(0.6 * (level - 1))
            style.paragraph_format.space_after = Pt(1)
        for name in ("Normal", "Title", "Heading 1", "Heading 2"):
            style = self.word.styles[name]
            if name != "Normal":
                style.font.color.rgb = BLUE
            family = "Noto Sans Arabic" if self.rtl else "Noto Serif"
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for key in list(fonts.attrib):
                del fonts.attrib[key]
            for key in ("ascii", "hAnsi", "cs"):
                fonts.set(qn(f"w:{key}"), family)
        core = self.word.core_properties
        core.title = f"{self.front['mark']}: {self.front['title']}"
        core.author = core.last_modified_by = self.front["sender"]
        core.subject = self.front["notice"][:255]
        core.keywords = f"{self.front['mark']}, {self.front['symbol']}"
        core.comments = ""
        core.language = self.language
        core.created = core.modified = DAY

    def _settle_numbering(self) -> None:
        root = self.word.part.numbering_part.element
        first = root.find(qn("w:num"))
        first.addprevious(parse_xml(NUMBERING))
        root.append(
            parse_xml(
                f'<w:num {nsdecls("w")} w:numId="{NUMBERING_ID}">'
                f'<w:abstractNumId w:val="{NUMBERING_ID}"/></w:num>'
            )
        )

    def _settle_page(self) -> None:
        section = self.word.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.6)
        head = section.header.paragraphs[0]
        self.write(head, f"{self.front['running']}  {self.front['symbol']}", size=8)
        foot = section.footer.paragraphs[0]
        for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
            run = self.write(foot, "", size=8)
            element = OxmlElement("w:fldChar" if kind else "w:instrText")
            if kind:
                element.set(qn("w:fldCharType"), kind)
            element.text = text or None
            run._r.append(element)

    def _add_footnotes(self) -> None:
        if not self.notes:
            return
        bidi, rtl = ("<w:bidi/>", "<w:rtl/>") if self.rtl else ("", "")
        marks = "".join(
            f'<w:footnote w:type="{kind}" w:id="{place}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
            for place, kind in enumerate(("separator", "continuationSeparator"))
        )
        notes = "".join(
            f'<w:footnote w:id="{place}"><w:p><w:pPr>{bidi}</w:pPr><w:r><w:rPr>'
            f'<w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r><w:r><w:rPr>'
            f'{rtl}<w:sz w:val="17"/></w:rPr><w:t xml:space="preserve"> {_escaped(note)}</w:t></w:r></w:p></w:footnote>'
            for place, note in enumerate(self.notes, start=2)
        )
        xml = (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
            f"<w:footnotes {nsdecls('w')}>{marks}{notes}</w:footnotes>"
        )
        part = Part(
            PackURI("/word/footnotes.xml"),
            FOOTNOTES_TYPE,
            xml.encode(),
            self.word.part.package,
        )
        self.word.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
