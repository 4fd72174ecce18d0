"""Two versions of a State's report side by side, answer by answer."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from stocktake.accounts.rules import Acting, Permission
from stocktake.design.words import direction
from stocktake.desk.pages.frames import Frame
from stocktake.desk.pages.steps_labels import place, shown, texts
from stocktake.desk.pages.steps_names import Named, language, named, number_of
from stocktake.kernel.errors import NotFound
from stocktake.reporting import comparing, queries
from stocktake.reporting.comparing import Compared, Difference, Part
from stocktake.reporting.queries import ListedSubmission
from stocktake.reporting.questionnaires import Questionnaire
from stocktake.reporting.rules import Strand


_TOKEN = re.compile(r"([\w-]+)/(\d+)(?:@(\d+))?")
Runs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One set of answers that can be compared."""

    token: str
    text: str


@dataclass(frozen=True, slots=True)
class Words:
    """One language of a text with the words that went and came."""

    code: str
    direction: str
    runs: Runs  # "same", "gone" or "new", and the words


@dataclass(frozen=True, slots=True)
class DifferentAnswer:
    """One answer that differs."""

    record: str
    label: str
    what: str
    what_name: str
    before: str
    after: str
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class DifferentItem:
    """The answers that differ on one item."""

    number: str
    title: str
    answers: tuple[DifferentAnswer, ...]


@dataclass(frozen=True, slots=True)
class ComparePage:
    """What differs between two versions."""

    frame: Frame
    named: Named
    choices: tuple[Choice, ...]
    before: str
    after: str
    before_text: str
    after_text: str
    items: tuple[DifferentItem, ...]
    added: int
    removed: int
    changed: int

    @property
    def total(self) -> int:
        """How many answers differ."""
        return self.added + self.removed + self.changed


@dataclass(frozen=True, slots=True)
class _Answers:
    values: Mapping[str, Any]
    asked: Questionnaire


def compare_page(one: Named, *, before: str, after: str, by: Acting) -> ComparePage:
    """What differs between two versions of a State's reports. At most ten queries."""
    by.require(Permission.REPORT_READ, area=one.sender)
    rows = tuple(
        row
        for row in queries.listed(sender=one.sender, by=by)
        if row.strand is Strand.STATE and row.questionnaire
    )
    choices = _choices(rows)
    tokens = [choice.token for choice in choices]
    if f"{one.round}/{one.version}" not in tokens:
        msg = f"There is no submission {one.urn}."
        raise NotFound(msg)
    new = after if after in tokens else f"{one.round}/{one.version}"
    place_of_new = tokens.index(new)
    old = before if before in tokens else tokens[max(place_of_new - 1, 0)]
    was, now = _answers(old, one.sender), _answers(new, one.sender)
    found = comparing.compare(was.values, now.values, now.asked)
    names = {choice.token: choice.text for choice in choices}
    both = {**was.values, **now.values}
    return ComparePage(
        frame=one.frame(_("Comparison")),
        named=one,
        choices=choices,
        before=old,
        after=new,
        before_text=names[old],
        after_text=names[new],
        items=_items(found, was.asked, now.asked, both),
        added=_count(found, Difference.ADDED),
        removed=_count(found, Difference.REMOVED),
        changed=_count(found, Difference.CHANGED),
    )


def _choices(rows: tuple[ListedSubmission, ...]) -> tuple[Choice, ...]:
    """What was submitted each time and what stands now, the oldest first."""
    found: list[Choice] = []
    for row in rows:
        one = named(row.urn)
        token = f"{one.round}/{one.version}"
        found += [
            Choice(
                f"{token}@{n}",
                _("%(report)s, as submitted (no. %(number)s)")
                % {"report": one.title, "number": n},
            )
            for n in range(1, row.snapshots + 1)
        ]
        found.append(
            Choice(token, _("%(report)s, as it stands now") % {"report": one.title})
        )
    return tuple(found)


def _answers(token: str, sender: str) -> _Answers:
    match = _TOKEN.fullmatch(token)
    assert match is not None  # tokens are ours
    one = Named(match[1], sender, int(match[2]))
    draft = queries.draft(one.urn)
    if match[3]:
        told = queries.snapshot(draft.key, int(match[3])).told
        return _Answers(told["answers"], draft.questionnaire)
    given = {address: row.value for address, row in queries.answers(draft.key).items()}
    return _Answers(given, draft.questionnaire)


def _count(found: tuple[Compared, ...], what: Difference) -> int:
    return sum(one.what is what for one in found)


def _items(
    found: tuple[Compared, ...],
    was: Questionnaire,
    now: Questionnaire,
    values: Mapping[str, Any],
) -> tuple[DifferentItem, ...]:
    items = []
    for item, answers in groupby(found, key=lambda one: one.address.split("/")[0]):
        rows, title = [], ""
        for one in answers:
            asked = now if one.address in now else was
            at = place(asked, one.address, values, language())
            title = title or at.title
            rows.append(_different(one, asked, at.record, at.label))
        items.append(DifferentItem(number_of(item), title or item, tuple(rows)))
    return tuple(items)


def _different(
    one: Compared, asked: Questionnaire, record: str, label: str
) -> DifferentAnswer:
    return DifferentAnswer(
        record=record,
        label=label,
        what=one.what.value,
        what_name=what_name(one.what),
        before=shown(asked, one.address, one.before, language()),
        after=shown(asked, one.address, one.after, language()),
        words=_words(one),
    )


def _words(one: Compared) -> tuple[Words, ...]:
    if one.what is Difference.CHANGED:
        return tuple(
            Words(code, direction(code), tuple((p.value, text) for p, text in runs))
            for code, runs in one.words.items()
        )
    part = Part.NEW if one.what is Difference.ADDED else Part.GONE
    value = one.after if one.what is Difference.ADDED else one.before
    return tuple(
        Words(text.code, text.direction, ((part.value, text.words),))
        for text in texts(value)
    )


def what_name(what: Difference) -> str:
    """What became of an answer, in words."""
    return {
        Difference.ADDED: _("Added"),
        Difference.REMOVED: _("Removed"),
        Difference.CHANGED: _("Changed"),
    }[what]
