"""A Word file that came back, read against what was written into it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from stocktake.reporting.questionnaires.rules import Questionnaire
from stocktake.reporting.wordfile import hidden, package
from stocktake.reporting.wordfile.matching import (
    Answer,
    Matcher,
    Matches,
    fold,
    pieces,
)
from stocktake.reporting.wordfile.plan import MARK, Place, mark, places
from stocktake.reporting.wordfile.stream import Pending, Stream, Token, What
from stocktake.reporting.workbook.layout import CONFIRM, Layout
from stocktake.reporting.workbook.meta import Meta
from stocktake.reporting.workbook.misread import Misread
from stocktake.reporting.workbook.parts import MAIN, parts_of
from stocktake.reporting.workbook.report import Given, Readings, Remark, Unread
from stocktake.reporting.workbook.signing import Signer
from stocktake.reporting.workbook.understanding import fold as fold_word
from stocktake.reporting.workbook.understanding import value_of
from stocktake.reporting.workbook.words import every


_DIGITS: Final = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Opened:
    """A file of ours that was opened: what it says of itself, and its words."""

    meta: Meta
    signer: Signer
    tokens: tuple[Token, ...]
    pending: Pending
    beside: tuple[tuple[str, str], ...]
    hidden: int


def opened(data: bytes, name: str, signer: Signer) -> Opened:
    """Open a Word file and read its hidden text; Refused where it is not one of ours."""
    parts = package.opened(data, name)
    stream = Stream()
    told: list[tuple[str, str, str]] = []
    tokens: list[Token] = []
    for token in _joined(stream.tokens(parts.body)):
        if token.what is What.TEXT and "[stocktake " in token.text:
            told += hidden.PIECE.findall(token.text)
            rest = hidden.PIECE.sub("", token.text)
            tokens.append(Token(What.TEXT, rest))
        else:
            tokens.append(token)
    meta = hidden.read(told, signer, name)
    own = Signer(signer.key, meta.workbook)
    return Opened(meta, own, tuple(tokens), stream.pending, parts.beside, len(told))


def _joined(tokens: Iterable[Token]) -> Iterator[Token]:
    """Runs of words as one token; programs cut them as they like."""
    text = ""
    for token in tokens:
        if token.what is What.TEXT:
            text += token.text
            continue
        if text:
            yield Token(What.TEXT, text)
            text = ""
        yield token
    if text:
        yield Token(What.TEXT, text)


def readings(file: Opened, questionnaire: Questionnaire) -> Readings:
    """What differs from what was written, answer by answer; nothing is left unsaid."""
    layout = Layout(questionnaire, file.meta, file.signer)
    planned = places(layout)
    marks = {mark(layout, place): place for place in planned}
    tokens = [_known(token, marks) for token in file.tokens]
    found = Matcher(planned).run(pieces(tokens, marks))
    found.cells.hidden += file.hidden
    _beside(layout, file, found)
    return _Reader(layout, found, _remarks(file.pending)).run()


def _known(token: Token, marks: dict[str, Place]) -> Token:
    """A mark that a program numbered anew, because its heading was copied, by its own name."""
    if token.what in (What.OPEN, What.CLOSE) and token.text.startswith(MARK):
        own = next(
            (m for m in (token.text, token.text[: len(MARK) + 24]) if m in marks), ""
        )
        return Token(token.what, own) if own else token
    return token


def _beside(layout: Layout, file: Opened, found: Matches) -> None:
    """Words in headers, footers and notes, which answer nothing."""
    title = next(p.text for p in places(layout) if p.kind == "title")
    page = layout.say("word_page", page="1", pages="1")
    own = {_DIGITS.sub("#", fold(text)) for text in (title, page)}
    for part, text in file.beside:
        if _DIGITS.sub("#", fold(text)) in own:
            found.cells.labels += 1
        else:
            found.unread.append(Unread("", part, fold(text), "outside-text"))
            found.cells.unread += 1


def _remarks(pending: Pending) -> tuple[Remark, ...]:
    """What a person should know of the file besides its answers."""
    remarks = []
    if pending.insertions or pending.deletions:
        names = {
            "insertions": str(pending.insertions),
            "deletions": str(pending.deletions),
        }
        remarks.append(Remark("pending-changes", names))
    if pending.comments:
        remarks.append(Remark("comments", {"number": str(pending.comments)}))
    if pending.tables:
        remarks.append(Remark("tables", {"number": str(pending.tables)}))
    return tuple(remarks)


@dataclass
class _Reader:
    """Turns words into values."""

    layout: Layout
    found: Matches
    remarks: tuple[Remark, ...]
    changed: dict[str, Given] = field(default_factory=dict)
    same: list[str] = field(default_factory=list)
    confirmed: list[str] = field(default_factory=list)

    def run(self) -> Readings:
        """Answers one by one, then the records that come with them."""
        for answer in self.found.answers.values():
            if answer.bad:
                self.refuse(answer, answer.bad, {})
            elif answer.place.part == CONFIRM:
                self.confirming(answer)
            else:
                self.answer(answer)
        changed = (*self.new_records(), *self.changed.values())
        return Readings(
            tuple(sorted(changed, key=lambda given: given.address)),
            tuple(self.same),
            tuple(self.confirmed),
            tuple(self.found.unread),
            self.found.cells,
            self.remarks,
        )

    def answer(self, answer: Answer) -> None:
        """One text: as it was, changed, or not understood and said so."""
        place, base = answer.place, self.layout.meta.base
        if answer.words == fold(place.stands):
            self.found.cells.answers += bool(answer.words)
            if place.address in base:
                self.same.append(place.address)
            return
        before = base[place.address].value if place.address in base else None
        try:
            value = self.value(answer, before)
        except Misread as why:
            self.refuse(answer, why.code, why.names)
            return
        self.found.cells.answers += bool(answer.words)
        if value == before:
            self.same.append(place.address)
        else:
            self.changed[place.address] = Given(
                place.address, value, before, place.under, place.text
            )

    def value(self, answer: Answer, before: object) -> object:
        """The value of a text; other languages stay as they are."""
        questionnaire = self.layout.questionnaire
        asked = questionnaire.field(answer.place.address)
        texts = dict.fromkeys(parts_of(asked), "") | {MAIN: answer.words}
        return value_of(questionnaire, asked, texts, self.layout.language, before)

    def refuse(self, answer: Answer, code: str, names: Mapping[str, str]) -> None:
        """Name an answer that was not understood."""
        place = answer.place
        self.found.unread.append(
            Unread(place.under, place.text, answer.words, code, names, place.address)
        )
        self.found.cells.unread += bool(answer.words)

    def confirming(self, answer: Answer) -> None:
        """Whether a person said that what was filled in beforehand holds."""
        if not answer.words:
            return
        if fold_word(answer.words) in map(fold_word, every("yes")):
            self.found.cells.answers += 1
            self.confirmed.append(answer.place.address)
        else:
            self.refuse(answer, "not-an-option", {"given": answer.words})

    def new_records(self) -> list[Given]:
        """Records that room was left for and that somebody filled in."""
        base, made = self.layout.meta.base, dict[str, Given]()
        for address, given in self.changed.items():
            record = address.rpartition("/")[0]
            if address.count("/") == 3 and record not in base:
                made.setdefault(
                    record, Given(record, {}, None, given.sheet, given.cell)
                )
        return list(made.values())
