"""The dossier as one self-contained page: our style sheet inside, no script, nothing fetched.

Opened from disk, a citation leads to the copy of the passage at the end of the page. Served
by the portal, ``served`` has the same citation open the passage in its document.
"""

import base64
import hashlib
import re
from collections.abc import Iterator
from html import escape
from importlib.resources import files

from stocktake.dossiers.frames import Frame, frame
from stocktake.dossiers.render import view
from stocktake.dossiers.render.parts import block, sign, strokes
from stocktake.dossiers.render.tables import voice_mark
from stocktake.dossiers.rules import Citation, CitedPassage, Dossier, Section, citations


def html(dossier: Dossier, *, world: str = "") -> bytes:
    """The page; ``world`` is the map as SVG, where the dossier has one."""
    words = frame(dossier.language)
    lines = [
        "<!doctype html>",
        f'<html lang="{dossier.language}" dir="{dossier.direction}">',
        '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(dossier.cover.title)}</title>",
        f"<style>{style()}</style></head>",
        "<body>",
        f'<a class="skip" href="#contents">{escape(words("contents"))}</a>',
        *_cover(dossier),
        f'<main class="wrap">{_contents(dossier, words)}',
        *(_section(one, words, world, 2) for one in dossier.sections),
        _passages(dossier, words),
        f"</main><footer><div class=wrap>{escape(dossier.cover.title)} · ",
        f"{escape(words('stocktake', version=dossier.version))}</div></footer></body></html>",
    ]
    return "\n".join(lines).encode()


def style() -> str:
    """The style sheet that stands inside the page."""
    return (files(__package__) / "dossier.css").read_text(encoding="utf-8")


def style_policy() -> str:
    """The ``style-src`` value that lets a browser use the style inside: its hash, and nothing else."""
    digest = hashlib.sha256(style().encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


_CITE = re.compile(r'href="#[^"]+" data-open="([^"]+)"')


def served(page: str, language: str) -> str:
    """The same page with each citation opening its document, each finding its page."""
    return _CITE.sub(lambda found: f'href="/{language}{found[1]}"', page)


def _cover(dossier: Dossier) -> Iterator[str]:
    cover = dossier.cover
    yield "<header>"
    if cover.illustrative:
        yield f'<div class="strip"><div class="wrap">{escape(cover.illustrative)}</div></div>'
    yield f'<div class="wrap cover">{sign()}<h1>{escape(cover.title)}</h1>'
    yield f'<p class="lede">{escape(cover.subtitle)}</p><dl class="facts">'
    for name, value in cover.facts:
        yield f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>"
    yield "</dl>"
    for note in cover.notes:
        yield f'<div class="note">{escape(note)}</div>'
    yield "</div></header>"


def _contents(dossier: Dossier, words: Frame) -> str:
    items = "".join(_entry(section) for section in dossier.sections)
    last = (
        f'<li><a href="#passages">{escape(words("passages"))}</a></li>'
        if dossier.passages
        else ""
    )
    head = f'<h2 id="contents">{escape(words("contents"))}</h2>'
    return f'<nav class="contents" aria-labelledby="contents">{head}<ol>{items}{last}</ol></nav>'


def _entry(section: Section) -> str:
    inner = "".join(
        f'<li><a href="#{one.anchor}">{escape(one.title)}</a></li>'
        for one in section.sections
    )
    below = f"<ol>{inner}</ol>" if inner else ""
    return f'<li><a href="#{section.anchor}">{escape(section.title)}</a>{below}</li>'


def _section(section: Section, words: Frame, world: str, level: int) -> str:
    level = min(level, 6)
    mark = strokes(section.tally) if section.tally else ""
    parts = [
        f'<section><h{level} id="{section.anchor}">{mark}{escape(section.title)}</h{level}>'
    ]
    parts += [block(one, words, world) for one in section.blocks]
    parts += [_section(one, words, world, level + 1) for one in section.sections]
    parts.append("</section>")
    return "\n".join(parts)


def _passages(dossier: Dossier, words: Frame) -> str:
    if not dossier.passages:
        return ""
    cited: dict[str, list[Citation]] = {}
    for one in citations(dossier):
        cited.setdefault(one.urn, []).append(one)
    parts = [f'<section><h2 id="passages">{escape(words("passages"))}</h2>']
    parts.append(f'<p class="guide">{escape(words("passages_hint"))}</p>')
    parts += [
        _passage(passage, cited[passage.urn], words) for passage in dossier.passages
    ]
    return "\n".join([*parts, "</section>"])


def _passage(passage: CitedPassage, cited: list[Citation], words: Frame) -> str:
    first = cited[0]
    spans = sorted({(one.start, one.end) for one in cited})
    heading = " › ".join(passage.heading)
    above = (
        f'<p class="cite" lang="{passage.language}" dir="auto">{escape(heading)}</p>'
        if heading
        else ""
    )
    return (
        f'<article class="passage" id="{view.passage_key(passage.document, passage.order)}">'
        f'<h3 class="voice">{voice_mark(first.strand)}<span>{escape(view.note(first, words))}</span></h3>{above}'
        f'<blockquote lang="{passage.language}" dir="auto">{_marked(passage.text, spans)}</blockquote>'
        f'<p class="cite code">{passage.urn}</p></article>'
    )


def _marked(text: str, spans: list[tuple[int, int]]) -> str:
    """The passage with the cited words marked; overlapping spans are joined."""
    joined: list[list[int]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1][1] = max(joined[-1][1], end)
        else:
            joined.append([start, end])
    out, at = [], 0
    for start, end in joined:
        out += [escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>"]
        at = end
    return "".join([*out, escape(text[at:])])
