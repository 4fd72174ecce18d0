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
from stocktake.reporting.actions.claims import place, publish_due, reply, weigh
from stocktake.reporting.actions.evidence import (
    attach,
    detach,
    opened,
    opened_in_public,
)
from stocktake.reporting.actions.obligations import (
    close_round,
    except_late,
    opt_in,
    opt_out,
    plan_round,
    reopen_round,
)
from stocktake.reporting.actions.prefill import (
    prefill,
)
from stocktake.reporting.actions.reminders import (
    claim_for_mail,
    note_reminders,
    read_reminders,
    release_for_mail,
)
from stocktake.reporting.actions.rounds import (
    enclose,
    enclose_collective,
    enclose_published,
    open_round,
    replace,
)
from stocktake.reporting.actions.sources import (
    change_keys,
    describe_source,
    identify,
    start_protected,
)
from stocktake.reporting.actions.versions import (
    move_to_version,
)
from stocktake.reporting.actions.workflow import (
    Moved,
    Overtaken,
    move,
    set_clearing,
)


__all__ = [
    "Change",
    "Clash",
    "Moved",
    "NotTaken",
    "Overtaken",
    "Saved",
    "add_record",
    "attach",
    "change_keys",
    "claim_for_mail",
    "close_round",
    "confirm",
    "describe_source",
    "detach",
    "enclose",
    "enclose_collective",
    "enclose_published",
    "except_late",
    "identify",
    "move",
    "move_to_version",
    "note_reminders",
    "open_round",
    "opened",
    "opened_in_public",
    "opt_in",
    "opt_out",
    "place",
    "plan_round",
    "prefill",
    "publish_due",
    "read_reminders",
    "release_for_mail",
    "remove_record",
    "reopen_round",
    "replace",
    "reply",
    "restore_record",
    "save_answer",
    "save_answers",
    "set_clearing",
    "start_draft",
    "start_protected",
    "weigh",
]
