"""Many changes of answers written as one: compared with what stands, then stored in bulk."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from stocktake.accounts.rules import Acting, Permission
from stocktake.kernel.errors import Refused
from stocktake.kernel.languages import LANGUAGES
from stocktake.reporting.actions.storing import positions, remember, standing, store
from stocktake.reporting.models import Answer, Edit, Submission
from stocktake.reporting.queries.answers import AnswerRow, Draft, draft_of
from stocktake.reporting.questionnaires.faults import NotAValue
from stocktake.reporting.questionnaires.rules import (
    Address,
    Field,
    Group,
    Kind,
    parse,
)
from stocktake.reporting.questionnaires.values import canonical
from stocktake.reporting.rules import Stage, Strand
from stocktake.reporting.sources.rules import check_choice, is_protected


EDITABLE: Final = frozenset({Stage.DRAFT, Stage.CORRECTION_REQUESTED})
FINAL: Final = frozenset(
    {Stage.PUBLISHED, Stage.SUPERSEDED, Stage.WITHDRAWN, Stage.DECLINED}
)


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody wants to stand at an address, and the revision they saw there (0: none).

    ``partial``: of a text only the languages that are given are meant, ``""`` clears one.
    Then only a newer change of the same language clashes, and translators and drafters
    can work side by side.
    """

    address: str
    value: Any
    expected_revision: int = 0
    partial: bool = False


class Clash(Refused):
    """Somebody saved another answer since; both are at hand, nothing was overwritten."""

    def __init__(self, mine: Any, theirs: AnswerRow) -> None:
        self.mine = mine
        self.theirs = theirs
        self.address = theirs.address
        msg = (
            f"{theirs.address} was changed by {theirs.by} at {theirs.at:%Y-%m-%d %H:%M} UTC"
            " while you were writing. Your words are kept beside theirs: choose which to keep."
        )
        super().__init__(msg)


@dataclass(frozen=True, slots=True)
class NotTaken:
    """A change that cannot be taken whatever stands there, and why."""

    change: Change
    reason: Refused


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of each change."""

    taken: list[AnswerRow] = field(default_factory=list)
    unchanged: list[AnswerRow] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)
    refused: list[NotTaken] = field(default_factory=list)


def permission(strand: Strand) -> Permission:
    """What writing answers of a strand takes."""
    return Permission.REPORT_EDIT if strand is Strand.STATE else Permission.CLAIM_EDIT


def signature(by: Acting, strand: Strand, sender: str) -> str:
    """Under which name a change is kept: of experts only the code of who sends.

    Of a protected source not even its pseudonym.
    """
    if strand is Strand.STATE:
        return by.name
    return "expert" if is_protected(sender) else f"expert {sender}"


def may_write(found: Submission, changes: Iterable[Change], *, by: Acting) -> Draft:
    """The draft, if this person may change these answers of it; refused else."""
    draft = draft_of(found)
    by.require(permission(draft.strand), area=draft.sender)
    if draft.stage not in EDITABLE:
        msg = f"{draft.urn} is {draft.stage}: it can no longer be changed. Withdraw or correct it first."
        raise Refused(msg)
    outside = sorted({c.address.split("/")[0] for c in changes})
    closed = [item for item in outside if not by.may_section(item)]
    if closed:
        msg = f"{by.name} may not write in {', '.join(closed)}: the focal point gave other sections."
        raise Refused(msg)
    return draft


def write(
    draft: Draft, changes: Sequence[Change], *, by: str, at: datetime, origin: str
) -> Saved:
    """Weigh each change against what stands and store those that are taken.

    A fixed number of queries, and statements in proportion to the rows written.
    """
    book = _Book(
        draft,
        standing(draft.key, (change.address for change in changes)),
        by,
        at,
        origin,
    )
    if any(_is_new_record(change) for change in changes):
        book.places = positions(draft.key, {c.address.split("/")[0] for c in changes})
    for change in sorted(changes, key=lambda c: c.address.count("/") == 3):
        try:
            book.weigh(change)
        except Refused as reason:
            book.saved.refused.append(NotTaken(change, reason))
    store(book.written.values())
    remember(book.edits, at=at, origin=origin)
    return book.saved


@dataclass
class _Book:
    """What stands at the addresses of a batch while its changes are weighed."""

    draft: Draft
    standing: dict[str, Answer]
    by: str
    at: datetime
    origin: str
    places: dict[str, list[int]] = field(default_factory=dict)
    saved: Saved = field(default_factory=Saved)
    edits: list[Edit] = field(default_factory=list)
    written: dict[str, Answer] = field(default_factory=dict)

    def weigh(self, change: Change) -> None:
        """Take a change, or find it unchanged or clashing; raises where it is no answer."""
        address = parse(change.address)
        part = self.draft.questionnaire.part(address)
        row = self.standing.get(change.address)
        if isinstance(part, Group):
            value = self._record(part, address, change.value, row)
        else:
            value = canonical(part, self._whole(part, change, row))
            self._must_live(address)
            if self.draft.strand is Strand.EXPERT:
                check_choice(self.draft.sender, change.address, value)
        if row is None and value is None:
            self.saved.unchanged.append(
                AnswerRow(change.address, None, 0, self.by, self.at)
            )
        elif row is not None and row.value == value and not self._confirms(row):
            self.saved.unchanged.append(as_row(row))
        elif row is not None and _is_stale(row, change, value):
            self._clash(row, change.value if change.partial else value)
        else:
            self._take(address, row, value)

    def _whole(self, part: Field, change: Change, row: Answer | None) -> Any:
        """The value with the languages that a partial change leaves alone."""
        if not change.partial:
            return change.value
        if part.kind is not Kind.TEXT or not isinstance(change.value, Mapping):
            raise NotAValue(code="not-texts")
        return {**_texts_of(row.value if row else None), **change.value}

    def _confirms(self, row: Answer) -> bool:
        """Whether saving the same again says that a person stands by what was filled in."""
        return not row.confirmed and not self.origin.startswith("prefill:")

    def _record(
        self, group: Group, address: Address, value: Any, row: Answer | None
    ) -> Any:
        """The canonical value of a record: its place among the others, or None."""
        if value is None:
            return None
        if not isinstance(value, Mapping) or set(value) - {"position"}:
            raise NotAValue(code="not-a-record")
        if "position" in value:
            return {"position": int(value["position"])}
        if row is not None and row.value is not None:
            return row.value
        places = self.places.setdefault(f"{address.item}/{group.id}", [])
        if len(places) >= group.at_most:
            raise NotAValue(code="too-many-records", most=group.at_most)
        places.append(max(places, default=0) + 1)
        return {"position": places[-1]}

    def _must_live(self, address: Address) -> None:
        """Refuse an answer in a record that nobody added, or that was removed."""
        if not address.record:
            return
        marker = str(Address(address.item, "", address.group, address.record))
        row = self.standing.get(marker)
        if row is None:
            raise NotAValue(code="no-such-record", record=marker)
        if row.value is None:
            raise NotAValue(
                code="record-removed",
                record=marker,
                by=row.by,
                at=f"{row.at:%Y-%m-%d %H:%M}",
            )

    def _clash(self, row: Answer, value: Any) -> None:
        self.saved.clashes.append(Clash(value, as_row(row)))
        self._note(row.address, row.revision, value, "refused")

    def _take(self, address: Address, row: Answer | None, value: Any) -> None:
        before = row.value if row else None
        if row is None:
            row = Answer(
                submission_id=self.draft.key,
                item=address.item,
                address=str(address),
                revision=0,
            )
            self.standing[row.address] = row
        row.revision += 1
        for language in _changed(before, value):
            row.languages[language] = row.revision
        row.value = value
        row.by, row.at, row.origin = self.by, self.at, self.origin
        row.confirmed = not self.origin.startswith("prefill:")
        self.written[row.address] = row
        self.saved.taken.append(as_row(row))
        turned = (before is None) != (value is None) and not address.field
        outcome = ("removed" if value is None else "restored") if turned else "taken"
        self._note(
            row.address, row.revision, value, outcome if row.revision > 1 else "taken"
        )

    def _note(self, address: str, revision: int, value: Any, outcome: str) -> None:
        self.edits.append(
            Edit(
                submission_id=self.draft.key,
                address=address,
                revision=revision,
                value=value,
                by=self.by,
                at=self.at,
                origin=self.origin,
                outcome=outcome,
            )
        )


def _is_stale(row: Answer, change: Change, value: Any) -> bool:
    """Whether somebody changed since what this change is about."""
    if not change.partial:
        return row.revision != change.expected_revision
    return any(
        row.languages.get(language, 0) > change.expected_revision
        for language in _changed(row.value, value)
    )


def _texts_of(value: Any) -> dict[str, str]:
    """The languages of a text; none of anything else."""
    is_text = isinstance(value, dict) and set(value) <= set(LANGUAGES)
    return value if is_text else {}


def _changed(before: Any, after: Any) -> list[str]:
    """The languages whose words differ."""
    old, new = _texts_of(before), _texts_of(after)
    return [one for one in LANGUAGES if old.get(one) != new.get(one)]


def as_row(row: Answer) -> AnswerRow:
    """An answer as queries hand it out."""
    return AnswerRow(
        row.address, row.value, row.revision, row.by, row.at, row.origin, row.confirmed
    )


def told(saved: Saved, origin: str) -> dict[str, Any]:
    """What the trail says of a batch: where and how many, never what was written."""
    data: dict[str, Any] = {"origin": origin, "taken": len(saved.taken)}
    if len(saved.taken) == 1:
        only = saved.taken[0]
        data |= {"address": only.address, "revision": only.revision}
    if saved.clashes:
        data["clashing"] = sorted(clash.address for clash in saved.clashes)
    return data


def _is_new_record(change: Change) -> bool:
    return change.address.count("/") == 2 and change.value == {}
