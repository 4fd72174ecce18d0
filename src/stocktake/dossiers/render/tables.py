"""Tables, charts, the matrix and the map of the page."""

from html import escape

from stocktake.design import charts
from stocktake.design.maps import FILLS
from stocktake.dossiers.frames import Frame
from stocktake.dossiers.rules import Bar, Bars, Map, Mark, Matrix, Table


def figure(one: Table | Bars | Matrix | Map, words: Frame, world: str) -> str:
    """Any block that shows rather than says; ``world`` is the map as SVG."""
    match one:
        case Table():
            return table(one, words)
        case Bars():
            return bars(one, words)
        case Matrix():
            return matrix(one, words)
        case Map():
            return world_map(one, words, world)


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


def _source(one: Table | Bars | Matrix | Map, words: Frame) -> str:
    said = [
        getattr(one, "description", ""),
        words("source", source=one.source.title),
        one.note,
        getattr(one, "disclaimer", ""),
    ]
    return f'<p class="source">{escape(" ".join(part for part in said if part))}</p>'


def table(one: Table, words: Frame) -> str:
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


def bars(one: Bars, words: Frame) -> str:
    """A chart that is its own table: a bar for the eye, its figure beside it."""
    heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in one.columns[:2])
    title = escape(one.title)
    rows = "\n".join(_bar(each, one.total) for each in one.rows)
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{title}"><table class="bars"><caption>{title}</caption>'
        f'<thead><tr>{heads}<th scope="col" colspan="2" class="num">{escape(one.columns[2])}</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div>{_source(one, words)}"
    )


def _bar(one: Bar, total: int) -> str:
    drawn = charts.bar([charts.Part("both", one.value)], max(1, total))
    return (
        f'<tr><th scope="row">{escape(one.name)}</th><td>{drawn}</td>'
        f'<td class="num">{one.value}</td><td class="num">{escape(one.share)}</td></tr>'
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


def matrix(one: Matrix, words: Frame) -> str:
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


def world_map(one: Map, words: Frame, world: str) -> str:
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
