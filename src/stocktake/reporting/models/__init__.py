"""Records of reporting: rounds and submissions, what they answer, how they move."""

from stocktake.reporting.models.answers import Answer, Edit, PinnedQuestionnaire
from stocktake.reporting.models.claims import Claim, Evidence, Reply, Weighing
from stocktake.reporting.models.reminders import Reminder
from stocktake.reporting.models.rounds import Enclosure, Round, Submission
from stocktake.reporting.models.sources import ProtectedSource
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
    "Claim",
    "Clearing",
    "Edit",
    "Enclosure",
    "Evidence",
    "LateException",
    "Move",
    "Obligation",
    "OptIn",
    "PinnedQuestionnaire",
    "ProtectedSource",
    "Reminder",
    "Reply",
    "Round",
    "Snapshot",
    "Submission",
    "Weighing",
]
