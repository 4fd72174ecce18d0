"""The Word file itself: marked headings, framed places to write in, what it knows out of sight."""

import io
import zipfile
from collections.abc import Iterator
from datetime import datetime
from typing import Final
from xml.sax.saxutils import escape

from stocktake.kernel.languages import direction, in_language
from stocktake.reporting.wordfile import hidden, look
from stocktake.reporting.wordfile.plan import (
    Place,
    allowed,
    mark,
    only_texts,
    places,
    runs_right_to_left,
)
from stocktake.reporting.workbook.layout import Layout


_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_REL: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PARTS: Final = ("styles", "settings", "header", "footer")
_LONG_AGO: Final = (1980, 1, 1, 0, 0, 0)  # so that the same layout gives the same bytes


def document(layout: Layout) -> bytes:
    """The bytes of the Word file; the same layout always gives the same bytes."""
    meta = only_texts(layout.questionnaire, layout.meta)
    writer = _Writer(Layout(layout.questionnaire, meta, layout.signer))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in writer.parts().items():
            part = zipfile.ZipInfo(name, _LONG_AGO)
            part.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(part, _HEAD + content)
    return out.getvalue()


class _Writer:
    """Writes one Word file."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.rtl = direction(layout.language) == "rtl"
        self.title = in_language(layout.questionnaire.title, layout.language)

    def parts(self) -> dict[str, str]:
        """Every part of the package by its name."""
        return {
            "[Content_Types].xml": _types(),
            "_rels/.rels": _relations(
                ("officeDocument", "word/document.xml"),
                ("metadata/core-properties", "docProps/core.xml"),
            ),
            "word/document.xml": self.body(),
            "word/_rels/document.xml.rels": _relations(
                *((part, f"{part}.xml") for part in _PARTS)
            ),
            "word/styles.xml": look.styles(
                self.layout.language, right_to_left=self.rtl
            ),
            "word/settings.xml": self.settings(),
            "word/header.xml": f"<w:hdr {look.W}>{self.line('Header', self.title)}</w:hdr>",
            "word/footer.xml": f"<w:ftr {look.W}>{self.footer()}</w:ftr>",
            "docProps/core.xml": self.properties(),
        }

    def body(self) -> str:
        """What the file knows, then place after place, each with room for its answer."""
        meta = self.layout.meta
        text = "".join(
            (*map(_unseen, hidden.chunks(meta, self.layout.signer)), *self.places())
        )
        bidi = "<w:bidi/>" if self.rtl else ""
        section = (
            f'<w:sectPr><w:headerReference w:type="default" r:id="rId3" xmlns:r="{_REL}"/>'
            f'<w:footerReference w:type="default" r:id="rId4" xmlns:r="{_REL}"/>'
            '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1247" w:right="1247" w:bottom="1247"'
            f' w:left="1247" w:header="624" w:footer="624" w:gutter="0"/>{bidi}</w:sectPr>'
        )
        return f"<w:document {look.W}><w:body>{text}{section}</w:body></w:document>"

    def places(self) -> Iterator[str]:
        """A question's guidance stands between it and its answer."""
        waiting: Place | None = None
        for number, place in enumerate(places(self.layout)):
            goes_on = place.kind == "note"
            if waiting and not goes_on:
                yield self.answer(waiting)
                waiting = None
            yield self.marked(place, number)
            if place.is_question:
                waiting = place
        if waiting:
            yield self.answer(waiting)

    def marked(self, place: Place, number: int) -> str:
        """The paragraph of a place with its bookmark around the words."""
        name = mark(self.layout, place)
        inside = (
            f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>'
            f'{_run(place.text, rtl=self.rtl)}<w:bookmarkEnd w:id="{number}"/>'
        )
        return _paragraph(look.STYLES[place.kind], inside, rtl=self.rtl)

    def answer(self, place: Place) -> str:
        """One paragraph for each line that stands there, an empty one where nothing does."""
        style = "Prefilled" if place.prefilled else "Answer"
        return "".join(self.line(style, line) for line in place.stands.split("\n"))

    def line(self, style: str, text: str) -> str:
        """One paragraph in the direction of its words."""
        rtl = runs_right_to_left(text, else_=self.rtl)
        return _paragraph(style, _run(text, rtl=rtl) if text else "", rtl=rtl)

    def footer(self) -> str:
        """The page's number among all."""
        before, _, rest = self.layout.say("word_page").partition("{page}")
        between, _, after = rest.partition("{pages}")
        pieces = (
            _run(before, rtl=self.rtl),
            _number("PAGE"),
            _run(between, rtl=self.rtl),
            _number("NUMPAGES"),
            _run(after, rtl=self.rtl) if after else "",
        )
        return _paragraph("Footer", "".join(pieces), rtl=self.rtl)

    def settings(self) -> str:
        """Word 2013 and later, with the language that it corrects spelling in."""
        return (
            f'<w:settings {look.W}><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/><w:compat>'
            '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word"'
            ' w:val="15"/></w:compat></w:settings>'
        )

    def properties(self) -> str:
        """Title and day; who wrote it is not in the file."""
        day = datetime.fromisoformat(self.layout.meta.exported)
        stamp = f"{day:%Y-%m-%dT%H:%M:%SZ}"
        return (
            f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
            ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
            ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
            f"<dc:title>{escape(allowed(self.title))}</dc:title><dc:creator>Stocktake</dc:creator>"
            f'<dc:language>{self.layout.language}</dc:language><dcterms:created xsi:type="dcterms:W3CDTF">'
            f"{stamp}</dcterms:created></cp:coreProperties>"
        )


def _paragraph(style: str, inside: str, *, rtl: bool) -> str:
    bidi = "<w:bidi/>" if rtl else '<w:bidi w:val="0"/>'
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{bidi}</w:pPr>{inside}</w:p>'


def _run(text: str, *, rtl: bool) -> str:
    """A run of text; line breaks and tabs as Word has them."""
    pieces = []
    for number, line in enumerate(allowed(text).split("\n")):
        pieces.append("<w:br/>" if number else "")
        for place, part in enumerate(line.split("\t")):
            pieces.append("<w:tab/>" if place else "")
            pieces.append(
                f'<w:t xml:space="preserve">{escape(part)}</w:t>' if part else ""
            )
    how = "<w:rPr><w:rtl/></w:rPr>" if rtl else ""
    return f"<w:r>{how}{''.join(pieces)}</w:r>"


def _unseen(text: str) -> str:
    """A paragraph that takes no room on the page."""
    how = '<w:rPr><w:noProof/><w:vanish/><w:sz w:val="2"/><w:szCs w:val="2"/></w:rPr>'
    ppr = (
        '<w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
        f"{how}</w:pPr>"
    )
    return f"<w:p>{ppr}<w:r>{how}<w:t>{text}</w:t></w:r></w:p>"


def _number(what: str) -> str:
    return f'<w:fldSimple w:instr=" {what} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'


def _types() -> str:
    overrides = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{_TYPE}.{kind}+xml"/>'
        for part, kind in (("document", "document.main"), *zip(_PARTS, _PARTS, strict=True))
    )  # fmt: skip
    core = "application/vnd.openxmlformats-package.core-properties+xml"
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="{rels}"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}'
        f'<Override PartName="/docProps/core.xml" ContentType="{core}"/></Types>'
    )


def _relations(*targets: tuple[str, str]) -> str:
    inside = "".join(
        f'<Relationship Id="rId{number}" Type="{_PACKAGE if "/" in kind else _REL}'
        f'{"/relationships" if "/" in kind else ""}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'
