"""A State's report: where it stands, what can be done with it, what was submitted."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _

from stocktake.accounts.rules import Acting, Permission
from stocktake.design.refusing import NONE, Refusal
from stocktake.desk.pages.frames import Frame, what_of
from stocktake.desk.pages.reports import report
from stocktake.desk.pages.steps_names import Named, language, named
from stocktake.desk.pages.steps_said import consequences, message_hint
from stocktake.desk.pages.steps_time import not_now
from stocktake.desk.pages.steps_way import WayPoint, way
from stocktake.kernel.errors import NotFound
from stocktake.reporting import queries, questionnaires
from stocktake.reporting.actions.batch import EDITABLE
from stocktake.reporting.queries import (
    Editor,
    MoveRow,
    SnapshotRow,
)
from stocktake.reporting.questionnaires import Severity
from stocktake.reporting.questionnaires.checking import Progress
from stocktake.reporting.rules import Stage, Step, Strand
from stocktake.reporting.words import step_name
from stocktake.reporting.workflow import EXPLAINED


CHECKED: Final = frozenset({Step.CLEAR, Step.SUBMIT})
_SHOWN: Final = 12
_ORDER: Final = (
    Severity.BLOCKER,
    Severity.ERROR,
    Severity.WARNING,
    Severity.INFO,
)


@dataclass(frozen=True, slots=True)
class StepLink:
    """One step that this person may take now."""

    step: Step
    name: str
    href: str


@dataclass(frozen=True, slots=True)
class Other:
    """Another report of the same State."""

    named: Named
    stage: Stage


@dataclass(frozen=True, slots=True)
class ReportPage:
    """Where a report stands."""

    frame: Frame
    named: Named
    stage: Stage
    editable: bool
    way: tuple[WayPoint, ...]
    steps: tuple[StepLink, ...]
    moves: tuple[MoveRow, ...]
    snapshots: tuple[SnapshotRow, ...]
    done: Progress
    others: tuple[Other, ...]
    comparable: bool
    may_start: bool  # a new version, once this one is published or withdrawn


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault of a draft in words, and where it is put right."""

    where: str
    href: str
    severity: Severity
    severity_name: str
    text: str


@dataclass(frozen=True, slots=True)
class StepPage:
    """One step before it is confirmed."""

    frame: Frame
    named: Named
    step: Step
    name: str
    stage: Stage
    will: tuple[str, ...]
    needs_message: bool
    message_hint: str
    message: str = ""
    missing: bool = False  # the message
    findings: tuple[Finding, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    blocked: int = 0
    empty: bool = False
    looked_at: str = ""
    changed_by: tuple[Editor, ...] = ()
    not_now: str = ""  # why it cannot be submitted today
    refused: Refusal = NONE

    @property
    def open(self) -> bool:
        """Whether it can be confirmed."""
        return not (self.blocked or self.empty or self.not_now)

    @property
    def wrong(self) -> bool:
        """Whether something stands in the way."""
        said = self.missing or self.changed_by or self.refused
        return bool(said) or not self.open

    @property
    def checked(self) -> bool:
        """Whether the answers are checked before it."""
        return self.step in CHECKED

    @property
    def shown_findings(self) -> tuple[Finding, ...]:
        """All that block, and some of the others."""
        return self.findings[: max(_SHOWN, self.blocked)]


def report_page(one: Named, *, by: Acting) -> ReportPage:
    """Everything about one report but its answers. At most sixteen queries."""
    by.require(Permission.REPORT_READ, area=one.sender)
    draft = queries.draft(one.urn)
    moves = queries.moves(draft.key)
    siblings = queries.listed(sender=one.sender, by=by)
    mine = tuple(row for row in siblings if row.strand is Strand.STATE)
    this = next(row for row in mine if row.urn == one.urn)
    newest = max(row.version for row in mine if row.round == one.round)
    return ReportPage(
        frame=one.frame(),
        named=one,
        stage=draft.stage,
        editable=draft.stage in EDITABLE
        and by.may(Permission.REPORT_EDIT, area=one.sender),
        way=way(
            draft.stage,
            moves,
            clearing=queries.clearing_on(one.sender),
            started=this.at,
        ),
        steps=step_links(one, queries.open_steps(draft.key, by=by)),
        moves=moves,
        snapshots=queries.snapshots(draft.key),
        done=queries.completeness(draft.key).total,
        others=tuple(
            Other(named(row.urn), row.stage)
            for row in mine
            if row.urn != one.urn and row.questionnaire
        ),
        comparable=sum(1 + row.snapshots for row in mine if row.questionnaire) > 1,
        may_start=draft.stage in {Stage.PUBLISHED, Stage.WITHDRAWN}
        and one.version == newest
        and by.may(Permission.REPORT_EDIT, area=one.sender),
    )


def step_links(one: Named, steps: tuple[Step, ...]) -> tuple[StepLink, ...]:
    """The steps as links to the pages that confirm them."""
    return tuple(
        StepLink(step, step_name(step), one.link("step", step=step.value))
        for step in steps
    )


def step_page(one: Named, name: str, *, by: Acting, at: datetime) -> StepPage:
    """A step before it is confirmed; NotFound where it is none that is open to them."""
    by.require(Permission.REPORT_READ, area=one.sender)
    draft = queries.draft(one.urn)
    open_ = queries.open_steps(draft.key, by=by)
    step = next((step for step in open_ if step.value == name), None)
    if step is None:
        listed = ", ".join(open_) or "none"
        msg = f"{one.urn} is {draft.stage}; steps open to you: {listed}."
        raise NotFound(msg)
    checked = step in CHECKED
    faults = findings(one, by=by) if checked else ()
    empty = checked and not queries.answers(draft.key)
    return StepPage(
        frame=one.frame(step_name(step)),
        named=one,
        step=step,
        name=step_name(step),
        stage=draft.stage,
        will=consequences(step),
        needs_message=step in EXPLAINED,
        message_hint=message_hint(step),
        findings=faults,
        counts=_counts(faults),
        blocked=sum(fault.severity is Severity.BLOCKER for fault in faults),
        empty=empty,
        not_now=not_now(one, today=at.date()) if step is Step.SUBMIT else "",
        looked_at=at.isoformat(),
    )


def answered(
    page: StepPage, *, message: str, looked_at: str, by: Acting, at: datetime
) -> StepPage:
    """The page with what was sent, and what of it stands in the way."""
    changed = _changed_since(page.named, looked_at, by=by, at=at)
    return replace(
        page,
        message=message,
        missing=page.needs_message and not message.strip(),
        changed_by=changed if page.checked else (),
    )


def _changed_since(
    one: Named, looked_at: str, *, by: Acting, at: datetime
) -> tuple[Editor, ...]:
    """Who else changed answers since somebody looked at what they are about to sign."""
    try:
        within = at - datetime.fromisoformat(looked_at)
    except (ValueError, TypeError):
        return ()
    if within <= timedelta():
        return ()
    key = queries.draft(one.urn).key
    return queries.recent_editors(key, at=at, but=by.name, within=within)


def findings(one: Named, *, by: Acting) -> tuple[Finding, ...]:
    """The faults of a draft in words, the gravest first; each leads to its field."""
    found = report(one.arguments, by=by)
    rows = [
        Finding(
            where=what_of(found, fault.address, language()),
            href=found.place(fault.address),
            severity=fault.severity,
            severity_name=severity_name(fault.severity),
            text=questionnaires.said(fault, language(), found.draft.questionnaire),
        )
        for fault in queries.faults(found.draft.key)
    ]
    return tuple(sorted(rows, key=lambda row: _ORDER.index(row.severity)))


def severity_name(severity: Severity) -> str:
    """How much a fault weighs, in words."""
    return {
        Severity.BLOCKER: _("Blocks"),
        Severity.ERROR: _("Error"),
        Severity.WARNING: _("Warning"),
        Severity.INFO: _("Remark"),
    }[severity]


def _counts(faults: tuple[Finding, ...]) -> dict[str, int]:
    return {
        severity_name(one): n
        for one in _ORDER
        if (n := sum(fault.severity is one for fault in faults))
    }
