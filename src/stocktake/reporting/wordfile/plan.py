"""What stands in a Word file, in order: headings, questions, guidance, and the answers' places.

Every place has an id; the mark (a bookmark) around its words is signed from it, so that
an answer is found again wherever its question stands. Written by one side, expected by
the other.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import msgspec

from stocktake.kernel.languages import direction, in_language
from stocktake.reporting.questionnaires.rules import (
    Block,
    Field,
    Group,
    Kind,
    Questionnaire,
    Section,
)
from stocktake.reporting.workbook.cover import sender_name
from stocktake.reporting.workbook.layout import CONFIRM, Layout
from stocktake.reporting.workbook.meta import Meta, Stood
from stocktake.reporting.workbook.parts import MAIN, cells_of


_NOTHING: Final = Stood(0, None)
_STEPS: Final = ("boxes", "headings", "rest", "filled", "changes")
MARK: Final = "_st"  # a bookmark that begins so is not shown by Word
_MARK_DIGITS: Final = 24


@dataclass(frozen=True, slots=True)
class Place:
    """One marked piece of text; where ``address`` is, the answer follows it.

    ``stands`` is what the answer was when the file was written. A note belongs to the
    question of the same address, and its answer goes on behind it.
    """

    id: str
    kind: str
    text: str
    address: str = ""
    part: str = MAIN
    stands: str = ""
    prefilled: bool = False
    under: str = ""  # the heading of the block it stands in, to say where something is

    @property
    def is_question(self) -> bool:
        """Whether an answer belongs to it."""
        return self.kind == "question"


def mark(layout: Layout, place: Place) -> str:
    """The name of the bookmark around a place: nobody else can make it."""
    return MARK + layout.signer.sign(f"word/{place.id}", _MARK_DIGITS)


def places(layout: Layout) -> tuple[Place, ...]:
    """All that a file of this layout holds, in order."""
    return tuple(_cover(layout)) + tuple(
        place
        for section in layout.questionnaire.sections
        for place in _section(layout, section)
    )


def only_texts(questionnaire: Questionnaire, meta: Meta) -> Meta:
    """What a Word file must know of the draft: its texts, and which records there are."""

    def is_kept(address: str) -> bool:
        part = questionnaire.part(address)
        return isinstance(part, Group) or part.kind is Kind.TEXT

    base = {a: stood for a, stood in meta.base.items() if is_kept(a)}
    return msgspec.structs.replace(meta, base=base)


def _cover(layout: Layout) -> Iterator[Place]:
    say, meta = layout.say, layout.meta
    title = in_language(layout.questionnaire.title, layout.language)
    yield Place("cover/title", "title", title)
    yield Place("cover/texts", "subtitle", say("word_file"))
    facts = {
        "sender": sender_name(meta.sender, layout.language),
        "round": meta.round,
        "version": f"{meta.questionnaire} {meta.version}",
        "written": f"{meta.exported[:16].replace('T', ' ')} UTC",
    }
    for name, fact in facts.items():
        yield Place(
            f"cover/{name}", "fact", f"{say(name)}: {_kept_together(fact, layout)}"
        )
    yield Place("cover/how", "head", say("word_how"))
    for step in _STEPS:
        text = say(f"word_{step}", yes=say("yes"))
        yield Place(f"cover/{step}", "step", text)
    yield Place("cover/back", "step", say("step_back"))


def _section(layout: Layout, section: Section) -> Iterator[Place]:
    title = in_language(section.title, layout.language)
    heading = f"{section.code}  {title}" if section.code.isdigit() else title
    yield Place(f"section/{section.code}", "section", heading)
    for block in section.blocks:
        found = tuple(_block(layout, block, heading))
        if any(place.is_question for place in found):
            yield from found


def _block(layout: Layout, block: Block, heading: str) -> Iterator[Place]:
    code = block.item if block.theme else ""
    title = f"{code}  {in_language(block.title, layout.language)}".strip()
    if title != heading:
        yield Place(block.item, "item", title, under=title)
    about = in_language(block.description, layout.language)
    if about:
        yield Place(f"{block.item}/about", "about", about, under=title)
    for part in block.parts:
        if isinstance(part, Group):
            yield from _group(layout, block, part, title)
        elif part.kind is Kind.TEXT:
            address = f"{block.item}/{part.id}"
            yield from _question(layout, block, None, part, address, title)


def _group(layout: Layout, block: Block, group: Group, under: str) -> Iterator[Place]:
    """A group's records with texts; an empty one more where a record is told in words."""
    texts = [one for one in group.fields if one.kind is Kind.TEXT]
    at = f"{block.item}/{group.id}"
    records = _records(layout, block, group)
    if not texts or not records:
        return
    heading = in_language(group.label, layout.language)
    yield Place(f"{at}/heading", "group", heading, under=under)
    one = in_language(group.one, layout.language)
    for number, (record, is_new) in enumerate(records, 1):
        name = layout.say("word_new", one=one) if is_new else f"{one} {number}"
        name = name[:1].upper() + name[1:]
        yield Place(record, "record", name, under=under)
        for field in texts:
            address = f"{record}/{field.id}"
            yield from _question(layout, block, group, field, address, under)


def _records(
    layout: Layout, block: Block, group: Group
) -> tuple[tuple[str, bool], ...]:
    at = f"{block.item}/{group.id}"
    page = layout.page.get(block.item)
    ids = page.ids(group.id) if page else ()
    found = [(f"{at}/{record}", False) for record in ids]
    if group.stance and len(found) < group.at_most:
        found.append((f"{at}/{layout.new_record(at, 0)}", True))
    return tuple(found)


def _question(  # where it stands takes this many words
    layout: Layout,
    block: Block,
    group: Group | None,
    field: Field,
    address: str,
    under: str,
) -> Iterator[Place]:
    stood = layout.meta.base.get(address, _NOTHING)
    cells = cells_of(layout.questionnaire, field, stood.value, layout.language)
    stands = allowed(cells[MAIN])
    is_prefilled = bool(stands) and not stood.confirmed
    yield Place(
        id=address,
        kind="question",
        text=layout.asked(field, MAIN).text,
        address=address,
        stands=stands,
        prefilled=is_prefilled,
        under=under,
    )
    for number, note in enumerate(layout.guidance(block, field, group, stood)):
        text = allowed(note) + _closing(note, layout)
        yield Place(f"{address}#note/{number}", "note", text, address, under=under)
    if is_prefilled:
        yield Place(
            id=f"{address}#{CONFIRM}",
            kind="question",
            text=layout.say("word_confirm", yes=layout.say("yes")),
            address=address,
            part=CONFIRM,
            under=under,
        )


def _kept_together(text: str, layout: Layout) -> str:
    """Codes and days among Arabic words in their own order."""
    return f"\u200e{text}\u200e" if direction(layout.language) == "rtl" else text


def _closing(text: str, layout: Layout) -> str:
    """A mark that keeps the last full stop with words that run against the language's way."""
    is_rtl = direction(layout.language) == "rtl"
    ends_rtl = runs_right_to_left(text[::-1], else_=is_rtl)
    return "" if ends_rtl == is_rtl else "\u200f" if ends_rtl else "\u200e"


def allowed(text: str) -> str:
    """A text with a sign in place of what XML cannot hold."""
    return "".join(sign if _is_allowed(sign) else "\ufffd" for sign in text)


def _is_allowed(sign: str) -> bool:
    if sign < " ":
        return sign in "\t\n"
    return not ("\ud800" <= sign <= "\udfff" or sign in "\ufffe\uffff")


def runs_right_to_left(text: str, *, else_: bool) -> bool:
    """The direction of a line by its first letter that has one.

    >>> runs_right_to_left("2024: قانون", else_=False)
    True
    """
    for sign in text:
        way = unicodedata.bidirectional(sign)
        if way in ("R", "AL"):
            return True
        if way == "L":
            return False
    return else_
