"""The blocks of a dossier as HTML: paragraphs, tables, the matrix, the map."""

from html import escape

from stocktake.dossiers.frames import Frame
from stocktake.dossiers.render import tables, view
from stocktake.dossiers.render.tables import voice_mark
from stocktake.dossiers.rules import (
    Block,
    Citation,
    Guidance,
    Paragraph,
    Reply,
    Source,
    Statement,
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


def block(one: Block, words: Frame, world: str) -> str:
    """Any block as HTML."""
    match one:
        case Paragraph():
            return _paragraph(one, words)
        case Guidance():
            return f'<p class="guide">{escape(one.text)}</p>'
        case Reply():
            return _reply(one, words)
        case _:
            return tables.figure(one, words, world)


def _paragraph(one: Paragraph, words: Frame) -> str:
    anchor = f"para-{one.number}"
    body = [_voice(one, words)] if one.voice else []
    ours = [statement for statement in one.statements if not statement.language]
    if ours:
        text = " ".join(escape(statement.text) for statement in ours)
        body.append(f"<p>{text}</p>{_footing(one, words)}")
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


def _footing(one: Paragraph, words: Frame) -> str:
    """What our words rest on, under them; what counts rest on stands at their tables."""
    pairs = zip(one.statements, view.noted(one), strict=True)
    noted = [s for statement, found in pairs if not statement.language for s in found]
    kept = (*noted, *view.footing(one))
    if not kept:
        return ""
    said = words.words["semicolon"].join(_source_link(each, words) for each in kept)
    return f'<p class="cite">{words("source", source=said)}</p>'


def _source_link(source: Source, words: Frame) -> str:
    if isinstance(source, Citation):
        return _link(source, escape(view.note(source, words).rstrip(".。")))
    title, opens = escape(source.title), escape(view.opens(source))
    if opens:
        anchor = source.anchor or "rule"
        return f'<a href="#{anchor}" data-open="{opens}">{title}</a>'
    return f'<a href="#{source.anchor}">{title}</a>' if source.anchor else title


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
    key = view.passage_key(one.document, one.order)
    name = f' class="{css}"' if css else ""
    opens = escape(view.opens(one))
    return f'<a{name} href="#{key}" data-open="{opens}">{label}</a>'


def _cite(one: Citation, words: Frame) -> str:
    return f" ({_link(one, escape(view.place(one, words)))})"


def _reply(one: Reply, words: Frame) -> str:
    said = escape(words("reply_on", state=one.state, day=one.day))
    text = _QUOTES.get(one.language, "«{}»").format(escape(one.text))
    return (
        f'<div class="reply"><p class="voice">{voice_mark("state")}<b class="state">{said}</b></p>'
        f'<blockquote lang="{one.language}" dir="{direction(one.language)}">{text}</blockquote></div>'
    )
