"""The blocks of a dossier as HTML: paragraphs, tables, the matrix, the map."""

from html import escape

from stocktake.design.maps import FILLS
from stocktake.dossiers.frames import Frame
from stocktake.dossiers.render import view
from stocktake.dossiers.rules import (
    Block,
    Citation,
    Guidance,
    Map,
    Mark,
    Matrix,
    Paragraph,
    Reference,
    Statement,
    Table,
)
from stocktake.kernel.languages import direction


_QUOTES = {
    "en": "“{}”",
    "zh": "“{}”",
    "fr": "« {} »",
}  # no-break spaces inside French ones


def sign() -> str:
    """The five-bar tally."""
    return (
        '<svg class="sign" viewBox="0 0 40 40" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="4">'
        '<path d="M7 5v30M15.5 5v30M24 5v30M32.5 5v30"/><path d="M1.5 31 38.5 9" stroke="var(--paper)"'
        ' stroke-width="8"/><path d="M1.5 31 38.5 9"/></svg>'
    )


def strokes(count: int) -> str:
    """The mark of a theme: as many strokes as its number, the fifth across."""
    bars = "".join(f"M{4 + 6 * i} 2v16" for i in range(min(count, 4)))
    across = "M1 15 27 5" if count == 5 else ""
    width = 28 if count == 5 else 4 + 6 * min(count, 4)
    return (
        f'<svg class="tally" viewBox="0 0 {width} 20" aria-hidden="true" fill="none" stroke="currentColor"'
        f' stroke-width="2.6"><path d="{bars}{across}"/></svg>'
    )


def voice_mark(strand: str) -> str:
    """A square for a State, a disc for experts."""
    shape = (
        '<path d="M2 2h12v12H2z"/>'
        if strand == "state"
        else '<circle cx="8" cy="8" r="6.5"/>'
    )
    return f'<svg class="m {strand}" viewBox="0 0 16 16" aria-hidden="true" fill="currentColor">{shape}</svg>'


def _marks(mark: Mark) -> str:
    voices = {
        Mark.BOTH: ("state", "expert"),
        Mark.STATE: ("state",),
        Mark.EXPERT: ("expert",),
        Mark.NONE: (),
    }
    return (
        "".join(voice_mark(one) for one in voices[mark])
        or '<span aria-hidden="true">·</span>'
    )


def block(one: Block, words: Frame, world: str) -> str:
    """Any block as HTML."""
    match one:
        case Paragraph():
            return _paragraph(one, words)
        case Guidance():
            return f'<p class="guide">{escape(one.text)}</p>'
        case Table():
            return _table(one, words)
        case Matrix():
            return _matrix(one, words)
        case Map():
            return _map(one, words, world)


def _paragraph(one: Paragraph, words: Frame) -> str:
    anchor = f"para-{one.number}"
    body = [_voice(one, words)] if one.voice else []
    ours = [statement for statement in one.statements if not statement.language]
    if ours:
        body.append(
            f"<p>{' '.join(escape(statement.text) for statement in ours)}{_footing(ours, words)}</p>"
        )
    body += [
        _quote(statement, words) for statement in one.statements if statement.language
    ]
    if one.also:
        named = words("comma").join(
            f"{escape(c.sender_name)}{_cite(c, words)}" for c in one.also
        )
        more = " " + escape(words("also_more", count=one.more)) if one.more else ""
        body.append(f'<p class="also">{escape(words("also"))} {named}{more}</p>')
    number = f'<a class="p__no" href="#{anchor}">{one.number}.</a>'
    return f'<div class="p" id="{anchor}">{number}<div>{"".join(body)}</div></div>'


def _footing(ours: list[Statement], words: Frame) -> str:
    """Where a promise stands in the compact, said under it; counts have theirs in their tables."""
    charter = [
        source.title
        for statement in ours
        for source in statement.sources
        if isinstance(source, Reference) and source.urn.startswith("stocktake:charter:")
    ]
    return (
        f'</p><p class="cite">{escape(words("source", source=charter[0]))}'
        if charter
        else ""
    )


def _voice(one: Paragraph, words: Frame) -> str:
    voice = one.voice
    assert voice is not None
    about = (
        f"<span>{escape(words('about', state=voice.about))}</span>"
        if voice.about
        else ""
    )
    tags = "".join(
        f'<span class="tag">{escape(tag)}</span>'
        for tag in view.tags(voice, one.statements[0].language, words)
    )
    speaker = (
        f'{voice_mark(voice.strand)}<b class="{voice.strand}">{escape(voice.name)}</b>'
    )
    spoken = f'<span class="vh">{escape(words("strand_" + voice.strand))}</span>'
    return f'<p class="voice">{speaker}{spoken}{about}{tags}</p>'


def _quote(statement: Statement, words: Frame) -> str:
    language = statement.language
    quoted = _QUOTES.get(language, "«{}»").format(escape(statement.text))
    cited = [source for source in statement.sources if isinstance(source, Citation)]
    under = "".join(
        f'<p class="cite">{_link(one, escape(view.note(one, words)))}</p>'
        for one in cited
    )
    return f'<blockquote lang="{language}" dir="{direction(language)}">{quoted}</blockquote>{under}'


def _link(one: Citation, label: str, css: str = "") -> str:
    page = f"page={one.page}&amp;" if one.page else ""
    open_at = f"/documents/{one.document}/?{page}passage={one.order}&amp;from={one.start}&amp;to={one.end}#p{one.order}"
    key = view.passage_key(one.document, one.order)
    name = f' class="{css}"' if css else ""
    return f'<a{name} href="#{key}" data-open="{open_at}">{label}</a>'


def _cite(one: Citation, words: Frame) -> str:
    return f" ({_link(one, escape(view.place(one, words)))})"


def _source(one: Table | Matrix | Map, words: Frame) -> str:
    said = [
        getattr(one, "description", ""),
        words("source", source=one.source.title),
        one.note,
        getattr(one, "disclaimer", ""),
    ]
    return f'<p class="source">{escape(" ".join(part for part in said if part))}</p>'


def _table(one: Table, words: Frame) -> str:
    def css(column: int) -> str:
        return (
            ' class="num"'
            if column in one.figures
            else ' class="code"'
            if column in one.codes
            else ""
        )

    def cells(row: tuple[str, ...], tag: str = "td", scope: str = "") -> str:
        return "".join(
            f"<{tag}{scope}{css(i)}>{escape(cell)}</{tag}>"
            for i, cell in enumerate(row)
        )

    head = cells(one.columns, "th", ' scope="col"')
    body = "\n".join(f"<tr>{cells(row)}</tr>" for row in one.rows)
    foot = f"<tfoot><tr>{cells(one.total)}</tr></tfoot>" if one.total else ""
    title = escape(one.title)
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{title}"><table><caption>{title}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>{foot}</table></div>{_source(one, words)}"
    )


def _key(legend: tuple[tuple[Mark, str], ...], *, fills: bool = False) -> str:
    """The legend; of the map by its fills, else by the marks."""
    items = "".join(
        f"<li>{_swatch(mark) if fills else _marks(mark)} {escape(label)}</li>"
        for mark, label in legend
    )
    return f'<ul class="key">{items}</ul>'


def _swatch(mark: Mark) -> str:
    return (
        '<svg class="sw" viewBox="0 0 20 14" aria-hidden="true">'
        f'<rect fill="{FILLS[mark.value]}" stroke="#6a776f" x=".5" y=".5" width="19" height="13"/></svg>'
    )


def _matrix(one: Matrix, words: Frame) -> str:
    said = dict(one.legend)
    firsts, at = set(), 0
    for _, width in one.groups:
        firsts.add(at)
        at += width
    first = [' class="first"' if i in firsts else "" for i in range(at)]
    groups = "".join(
        f'<th class="first span" colspan="{width}" scope="colgroup">{escape(name)}</th>'
        for name, width in one.groups
    )
    columns = "".join(
        f'<th scope="col"{first[i]}>{escape(c)}</th>' for i, c in enumerate(one.columns)
    )
    rows = "\n".join(
        f'<tr><th scope="row" title="{escape(row.name)}">{escape(row.name)}</th>'
        + "".join(
            f'<td{first[i]}>{_marks(mark)}<span class="vh">{escape(said[mark])}</span></td>'
            for i, mark in enumerate(row.marks)
        )
        + "</tr>"
        for row in one.rows
    )
    title = escape(one.title)
    return (
        f'{_key(one.legend)}<div class="scroll" tabindex="0" role="region" aria-label="{title}">'
        f'<table class="matrix"><caption>{title}</caption><thead><tr><th rowspan="2" scope="col">'
        f"{escape(words('col_state'))}</th>{groups}</tr><tr>{columns}</tr></thead><tbody>{rows}</tbody></table></div>"
        f"{_source(one, words)}"
    )


def _map(one: Map, words: Frame, world: str) -> str:
    drawn = world.replace("<svg ", '<svg class="world" ', 1) if one.values else ""
    tiles = "".join(
        f"<li><b>{escape(code)}</b>{escape(name)} {_marks(mark)}<span class=vh>{escape(dict(one.legend)[mark])}</span></li>"
        for code, name, mark in one.tiles
    )
    listed = f'<ul class="tiles">{tiles}</ul>' if tiles else ""
    return (
        f"<figure><figcaption>{escape(one.title)}</figcaption>{_key(one.legend, fills=bool(one.values))}{drawn}{listed}</figure>"
        f"{_source(one, words)}"
    )
