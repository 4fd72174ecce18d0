"""Records of reporting: rounds and submissions, what they answer, how they move."""

from stocktake.reporting.models.answers import Answer, Edit, PinnedQuestionnaire
from stocktake.reporting.models.rounds import Enclosure, Round, Submission


__all__ = [
    "Answer",
    "Edit",
    "Enclosure",
    "PinnedQuestionnaire",
    "Round",
    "Submission",
]
