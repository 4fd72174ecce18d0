"""One step of a submission as it is written down: who did it, under which name, in the trail."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from stocktake.accounts.rules import Acting, Permission
from stocktake.audit.actions import record
from stocktake.reporting.actions.batch import signature
from stocktake.reporting.models import Move, Submission
from stocktake.reporting.rules import Stage, Step, Strand


@dataclass(frozen=True, slots=True)
class Act:
    """One step being done: of which submission, by whom, when, with which words."""

    found: Submission
    step: Step
    before: Stage
    message: str
    by: Acting
    at: datetime

    @property
    def strand(self) -> Strand:
        """The strand of the submission."""
        return Strand(self.found.strand)

    @property
    def own(self) -> bool:
        """Whether experts move their own submission."""
        return (
            self.strand is Strand.EXPERT
            and self.step in (Step.SUBMIT, Step.WITHDRAW)
            and not self.by.may(Permission.CLAIM_CHECK)
        )

    @property
    def signed(self) -> str:
        """Experts are named by their code only when they move their own submission."""
        if self.own:
            return signature(self.by, self.strand, self.found.sender)
        return self.by.name


def write(act: Act, after: Stage) -> None:
    """Write that a submission stands elsewhere now, and the trail of it."""
    act.found.stage = after
    act.found.save(update_fields=["stage", "submitted_at"])
    Move.objects.create(
        submission=act.found,
        step=act.step,
        before=act.before,
        after=after,
        message=act.message,
        by=act.signed,
        at=act.at,
    )
    data: dict[str, Any] = {
        "step": act.step.value,
        "from": act.before.value,
        "to": after.value,
        "at": act.at.isoformat(),
    }
    if act.message and act.strand is Strand.STATE:
        data["message"] = act.message  # what is said to experts might name a source
    record("submission.moved", by=act.signed, about=act.found.urn, at=act.at, data=data)
