"""What a form shows of each question: a control, with what was typed where it was not saved."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from stocktake.desk.pages.parts import Parts, by_language, show, texts, token
from stocktake.kernel.languages import LANGUAGES, Language
from stocktake.reporting.questionnaires import (
    FieldView,
    GroupView,
    Kind,
    Severity,
)
from stocktake.reporting.questionnaires.currencies import CURRENCIES
from stocktake.reporting.questionnaires.views import (
    AbsenceView,
    ConditionView,
    FaultView,
    OptionView,
)


# Said elsewhere on the form, or not a fault while somebody is still writing.
QUIET: Final = frozenset({"missing", "unconfirmed", "no-longer-asked"})


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed that was not saved, by address, and why not.

    ``clashing``: somebody saved another answer since; both are shown to choose from.
    """

    parts: Mapping[str, Parts] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    clashing: Collection[str] = frozenset()


NOTHING: Final = Typed()


@dataclass(frozen=True, slots=True)
class TextBox:
    """One language of a text; ``open`` where it is shown without asking for it."""

    language: Language
    words: str
    open: bool


@dataclass(frozen=True, slots=True)
class AbsenceBox:
    """One coded absence with its reasons, and the note in each language it has."""

    view: AbsenceView
    chosen: bool
    reason: str
    notes: tuple[tuple[Language, str], ...]


@dataclass(frozen=True, slots=True)
class ReferenceBox:
    """One reference: its symbol, its link, the passages it points at."""

    at: int
    symbol: str
    link: str
    passages: str


@dataclass(frozen=True, slots=True)
class Control:
    """One question of a form."""

    view: FieldView
    parts: Parts
    token: str
    language: str
    error: str = ""
    clashing: bool = False

    @property
    def address(self) -> str:
        """Where the answer stands; its parts are ``<address>:<part>``."""
        return self.view.address

    @property
    def id(self) -> str:
        """The id of its first input, to which faults lead."""
        return anchor(self.address)

    @property
    def kind(self) -> str:
        """Which template draws it."""
        return _TEMPLATES.get(self.view.kind, "line")

    @property
    def numeric(self) -> bool:
        """Whether figures are typed."""
        return self.view.kind in (Kind.NUMBER, Kind.MONEY, Kind.INDICATOR)

    @property
    def left_to_right(self) -> bool:
        """Whether what is typed runs from left to right in every language."""
        return self.numeric or self.view.kind in (Kind.DATE, Kind.LINK)

    @property
    def several_lines(self) -> bool:
        """Whether one answer a line is typed."""
        return self.view.field.many

    @property
    def value(self) -> str:
        """The main part."""
        return self.parts.get("value", "")

    @property
    def year(self) -> str:
        """The year of a figure."""
        return self.parts.get("year", "")

    @property
    def series(self) -> str:
        """The official series that a figure was filled in from."""
        return self.parts.get("series", "")

    @property
    def currency(self) -> str:
        """The currency of an amount."""
        return self.parts.get("currency", "")

    @property
    def currencies(self) -> tuple[str, ...]:
        """Those that can be chosen."""
        return CURRENCIES

    @property
    def chosen(self) -> str:
        """What kind of answer it is; an answer unless an absence was chosen."""
        return self.parts.get("as", "")

    @property
    def given(self) -> bool:
        """Whether no absence is chosen."""
        return not self.chosen.startswith("~")

    @property
    def options(self) -> tuple[tuple[OptionView, bool], ...]:
        """The options, and whether each is chosen on the form."""
        marked = {self.chosen, *self.value.split("\n")}
        return tuple((one, one.code in marked) for one in self.view.options)

    @property
    def is_scale(self) -> bool:
        """Whether the options are steps of a scale with words under each."""
        return any(one.hint for one in self.view.options)

    @property
    def boxes(self) -> tuple[TextBox, ...]:
        """A text's languages: those with words, else the page's; then the others."""
        words = texts(self.parts)
        there = {code for code, text in words.items() if text} or {self.language}
        rows = [
            TextBox(LANGUAGES[code], words[code], code in there) for code in LANGUAGES
        ]
        return tuple(sorted(rows, key=lambda row: not row.open))

    @property
    def open_boxes(self) -> tuple[TextBox, ...]:
        """The languages that are shown at once."""
        return tuple(box for box in self.boxes if box.open)

    @property
    def closed_boxes(self) -> tuple[TextBox, ...]:
        """The languages that can be added."""
        return tuple(box for box in self.boxes if not box.open)

    @property
    def absences(self) -> tuple[AbsenceBox, ...]:
        """The absences that can be chosen instead."""
        return tuple(self._absence(one) for one in self.view.absences)

    def _absence(self, view: AbsenceView) -> AbsenceBox:
        start = f"note-{view.code}-"
        noted = {n.removeprefix(start) for n in self.parts if n.startswith(start)}
        codes = [code for code in LANGUAGES if code in noted | {self.language}]
        return AbsenceBox(
            view,
            self.chosen == f"~{view.code}",
            self.parts.get(f"reason-{view.code}", ""),
            tuple((LANGUAGES[c], self.parts.get(start + c, "")) for c in codes),
        )

    @property
    def references(self) -> tuple[ReferenceBox, ...]:
        """The references there are, and an empty one to add to them."""
        filled = [
            at
            for at in range(100)
            if any(self.parts.get(f"{n}-{at}") for n in ("symbol", "link", "passages"))
        ]
        room = max(filled, default=-1) + 1 if self.view.field.many else 0
        return tuple(
            ReferenceBox(
                at,
                *(
                    self.parts.get(f"{n}-{at}", "")
                    for n in ("symbol", "link", "passages")
                ),
            )
            for at in sorted({*filled, room})
        )

    @property
    def words_advised(self) -> int | None:
        """How long a text should be at most."""
        return self.view.field.words

    @property
    def needed(self) -> bool:
        """Whether the report is not complete without an answer."""
        return self.view.required in (Severity.ERROR, Severity.BLOCKER)

    @property
    def faults(self) -> tuple[FaultView, ...]:
        """What is not right with what stands here."""
        return tuple(one for one in self.view.faults if one.code not in QUIET)

    @property
    def waiting(self) -> bool:
        """Whether it was filled in beforehand and waits for somebody to confirm it."""
        return self.view.value is not None and not self.view.confirmed

    @property
    def source(self) -> str:
        """Where what was filled in comes from: ``before``, ``treaties``, ``statistics``."""
        return self.view.origin.removeprefix("prefill:") if self.waiting else ""

    @property
    def hidden(self) -> bool:
        """Whether other answers have closed the question and nothing stands in it."""
        return not self.view.asked and self.view.value is None and not self.error

    @property
    def kept_only(self) -> bool:
        """Whether an answer stands here that nothing asks for any more."""
        return not self.view.asked and self.view.value is not None

    @property
    def when(self) -> str:
        """What opens the question, for the script: addresses with the codes that do."""
        return conditions(self.view.when)

    @property
    def said(self) -> tuple[tuple[Language | None, str], ...]:
        """The answer in words, each with its language where it has one."""
        value = self.view.value
        if self.view.kind is Kind.TEXT and value and not self.view.absent:
            return tuple((LANGUAGES[c], str(w)) for c, w in value.items())
        return ((None, self.view.shown),) if self.view.shown else ()

    @property
    def at(self) -> datetime | None:
        """When it was last saved."""
        return self.view.at


_TEMPLATES: Final = {
    Kind.CHOICE: "choice",
    Kind.LIST: "list",
    Kind.TEXT: "text",
    Kind.MONEY: "money",
    Kind.REFERENCE: "reference",
    Kind.INDICATOR: "figure",
}


def control(view: FieldView, *, language: str, typed: Typed = NOTHING) -> Control:
    """A question with its answer, or with what was typed and could not be saved."""
    standing = show(view.field, view.value, language)
    parts = typed.parts.get(view.address, standing)
    return Control(
        view=view,
        # Of a text only the languages that were changed are typed; the others stand.
        parts=standing | parts if by_language(view.field) else parts,
        token=str(token(view.field, standing, view.revision)),
        language=language,
        error=typed.errors.get(view.address, ""),
        clashing=view.address in typed.clashing,
    )


def anchor(address: str) -> str:
    """The id on the page of an answer, a record or a group."""
    return "f-" + address.replace("/", "-").replace(".", "-")


def conditions(when: tuple[ConditionView, ...]) -> str:
    """Conditions as the script reads them; "" for a question that is always asked."""
    return json.dumps([[one.address, list(one.among)] for one in when]) if when else ""


def closed(group: GroupView) -> bool:
    """Whether other answers have closed a group and it holds nothing."""
    return not group.asked and not group.records
