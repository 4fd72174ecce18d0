"""The styles and the numbering of the Word document, after the design tokens."""

from docx.oxml.ns import nsdecls

from stocktake.dossiers.render.docx.xml import (
    INK,
    INK_2,
    PINE,
    RULE,
    SANS,
    SERIF,
    fonts,
)


_LANG = {"en": "en-GB", "fr": "fr-FR", "es": "es-ES", "ru": "ru-RU"}
_LEDGER = '<w:shd w:val="clear" w:color="auto" w:fill="F2F6F1"/>'

NUMBERING = f"""<w:numbering {nsdecls("w")}>
<w:abstractNum w:abstractNumId="70"><w:multiLevelType w:val="multilevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/><w:lvlJc w:val="start"/>
<w:pPr><w:tabs><w:tab w:val="num" w:pos="567"/></w:tabs><w:ind w:start="567" w:hanging="567"/></w:pPr></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%2)"/><w:lvlJc w:val="start"/>
<w:pPr><w:ind w:start="1134" w:hanging="567"/></w:pPr></w:lvl>
</w:abstractNum>
<w:num w:numId="71"><w:abstractNumId w:val="70"/></w:num>
</w:numbering>""".replace("w:start=", "w:left=").replace(
    'w:val="start"', 'w:val="left"'
)


def styles(*, rtl: bool, language: str) -> str:
    """All styles; nothing of the template's own is kept."""
    lang = f'<w:lang w:val="{_LANG.get(language, "en-GB")}" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
    bidi = "<w:bidi/>" if rtl else ""
    defaults = (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{fonts(SANS)}<w:color w:val="{INK}"/><w:sz w:val="20"/>'
        f'<w:szCs w:val="20"/>{lang}</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
        '<w:spacing w:after="120" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
    )
    made = [
        _style("Normal", "Normal", ppr=bidi, default=True),
        _style("Title", "Title", ppr='<w:spacing w:before="1200" w:after="120"/>', size=30, bold=True),
        _style("Subtitle", "Subtitle", ppr='<w:spacing w:after="480"/>', size=14, colour=INK_2),
        _heading(1, 18, before=480), _heading(2, 14, before=360), _heading(3, 11.5, before=280),
        _heading(4, 10.5, before=220, colour=INK_2),
        _style("ContentsHead", "Contents Head", ppr='<w:spacing w:after="240"/>', size=18, bold=True),
        _style("TOC1", "toc 1", ppr='<w:spacing w:before="80" w:after="0" w:line="250" w:lineRule="auto"/>'),
        _style("TOC2", "toc 2", ppr='<w:spacing w:after="0" w:line="250" w:lineRule="auto"/><w:ind w:left="284"/>'),
        _style("Numbered", "Numbered Paragraph"),
        _style("Continued", "Continued Paragraph", ppr='<w:ind w:left="567"/>'),
        _style("Guidance", "Guidance", ppr='<w:ind w:left="567"/>', colour=INK_2),
        _style("Quote", "Quote", ppr='<w:ind w:left="567"/>', size=10.5, face=fonts(SERIF)),
        _style("Strip", "Strip", ppr=f'<w:shd w:val="clear" w:color="auto" w:fill="{INK}"/>', size=9),
        _style("Note", "Note", ppr=f'<w:pBdr><w:left w:val="single" w:sz="24" w:space="8" w:color="6A776F"/></w:pBdr>{_LEDGER}<w:spacing w:before="240"/>'),
        _style("Caption", "caption", ppr='<w:keepNext/><w:spacing w:before="240" w:after="80"/>', bold=True),
        _style("SourceLine", "Source Line", ppr='<w:spacing w:before="60" w:after="200"/>', size=8, colour=INK_2),
        _style("Legend", "Legend", ppr='<w:keepNext/><w:spacing w:after="80"/>', size=9),
        _style("Cell", "Cell", ppr='<w:spacing w:before="30" w:after="30" w:line="240" w:lineRule="auto"/>', size=8.5),
        _style("Header", "header", size=8, colour=INK_2, ppr=f'<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="4" w:color="{RULE}"/></w:pBdr>'),
        _style("Footer", "footer", size=8, colour=INK_2),
        _style("FootnoteText", "footnote text", ppr='<w:spacing w:after="20" w:line="240" w:lineRule="auto"/>', size=8),
        '<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>',
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/></w:style>',
    ]  # fmt: skip
    return f"<w:styles {nsdecls('w')}>{defaults}{''.join(made)}</w:styles>"


def _heading(level: int, size: float, *, before: int, colour: str = INK) -> str:
    ppr = f'<w:keepNext/><w:spacing w:before="{before}" w:after="120"/><w:outlineLvl w:val="{level - 1}"/>'
    return _style(
        f"Heading{level}",
        f"heading {level}",
        ppr=ppr,
        size=size,
        bold=True,
        colour=colour,
    )


def _style(
    key: str,
    name: str,
    *,
    ppr: str = "",
    size: float = 0,
    bold: bool = False,
    colour: str = "",
    face: str = "",
    default: bool = False,
) -> str:
    half = round(size * 2)
    rpr = "".join(
        (
            face,
            "<w:b/><w:bCs/>" if bold else "",
            f'<w:color w:val="{colour}"/>' if colour else "",
            f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>' if half else "",
        )
    )
    on = "" if default else '<w:basedOn w:val="Normal"/>'
    first = ' w:default="1"' if default else ""
    return (
        f'<w:style w:type="paragraph"{first} w:styleId="{key}"><w:name w:val="{name}"/>{on}<w:qFormat/>'
        f"<w:pPr>{ppr}</w:pPr><w:rPr>{rpr}</w:rPr></w:style>"
    )


__all__ = ["NUMBERING", "PINE", "styles"]
