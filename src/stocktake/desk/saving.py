"""What a form sent, saved answer by answer; what cannot be saved comes back as it was typed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.http import QueryDict
from django.utils.translation import gettext as _

from stocktake.design.refusing import refusal
from stocktake.desk.pages import parts as of
from stocktake.desk.pages.controls import Typed
from stocktake.desk.pages.parts import Parts, Token
from stocktake.desk.pages.reports import Report
from stocktake.kernel.languages import LANGUAGES
from stocktake.reporting import actions
from stocktake.reporting.actions import Change, Saved
from stocktake.reporting.queries import AnswerRow
from stocktake.reporting.questionnaires import FieldView, said
from stocktake.reporting.questionnaires.faults import Fault, messages
from stocktake.reporting.questionnaires.rules import Severity
from stocktake.reporting.workbook.misread import Misread
from stocktake.reporting.workbook.words import reason


THEIRS, MINE = "theirs", "mine"


@dataclass(frozen=True, slots=True)
class Sent:
    """One question as a form sent it back."""

    view: FieldView
    parts: Parts
    token: Token

    @property
    def address(self) -> str:
        """Where its answer stands."""
        return self.view.address


@dataclass
class Outcome:
    """What became of a form: what was saved, and what comes back."""

    saved: dict[str, AnswerRow] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    typed: Typed = field(default_factory=Typed)
    changes: int = 0

    @property
    def whole(self) -> bool:
        """Whether nothing came back."""
        return not (self.typed.errors or self.typed.clashing)


def save(
    report: Report,
    views: Iterable[FieldView],
    post: QueryDict,
    *,
    before: tuple[Change, ...] = (),
    language: str,
    at: datetime,
) -> Outcome:
    """Save what somebody changed on a form; ``before`` goes with it where anything did.

    Whatever nobody touched is left alone, so that it cannot overwrite newer answers.
    """
    sheet = _Sheet(language)
    for one in sent(views, post):
        sheet.weigh(one, post)
    if sheet.changes:
        saved = actions.save_answers(
            report.draft.key, [*before, *sheet.changes], by=report.by, at=at
        )
        sheet.take(saved)
    return sheet.outcome()


def sent(views: Iterable[FieldView], post: QueryDict) -> Iterator[Sent]:
    """The questions of a form that were sent back."""
    found: dict[str, Parts] = {}
    for name in post:
        address, colon, part = name.partition(":")
        if colon:
            words = "\n".join(map(str, post.getlist(name)))
            found.setdefault(address, {})[part] = words.replace("\r\n", "\n")
    for view in views:
        parts = found.get(view.address, {})
        token = of.read_token(parts.pop("was", ""))
        if token is not None:
            parts.pop("choose", None)
            yield Sent(view, parts, token)


def changed(one: Sent) -> list[Change]:
    """What somebody changed of one question; raises Misread for what has two readings."""
    if of.by_language(one.view.field):
        return [
            Change(one.address, {language: words}, revision, partial=True)
            for language, words, revision in _changed_texts(one)
        ]
    if of.digest(one.parts) == one.token.digest:
        return []
    value = of.read(one.view.field, one.parts)
    return [Change(one.address, value, one.token.revision)]


def _changed_texts(one: Sent) -> Iterator[tuple[str, str, int]]:
    for language in LANGUAGES:
        words = one.parts.get(f"text-{language}")
        revision, mark = one.token.of(language)
        if words is not None and of.digest({"text": words}) != mark:
            yield language, words, revision


class _Sheet:
    """The changes of one form, and what becomes of each."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.changes: list[Change] = []
        self.sent: dict[str, Sent] = {}
        self.saved: dict[str, AnswerRow] = {}
        self.errors: dict[str, str] = {}
        self.clashing: set[str] = set()

    def weigh(self, one: Sent, post: QueryDict) -> None:
        """Find what was changed of a question, unless its writer gives way to another's."""
        choice = post.get(f"{one.address}:choose", "")
        if f"{one.address}:clash" in post and choice != MINE:
            if choice != THEIRS:
                self.sent[one.address] = one
                self.clashing.add(one.address)
                self.errors[one.address] = _("Choose which of the two to keep.")
            return
        try:
            found = changed(one)
        except Misread as why:
            self.sent[one.address] = one
            self.errors[one.address] = why_not(why, self.language)
            return
        if found:
            self.sent[one.address] = one
            self.changes += found

    def take(self, saved: Saved) -> None:
        """Note what became of the changes."""
        self.saved = {row.address: row for row in (*saved.unchanged, *saved.taken)}
        for clash in saved.clashes:
            self.clashing.add(clash.address)
            self.errors[clash.address] = _("Somebody else has changed this meanwhile.")
        for refused in saved.refused:
            self.errors[refused.change.address] = str(refusal(refused.reason))

    def outcome(self) -> Outcome:
        """What was saved, with the tokens it has now, and what comes back as it was typed."""
        back = {address: self._typed(self.sent[address]) for address in self._back()}
        tokens = {
            address: str(_new_token(self.sent[address], row))
            for address, row in self.saved.items()
            if address in self.sent and address not in self.errors
        }
        typed = Typed(back, self.errors, frozenset(self.clashing))
        return Outcome(self.saved, tokens, typed, len(self.changes))

    def _back(self) -> list[str]:
        return [address for address in self.errors if address in self.sent]

    def _typed(self, one: Sent) -> Parts:
        if not of.by_language(one.view.field):
            return one.parts
        return {f"text-{lang}": words for lang, words, _rev in _changed_texts(one)}


def _new_token(one: Sent, row: AnswerRow) -> Token:
    """The token of what was saved: the languages that were left alone keep theirs."""
    if not of.by_language(one.view.field):
        return Token(row.revision, of.digest(one.parts))
    texts = dict(one.token.texts)
    for language, words, _revision in _changed_texts(one):
        texts[language] = (row.revision, of.digest({"text": words}))
    return Token(one.token.revision, one.token.digest, texts)


def why_not(why: Misread, language: str) -> str:
    """Why something typed was not understood, in words."""
    ours = reason(why.code, language, why.names)
    if ours or why.code not in messages():
        return ours or why.code
    names: Mapping[str, str] = why.names
    return said(Fault("", Severity.ERROR, why.code, tuple(names.items())), language)
