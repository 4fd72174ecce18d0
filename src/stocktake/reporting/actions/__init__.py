"""What changes reporting's records: each action asks permission, writes, leaves a trail."""

from stocktake.reporting.actions.answers import (
    add_record,
    confirm,
    remove_record,
    restore_record,
    save_answer,
    save_answers,
    start_draft,
)
from stocktake.reporting.actions.batch import Change, Clash, NotTaken, Saved
from stocktake.reporting.actions.rounds import enclose, open_round, replace


__all__ = [
    "Change",
    "Clash",
    "NotTaken",
    "Saved",
    "add_record",
    "confirm",
    "enclose",
    "open_round",
    "remove_record",
    "replace",
    "restore_record",
    "save_answer",
    "save_answers",
    "start_draft",
]
