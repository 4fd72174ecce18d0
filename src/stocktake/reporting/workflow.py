"""The workflow of each strand as a table, and who may do each step as another. Pure."""

from collections.abc import Mapping
from typing import Final

from stocktake.accounts.rules import Permission
from stocktake.kernel.errors import Refused
from stocktake.reporting.rules import Stage, Step, Strand


Moves = Mapping[tuple[Stage, Step], Stage]

_BEFORE_PUBLICATION: Final = (
    Stage.DRAFT,
    Stage.CLEARED,
    Stage.SUBMITTED,
    Stage.UNDER_CHECK,
    Stage.CORRECTION_REQUESTED,
    Stage.ACCEPTED,
)

MOVES_STATE: Final[Moves] = {
    (Stage.DRAFT, Step.CLEAR): Stage.CLEARED,
    (Stage.DRAFT, Step.SUBMIT): Stage.SUBMITTED,
    (Stage.CLEARED, Step.REOPEN): Stage.DRAFT,
    (Stage.CLEARED, Step.SUBMIT): Stage.SUBMITTED,
    (Stage.SUBMITTED, Step.TAKE_UP): Stage.UNDER_CHECK,
    (Stage.UNDER_CHECK, Step.REQUEST_CORRECTION): Stage.CORRECTION_REQUESTED,
    (Stage.UNDER_CHECK, Step.ACCEPT): Stage.ACCEPTED,
    (Stage.CORRECTION_REQUESTED, Step.CLEAR): Stage.CLEARED,
    (Stage.CORRECTION_REQUESTED, Step.SUBMIT): Stage.SUBMITTED,
    (Stage.ACCEPTED, Step.PUBLISH): Stage.PUBLISHED,
    (Stage.PUBLISHED, Step.SUPERSEDE): Stage.SUPERSEDED,
    (Stage.PUBLISHED, Step.WITHDRAW): Stage.WITHDRAWN,
    **{(stage, Step.WITHDRAW): Stage.WITHDRAWN for stage in _BEFORE_PUBLICATION},
}

MOVES_EXPERT: Final[Moves] = {
    (Stage.DRAFT, Step.SUBMIT): Stage.SUBMITTED,
    (Stage.SUBMITTED, Step.TAKE_UP): Stage.UNDER_CHECK,
    (Stage.UNDER_CHECK, Step.OPEN_REPLY): Stage.REPLY_WINDOW,
    (Stage.UNDER_CHECK, Step.DECLINE): Stage.DECLINED,
    (Stage.REPLY_WINDOW, Step.PUBLISH): Stage.PUBLISHED,
    (Stage.REPLY_WINDOW, Step.DECLINE): Stage.DECLINED,
    (Stage.PUBLISHED, Step.SUPERSEDE): Stage.SUPERSEDED,
    **{
        (stage, Step.WITHDRAW): Stage.WITHDRAWN
        for stage in (
            Stage.DRAFT,
            Stage.SUBMITTED,
            Stage.UNDER_CHECK,
            Stage.REPLY_WINDOW,
            Stage.PUBLISHED,
        )
    },
}

MOVES: Final[Mapping[Strand, Moves]] = {
    Strand.STATE: MOVES_STATE,
    Strand.EXPERT: MOVES_EXPERT,
}

WHO: Final[Mapping[Strand, Mapping[Step, Permission]]] = {
    Strand.STATE: {
        Step.CLEAR: Permission.REPORT_CLEAR,
        Step.REOPEN: Permission.REPORT_CLEAR,
        Step.SUBMIT: Permission.REPORT_SUBMIT,
        Step.TAKE_UP: Permission.REPORT_CHECK,
        Step.REQUEST_CORRECTION: Permission.REPORT_RETURN,
        Step.ACCEPT: Permission.REPORT_ACCEPT,
        Step.PUBLISH: Permission.REPORT_PUBLISH,
        Step.SUPERSEDE: Permission.REPORT_PUBLISH,
        Step.WITHDRAW: Permission.REPORT_WITHDRAW,
    },
    Strand.EXPERT: {
        Step.SUBMIT: Permission.CLAIM_SUBMIT,
        Step.TAKE_UP: Permission.CLAIM_CHECK,
        Step.OPEN_REPLY: Permission.CLAIM_CHECK,
        Step.DECLINE: Permission.CLAIM_DECLINE,
        Step.PUBLISH: Permission.CLAIM_PUBLISH,
        Step.SUPERSEDE: Permission.CLAIM_PUBLISH,
        Step.WITHDRAW: Permission.CLAIM_WITHDRAW,
    },
}

# Steps that say why, in words that the sender reads.
EXPLAINED: Final = frozenset({Step.REQUEST_CORRECTION, Step.DECLINE, Step.WITHDRAW})

# Done by the program when a newer version is published, never by hand.
AUTOMATIC: Final = frozenset({Step.SUPERSEDE})

# Where a State clears, these are not open: its answers are cleared first.
_CLEARED_FIRST: Final = frozenset(
    {(Stage.DRAFT, Step.SUBMIT), (Stage.CORRECTION_REQUESTED, Step.SUBMIT)}
)
# Where it does not, these are not. What is cleared already goes on or is reopened.
_CLEARING: Final = frozenset(
    {(Stage.DRAFT, Step.CLEAR), (Stage.CORRECTION_REQUESTED, Step.CLEAR)}
)

# Stages in which a report counts as delivered: it came, whatever was decided on it.
DELIVERED: Final = frozenset(
    {
        Stage.SUBMITTED,
        Stage.UNDER_CHECK,
        Stage.CORRECTION_REQUESTED,
        Stage.ACCEPTED,
        Stage.REPLY_WINDOW,
        Stage.PUBLISHED,
        Stage.SUPERSEDED,
    }
)


def moves(strand: Strand, *, clearing: bool) -> dict[tuple[Stage, Step], Stage]:
    """The moves that are open in a strand, where the State clears and where it does not."""
    if strand is Strand.EXPERT:
        return dict(MOVES_EXPERT)
    shut = _CLEARED_FIRST if clearing else _CLEARING
    return {move: after for move, after in MOVES_STATE.items() if move not in shut}


def steps(strand: Strand, stage: Stage, *, clearing: bool) -> tuple[Step, ...]:
    """The steps that a stage leaves open to people, in the order of the table."""
    return tuple(
        step
        for at, step in moves(strand, clearing=clearing)
        if at is stage and step not in AUTOMATIC
    )


def next_stage(strand: Strand, stage: Stage, step: Step, *, clearing: bool) -> Stage:
    """Where a step leads; refused with the steps that are open where it is not."""
    found = moves(strand, clearing=clearing).get((stage, step))
    if found is None:
        open_ = (
            ", ".join(steps(strand, stage, clearing=clearing)) or "none: it is final"
        )
        first = " It is cleared first." if (stage, step) in _CLEARED_FIRST else ""
        msg = f"What is {stage} cannot {step}.{first} Open steps: {open_}."
        raise Refused(msg)
    return found


def explained(step: Step, message: str) -> str:
    """The message of a step, cleaned; refused where the step needs one and has none."""
    words = message.strip()
    if step in EXPLAINED and not words:
        msg = f"To {step} takes a message that says why: the sender reads it."
        raise Refused(msg)
    return words
