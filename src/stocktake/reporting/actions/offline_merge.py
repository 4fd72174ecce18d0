"""Weigh what a file gives against what stands online, and save what is taken."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from stocktake.accounts.rules import Acting
from stocktake.audit.actions import record
from stocktake.kernel.errors import Refused
from stocktake.reporting.actions import batch
from stocktake.reporting.actions.answers import confirm, save_answers
from stocktake.reporting.actions.batch import Change
from stocktake.reporting.actions.offline_memory import (
    ORIGIN,
    remembered,
    was_kept,
    was_taken,
)
from stocktake.reporting.models import Answer, Edit
from stocktake.reporting.queries.answers import COLUMNS, AnswerRow, Draft
from stocktake.reporting.questionnaires.comparing import Fate, compare
from stocktake.reporting.questionnaires.faults import NotAValue
from stocktake.reporting.questionnaires.rules import Questionnaire
from stocktake.reporting.workbook.merging import Verdict, Weighed, weigh
from stocktake.reporting.workbook.meta import Meta, Stood
from stocktake.reporting.workbook.report import (
    Choice,
    Clashing,
    Given,
    Readings,
    Report,
    Unread,
)


_NOTHING: Final = Stood(0, None)


@dataclass
class Merge:
    """One import while it is weighed."""

    draft: Draft
    meta: Meta
    take: Choice
    choices: Mapping[str, Choice]
    by: Acting
    at: datetime
    base: dict[str, Stood] = field(default_factory=dict)
    now: dict[str, AnswerRow] = field(default_factory=dict)
    taken: list[Given] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    clashing: list[Clashing] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    changes: dict[str, Change] = field(default_factory=dict)

    def run(self, told: Readings, asked: Questionnaire, *, moved: bool) -> Report:
        """Weigh every answer, save those that are taken, keep those that clash."""
        self.base = dict(self.meta.base)
        self.same, self.unread = list(told.same), list(told.unread)
        changed = told.changed
        if moved:
            changed = self.migrated(asked, changed)
        self.now = _standing(self.draft.key)
        before = remembered(self.draft.key, {given.address for given in changed})
        for given in changed:
            self.weigh(given, before)
        self.save(before)
        confirmed = self.confirm(told.confirmed)
        versions = (asked.version, self.draft.questionnaire.version) if moved else None
        self.trail(confirmed)
        return Report(
            submission=self.draft.urn,
            workbook=self.meta.workbook,
            language=self.meta.language,
            exported=self.meta.exported,
            version_moved=versions,
            taken=tuple(self.taken),
            unchanged=tuple(sorted(set(self.same))),
            clashing=tuple(self.clashing),
            confirmed=confirmed,
            not_understood=tuple(self.unread),
            cells=told.cells,
            remarks=told.remarks,
        )

    def migrated(
        self, asked: Questionnaire, changed: tuple[Given, ...]
    ) -> tuple[Given, ...]:
        """Answers of an older version where the version of the draft asks for them."""
        new = self.draft.questionnaire
        stood = compare(
            asked, new, {a: s for a, s in self.base.items() if s.value is not None}
        )
        for fate in (*stood.moved, *stood.dropped):
            old = self.base.pop(fate.address)
            if fate.to:
                self.base[fate.to] = Stood(old.revision, fate.after, old.confirmed)
        given = {g.address: Stood(0, g.value) for g in changed}
        found = compare(asked, new, given)
        fates = {fate.address: fate for fate in (*found.moved, *found.dropped)}
        return tuple(
            filter(None, (self._moved(g, fates.get(g.address)) for g in changed))
        )

    def _moved(self, given: Given, fate: Fate | None) -> Given | None:
        if fate is None:
            return given
        if fate.to:
            return replace(given, address=fate.to, value=fate.after)
        self.unread.append(
            Unread(
                given.sheet,
                given.cell,
                str(given.value),
                "not-asked-any-more",
                {},
                given.address,
            )
        )
        return None

    def weigh(self, given: Given, before: Mapping[str, list[Edit]]) -> None:
        """Sort one answer by what becomes of it."""
        stood = self.base.get(given.address, _NOTHING)
        now = self.now.get(given.address)
        weighed = weigh(given, stood, now, language=self.meta.language)
        if weighed.verdict is Verdict.TAKE and self._removes_newer(given):
            weighed = replace(weighed, verdict=Verdict.CLASH)
        if weighed.verdict is Verdict.CLASH and was_taken(before, given):
            weighed = replace(weighed, verdict=Verdict.SAME)
        if weighed.verdict is Verdict.SAME:
            self.same.append(given.address)
        elif weighed.verdict is Verdict.TAKE:
            self._change(given, weighed)
        else:
            self._clash(given, weighed)

    def _removes_newer(self, given: Given) -> bool:
        """Whether a record to be removed holds an answer that is newer than the file."""
        if given.value is not None or given.address.count("/") != 2:
            return False
        return any(
            row.revision != self.base.get(address, _NOTHING).revision
            for address, row in self.now.items()
            if address.startswith(f"{given.address}/")
        )

    def _change(self, given: Given, weighed: Weighed) -> None:
        self.changes[given.address] = Change(
            given.address, weighed.value, weighed.revision
        )
        self.taken.append(replace(given, value=weighed.value))

    def _clash(self, given: Given, weighed: Weighed) -> None:
        now = self.now.get(given.address)
        chosen = self.choices.get(given.address, self.take)
        self.clashing.append(
            Clashing(
                address=given.address,
                workbook=given.value,
                online=now.value if now else None,
                before=given.before,
                by=now.by if now else "",
                at=now.at.isoformat(timespec="seconds") if now else "",
                sheet=given.sheet,
                cell=given.cell,
                chosen=chosen,
            )
        )
        if chosen is Choice.WORKBOOK:
            self.changes[given.address] = Change(
                given.address, weighed.value, weighed.revision
            )

    def save(self, before: Mapping[str, list[Edit]]) -> None:
        """Save what is taken; a text that clashes is kept in the history, once."""
        kept = [
            Change(clash.address, clash.workbook, -1)
            for clash in self.clashing
            if clash.chosen is not Choice.WORKBOOK and not was_kept(before, clash)
        ]
        changes = [*self.changes.values(), *kept]
        if not changes:
            return
        saved = save_answers(
            self.draft.key, changes, by=self.by, at=self.at, origin=ORIGIN
        )
        places = {given.address: given for given in self.taken}
        for refused in saved.refused:
            address = refused.change.address
            given = places.get(address, Given(address, refused.change.value, None))
            self.taken = [one for one in self.taken if one.address != address]
            self.unread.append(_refused(given, refused.reason))

    def confirm(self, addresses: tuple[str, ...]) -> tuple[str, ...]:
        """Confirm what was filled in beforehand and is still waiting."""
        done = []
        for address in addresses:
            waiting = [
                a
                for a, row in self.now.items()
                if not row.confirmed and (a == address or a.startswith(f"{address}/"))
            ]
            if waiting and confirm(
                self.draft.key, by=self.by, at=self.at, address=address
            ):
                done.append(address)
        return tuple(done)

    def trail(self, confirmed: tuple[str, ...]) -> None:
        """Leave a trail where something changed."""
        record(
            "workbook.imported",
            by=batch.signature(self.by, self.draft.strand, self.draft.sender),
            about=self.draft.urn,
            at=self.at,
            data={
                "workbook": self.meta.workbook,
                "taken": len(self.taken),
                "confirmed": len(confirmed),
                "clashing": sorted(clash.address for clash in self.clashing),
                "not_understood": len(self.unread),
            },
        )


def _standing(key: int) -> dict[str, AnswerRow]:
    """Every row of a draft, cleared ones too."""
    rows = Answer.objects.filter(submission_id=key).order_by("address")
    return {row[0]: AnswerRow(*row) for row in rows.values_list(*COLUMNS)}


def _refused(given: Given, reason: Refused) -> Unread:
    code, names = str(reason), {}
    if isinstance(reason, NotAValue):
        code, names = reason.code, dict(reason.parameters)
    return Unread(
        sheet=given.sheet,
        cell=given.cell,
        text=str(given.value),
        code=code,
        names=names,
        address=given.address,
    )
