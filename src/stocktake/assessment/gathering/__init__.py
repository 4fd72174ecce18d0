"""Gathering the evidence of many findings at once from the rooms below, in codes."""

from stocktake.assessment.gathering.evidence import Gathered, gather


__all__ = ["Gathered", "gather"]
