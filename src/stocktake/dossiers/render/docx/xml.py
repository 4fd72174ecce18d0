"""WordprocessingML as strings: runs, paragraphs, cells; the order inside w:pPr and w:rPr matters."""

from dataclasses import dataclass
from xml.sax.saxutils import escape


LINE = 9300  # width of the text in twentieths of a point: A4 less margins
INK, INK_2, PINE, RULE = "14201A", "46534C", "0B5A43", "C5D1C7"
VOICES = {"state": "5A2D82", "expert": "964200"}
SERIF = ("Cambria", "Times New Roman", "SimSun")  # Latin, Arabic, Chinese
SANS = ("Calibri", "Arial", "Microsoft YaHei")


def fonts(faces: tuple[str, str, str]) -> str:
    """The faces for Latin and Cyrillic, Arabic, Chinese."""
    latin, arabic, chinese = faces
    return f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{chinese}" w:cs="{arabic}"/>'


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """How a run looks; the language decides direction and fonts."""

    language: str = ""
    bold: bool = False
    serif: bool = False
    colour: str = ""
    size: float = 0  # points
    style: str = ""

    def properties(self, *, rtl: bool) -> str:
        """``w:rPr`` in the order that the schema asks for."""
        half = round(self.size * 2)
        parts = [
            f'<w:rStyle w:val="{self.style}"/>' if self.style else "",
            fonts(SERIF) if self.serif else "",
            "<w:b/><w:bCs/>" if self.bold else "",
            f'<w:color w:val="{self.colour}"/>' if self.colour else "",
            f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>' if half else "",
            "<w:rtl/>" if rtl else "",
            _lang(self.language) if self.language else "",
        ]
        inside = "".join(parts)
        return f"<w:rPr>{inside}</w:rPr>" if inside else ""


def _lang(language: str) -> str:
    if language == "zh":
        return '<w:lang w:val="en-US" w:eastAsia="zh-CN"/>'
    if language == "ar":
        return '<w:lang w:bidi="ar-SA"/>'
    return f'<w:lang w:val="{language}"/>'


PLAIN = Run()


def run(text: str, how: Run = PLAIN, *, rtl: bool = False) -> str:
    """A run of text."""
    return f'<w:r>{how.properties(rtl=rtl)}<w:t xml:space="preserve">{escape(_clean(text))}</w:t></w:r>'


def _clean(text: str) -> str:
    """Without the control signs that XML does not allow."""
    return "".join(sign for sign in text if sign >= " " or sign in "\t\n")


def paragraph(
    *runs: str,
    style: str = "",
    numbered: bool = False,
    rtl: bool = False,
    ltr: bool = False,
    extra: str = "",
    align: str = "",
) -> str:
    """A paragraph; ``extra`` is what the schema wants right after the style.

    ``rtl`` sets its direction; ``ltr`` sets it against a style that runs the other way.
    """
    parts = [
        f'<w:pStyle w:val="{style}"/>' if style else "",
        extra,
        '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="71"/></w:numPr>'
        if numbered
        else "",
        "<w:bidi/>" if rtl else '<w:bidi w:val="0"/>' if ltr else "",
        f'<w:jc w:val="{align}"/>' if align else "",
    ]
    inside = "".join(parts)
    properties = f"<w:pPr>{inside}</w:pPr>" if inside else ""
    return f"<w:p>{properties}{''.join(runs)}</w:p>"


def cell(
    content: str, width: int, *, fill: str = "", span: int = 1, left: bool = False
) -> str:
    """A table cell; width in twentieths of a point."""
    parts = [
        f'<w:tcW w:w="{width}" w:type="dxa"/>',
        f'<w:gridSpan w:val="{span}"/>' if span > 1 else "",
        '<w:tcBorders><w:left w:val="single" w:sz="4" w:color="6A776F"/></w:tcBorders>'
        if left
        else "",
        f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else "",
    ]
    return f"<w:tc><w:tcPr>{''.join(parts)}</w:tcPr>{content}</w:tc>"


def row(cells: str, *, head: bool = False) -> str:
    """A row that is not broken over pages; a head is repeated on each page."""
    repeated = "<w:tblHeader/>" if head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{cells}</w:tr>"


def table(
    rows: str, widths: list[int], *, rtl: bool, tight: bool = False, title: str = ""
) -> str:
    """A ledger table: thin rules between rows, none at the sides."""
    side = 10 if tight else 70
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    line = f'w:val="single" w:sz="4" w:space="0" w:color="{RULE}"'
    edges = f"<w:bottom {line}/><w:insideH {line}/>"
    visual = "<w:bidiVisual/>" if rtl else ""
    alt = (
        f'<w:tblCaption w:val="{escape(title, {chr(34): "&quot;"})}"/>' if title else ""
    )
    margin = f'<w:tblCellMar><w:left w:w="{side}" w:type="dxa"/><w:right w:w="{side}" w:type="dxa"/></w:tblCellMar>'
    return (
        f'<w:tbl><w:tblPr>{visual}<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{edges}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/>{margin}<w:tblLook w:firstRow="1" w:lastRow="0" w:firstColumn="0"'
        f' w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>{alt}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>'
    )
