"""The file around the body: styles, numbering, footnotes, page, properties."""

import io
from datetime import datetime
from typing import Any

from docx import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import serialize_for_reading
from docx.shared import Cm
from lxml import etree

from stocktake.dossiers.render.docx.body import Body
from stocktake.dossiers.render.docx.styles import NUMBERING, styles
from stocktake.dossiers.render.docx.xml import Run, paragraph, run


_LANGUAGE = {
    "en": "en-GB",
    "fr": "fr-FR",
    "es": "es-ES",
    "ru": "ru-RU",
    "zh": "zh-CN",
    "ar": "ar-SA",
}


def assemble(body: Body, *, title: str, day: datetime, mark: str = "") -> bytes:
    """The whole file as python-docx saves it; ``mark`` stands beside the title on each page."""
    document = Document()
    _styles(document, body)
    document.part.numbering_part._element = parse_xml(NUMBERING)  # noqa: SLF001  # no public way
    _fill(document, body)
    _footnotes(document, body)
    _page(document, body, title, mark)
    _properties(document, body, title, day)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _styles(document: Any, body: Body) -> None:
    element = document.styles.element
    for style in list(element):
        if style.tag in {qn("w:style"), qn("w:docDefaults")}:
            element.remove(style)
    for style in parse_xml(styles(rtl=body.rtl, language=body.words.language)):
        element.append(style)
    latent = element.find(qn("w:latentStyles"))
    if latent is not None:
        element.remove(latent)


def _fill(document: Any, body: Body) -> None:
    """The body in one piece: moving thousands of parsed paragraphs one by one is slow."""
    old = document.element.body
    section = serialize_for_reading(old.find(qn("w:sectPr")))
    text = "".join(body.parts)
    new = parse_xml(f"<w:body {nsdecls('w')}>{text}{section}</w:body>")
    document.element.replace(old, new)
    for place in list(new.iter(etree.Comment)):
        new.replace(place, _picture(document, body))


def _picture(document: Any, body: Body) -> Any:
    shape = document.add_picture(io.BytesIO(body.picture), width=Cm(16.4))
    shape._inline.docPr.set("descr", body.picture_alt)  # noqa: SLF001  # no public way
    return document.paragraphs[-1]._element  # noqa: SLF001


def _footnotes(document: Any, body: Body) -> None:
    mark = '<w:p><w:pPr><w:spacing w:after="0"/></w:pPr><w:r>{}</w:r></w:p>'
    fixed = (
        f'<w:footnote w:type="separator" w:id="-1">{mark.format("<w:separator/>")}</w:footnote>'
        f'<w:footnote w:type="continuationSeparator" w:id="0">{mark.format("<w:continuationSeparator/>")}</w:footnote>'
    )
    xml = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f"<w:footnotes {nsdecls('w')}>{fixed}{''.join(body.footnotes)}</w:footnotes>"
    )
    name = PackURI("/word/footnotes.xml")
    part = Part(name, CONTENT_TYPE.WML_FOOTNOTES, xml.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    settings = document.settings.element
    kept = parse_xml(
        f'<w:footnotePr {nsdecls("w")}><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
    )
    compat = settings.find(qn("w:compat"))
    (compat.addprevious if compat is not None else settings.append)(kept)


def _page(document: Any, body: Body, title: str, mark: str) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.3)
    section.top_margin = section.bottom_margin = Cm(2.3)
    section.different_first_page_header_footer = True
    if body.rtl:
        section._sectPr.append(parse_xml(f"<w:bidi {nsdecls('w')}/>"))  # noqa: SLF001
    heads = [run(title, rtl=body.rtl)]
    if mark:
        heads += [run(" · "), run(mark, Run(bold=True), rtl=body.rtl)]
    _replace(section.header, paragraph(*heads, style="Header", rtl=body.rtl))
    before, _, rest = body.words.words["of_pages"].partition("{page}")
    between, _, after = rest.partition("{pages}")
    pieces = (
        run(before),
        _field("PAGE"),
        run(between, rtl=body.rtl),
        _field("NUMPAGES"),
        run(after),
    )
    _replace(
        section.footer, paragraph(*pieces, style="Footer", rtl=body.rtl, align="center")
    )


def _field(name: str) -> str:
    return f'<w:fldSimple w:instr=" {name} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'


def _replace(holder: Any, xml: str) -> None:
    holder.is_linked_to_previous = False
    element = holder._element  # noqa: SLF001
    for child in list(element):
        element.remove(child)
    for child in parse_xml(f"<w:body {nsdecls('w')}>{xml}</w:body>"):
        element.append(child)


def _properties(document: Any, body: Body, title: str, day: datetime) -> None:
    core = document.core_properties
    core.title, core.author, core.language = (
        title,
        "Stocktake",
        _LANGUAGE[body.words.language],
    )
    core.comments = core.keywords = core.subject = ""
    core.last_modified_by, core.revision = "Stocktake", 1
    core.created = core.modified = day.replace(tzinfo=None)
