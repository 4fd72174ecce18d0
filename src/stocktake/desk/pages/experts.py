"""What an expert sees: accreditation, reports under the name and protected, files, steps."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from stocktake.accounts.rules import Acting, Permission, Role
from stocktake.actors import queries as actors
from stocktake.actors.accreditation import Application, Standing
from stocktake.desk.pages.frames import Frame, Link, report_name, what_of
from stocktake.desk.pages.reports import Report, report
from stocktake.reporting import queries
from stocktake.reporting.claims import GROUPS, WHOLE
from stocktake.reporting.queries import File, MoveRow, RoundRow
from stocktake.reporting.rules import Stage, Step, Strand
from stocktake.reporting.sources.rules import is_protected


# What an expert does with their own report; the rest is the secretariat's.
OWN_STEPS: Final = (Step.SUBMIT, Step.WITHDRAW)


@dataclass(frozen=True, slots=True)
class Written:
    """One report of an expert."""

    report: Report
    name: str
    stage: Stage
    protected: bool

    @property
    def href(self) -> str:
        """Its page."""
        return self.report.url("expert_report")


@dataclass(frozen=True, slots=True)
class RoundChoice:
    """A round that an organisation may report in, and what it has there."""

    round: RoundRow
    organisation: str
    named: Written | None
    protected: Written | None


@dataclass(frozen=True, slots=True)
class OrganisationBox:
    """One organisation of an expert with its accreditation and its rounds."""

    code: str
    applications: tuple[Application, ...]
    may_submit: bool
    may_apply: bool
    rounds: tuple[RoundChoice, ...]


@dataclass(frozen=True, slots=True)
class ExpertsPage:
    """The expert strand for whoever works in it."""

    frame: Frame
    organisations: tuple[OrganisationBox, ...]
    reads_claims: bool
    decides: bool
    identifies: bool
    waiting: int


def experts_page(by: Acting) -> ExpertsPage:
    """Where the expert strand begins for somebody. About ten queries an organisation."""
    decides = by.may(Permission.ACCREDITATION_DECIDE)
    mine = sorted(area for area in by.areas if not is_protected(area))
    return ExpertsPage(
        frame=Frame(_("Experts"), trail=_trail(_("Experts"))),
        organisations=tuple(_box(code, by) for code in mine if Role.EXPERT in by.roles),
        reads_claims=by.may(Permission.CLAIM_READ),
        decides=decides,
        identifies=by.may(Permission.SOURCE_IDENTIFY),
        waiting=len(actors.applications(standing=Standing.APPLIED)) if decides else 0,
    )


def _box(code: str, by: Acting) -> OrganisationBox:
    found = actors.applications(organisation=code)
    standing = {one.standing for one in found}
    return OrganisationBox(
        code=code,
        applications=found,
        may_submit=code in actors.reporting_organisations(),
        may_apply=not standing & {Standing.APPLIED, Standing.ACCEPTED},
        rounds=tuple(
            RoundChoice(
                round_,
                code,
                _newest(round_.code, code, by),
                _newest(round_.code, queries.own_pseudonym(code, round_.code), by),
            )
            for round_ in queries.rounds()
            if round_.closed_at is None
        ),
    )


def _newest(round_code: str, sender: str, by: Acting) -> Written | None:
    """The newest report of a sender in a round that answers the questionnaire."""
    rows = queries.listed(round_code=round_code, sender=sender, by=by) if sender else ()
    answering = [
        one for one in rows if one.questionnaire and one.strand is Strand.EXPERT
    ]
    if not answering:
        return None
    last = answering[-1]
    found = report(
        {
            "round_code": round_code,
            "sender": sender,
            "strand": last.strand,
            "version": last.version,
        },
        by=by,
    )
    return Written(found, report_name(found), last.stage, is_protected(sender))


@dataclass(frozen=True, slots=True)
class EvidenceBox:
    """One record with its files."""

    address: str
    title: str
    href: str
    files: tuple[File, ...]


@dataclass(frozen=True, slots=True)
class ExpertReportPage:
    """One report of an expert: where it stands, what it says, its files, its steps."""

    frame: Frame
    report: Report
    stage: Stage
    protected: bool
    choice: str  # how it may be published; empty if not chosen yet
    records: tuple[EvidenceBox, ...]
    steps: tuple[Step, ...]
    blocking: int
    may_submit: bool
    moves: tuple[MoveRow, ...]
    organisation: str
    finished: bool


def expert_report_page(
    found: Report, *, language: str, at: datetime
) -> ExpertReportPage:
    """One report of an expert. Nine queries."""
    answers = queries.answers(found.draft.key)
    files = queries.evidence_numbers(found.draft.key)
    named = [
        address
        for address in answers
        if address.count("/") == 2 and address.split("/")[1] in GROUPS
    ]
    chosen = answers.get(WHOLE)
    protected = is_protected(found.draft.sender)
    faults = queries.faults(found.draft.key)
    stage = found.draft.stage
    return ExpertReportPage(
        frame=Frame(
            report_name(found),
            trail=_trail(
                report_name(found), Link(_("Experts"), reverse("desk:experts"))
            ),
        ),
        report=found,
        stage=stage,
        protected=protected,
        choice=str(chosen.value) if chosen else "",
        records=tuple(
            EvidenceBox(
                address,
                what_of(found, address, language),
                found.place(address),
                files.get(address, ()),
            )
            for address in sorted(named)
        ),
        steps=tuple(
            step
            for step in queries.open_steps(found.draft.key, by=found.by)
            if step in OWN_STEPS
        ),
        blocking=sum(one.severity == "blocker" for one in faults),
        may_submit=queries.may_be_submitted(found.draft.key),
        moves=queries.moves(found.draft.key),
        organisation=next(
            (one for one in sorted(found.by.areas) if not is_protected(one)), ""
        )
        if protected
        else found.draft.sender,
        finished=stage in {Stage.PUBLISHED, Stage.DECLINED, Stage.WITHDRAWN},
    )


def _trail(title: str, *between: Link) -> tuple[Link, ...]:
    return (Link(_("Desk"), reverse("desk:home")), *between, Link(title))
