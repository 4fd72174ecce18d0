"""What changes reporting's records: each action asks permission, writes, leaves a trail."""

from stocktake.reporting.actions.rounds import enclose, open_round, replace


__all__ = ["enclose", "open_round", "replace"]
