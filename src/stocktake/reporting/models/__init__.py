"""Records of reporting: rounds and submissions, what they answer, how they move."""

from stocktake.reporting.models.answers import Answer, Edit, PinnedQuestionnaire
from stocktake.reporting.models.reminders import Reminder
from stocktake.reporting.models.rounds import Enclosure, Round, Submission
from stocktake.reporting.models.workflow import (
    Clearing,
    LateException,
    Move,
    Obligation,
    OptIn,
    Snapshot,
)


__all__ = [
    "Answer",
    "Clearing",
    "Edit",
    "Enclosure",
    "LateException",
    "Move",
    "Obligation",
    "OptIn",
    "PinnedQuestionnaire",
    "Reminder",
    "Round",
    "Snapshot",
    "Submission",
]
