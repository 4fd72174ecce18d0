"""Records of reporting: rounds and submissions, what they answer, how they move."""

from stocktake.reporting.models.rounds import Enclosure, Round, Submission


__all__ = ["Enclosure", "Round", "Submission"]
