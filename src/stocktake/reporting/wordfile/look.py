"""How a Word file looks: its styles, fonts and page, in either direction."""

from typing import Final


W: Final = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_INK, _ACCENT, _QUIET = "1B2733", "1F4E79", "5B6770"
_LANGUAGES: Final = {
    "en": "en-GB",
    "fr": "fr-FR",
    "es": "es-ES",
    "ru": "ru-RU",
    "zh": "zh-CN",
    "ar": "ar-SA",
}
_EDGE = 'w:val="single" w:sz="4" w:space="4" w:color="9DB4C8"'
_BOX = (
    f"<w:pBdr><w:top {_EDGE}/><w:left {_EDGE}/><w:bottom {_EDGE}/><w:right {_EDGE}/></w:pBdr>"
    '<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>'
    '<w:spacing w:before="0" w:after="0"/><w:ind w:left="113" w:right="113"/>'
)


def styles(language: str, *, right_to_left: bool) -> str:
    """``word/styles.xml``."""
    tongue = _LANGUAGES.get(language, "en-GB")
    latin = tongue if language not in ("zh", "ar") else "en-GB"
    lang = f'<w:lang w:val="{latin}" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
    fonts = (
        '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="SimSun" w:cs="Arial"/>'
    )
    normal = "<w:bidi/>" if right_to_left else ""
    defaults = (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{fonts}<w:color w:val="{_INK}"/><w:sz w:val="21"/>'
        f'<w:szCs w:val="21"/>{lang}</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
        '<w:spacing w:after="80" w:line="264" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
    )
    made = (
        _style("Normal", "Normal", normal, default=True),
        _style("Title", "Title", _space(600, 60), size=26, bold=True, colour=_ACCENT),
        _style("Subtitle", "Subtitle", _space(0, 320), size=14, colour=_QUIET),
        _style("Fact", "Fact", _space(0, 20)),
        _style("How", "How", _keep() + _space(320, 120), size=13, bold=True, colour=_ACCENT),
        _style("Step", "Step", _space(0, 90)),
        _heading(1, 18, 'w:before="0" w:after="160"', new_page=True),
        _heading(2, 13.5, 'w:before="440" w:after="60"'),
        _style("About", "About", _keep() + _space(0, 120), size=9.5, colour=_QUIET),
        _heading(3, 11.5, 'w:before="300" w:after="40"'),
        _heading(4, 10.5, 'w:before="200" w:after="0"', colour=_QUIET),
        _style("Question", "Question", _keep() + _space(200, 50), bold=True),
        _style("Note", "Guidance", _keep() + _space(0, 60), size=9, italic=True, colour=_QUIET),
        _style("Answer", "Answer", _BOX.format(fill="F1F7FC")),
        _style("Prefilled", "Prefilled answer", _BOX.format(fill="FFF2C4"), italic=True),
        _style("Header", "header", "", size=8, colour=_QUIET),
        _style("Footer", "footer", "", size=8, colour=_QUIET),
    )  # fmt: skip
    return f"<w:styles {W}>{defaults}{''.join(made)}</w:styles>"


STYLES: Final = {
    "title": "Title",
    "subtitle": "Subtitle",
    "fact": "Fact",
    "head": "How",
    "step": "Step",
    "section": "Heading1",
    "item": "Heading2",
    "about": "About",
    "group": "Heading3",
    "record": "Heading4",
    "question": "Question",
    "note": "Note",
}


def _keep() -> str:
    return "<w:keepNext/>"


def _space(before: int, after: int) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}"/>'


def _heading(
    level: int,
    size: float,
    space: str,
    *,
    colour: str = _ACCENT,
    new_page: bool = False,
) -> str:
    page = "<w:pageBreakBefore/>" if new_page else ""
    ppr = f'<w:keepNext/>{page}<w:spacing {space}/><w:outlineLvl w:val="{level - 1}"/>'
    name = f"heading {level}"
    return _style(f"Heading{level}", name, ppr, size=size, bold=True, colour=colour)


def _style(
    key: str,
    name: str,
    ppr: str,
    *,
    size: float = 0,
    bold: bool = False,
    italic: bool = False,
    colour: str = "",
    default: bool = False,
) -> str:
    half = round(size * 2)
    rpr = "".join(
        (
            "<w:b/><w:bCs/>" if bold else "",
            "<w:i/>" if italic else "",
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
