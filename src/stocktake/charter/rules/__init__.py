"""The compact as frozen values: items, calendar, coverage, frameworks, crosswalk."""

from stocktake.charter.rules.calendar import (
    Calendar,
    RoundDates,
    Window,
    dates_of,
    round_on,
    rounds,
)
from stocktake.charter.rules.coverage import is_majority, lifted
from stocktake.charter.rules.difference import (
    Change,
    ChangeKind,
    between,
    compare,
)
from stocktake.charter.rules.edition import About, Coverage, Edition
from stocktake.charter.rules.faults import Fault
from stocktake.charter.rules.framework import Framework, FrameworkKind
from stocktake.charter.rules.items import (
    Item,
    ItemKind,
    ItemRecord,
    Source,
    Target,
    TargetKind,
    Texts,
    Topic,
)
from stocktake.charter.rules.links import Area, Crosswalk, Degree, Link, links_of
from stocktake.charter.rules.lists import CodeList, Entry
from stocktake.charter.rules.near import near


__all__ = [
    "About",
    "Area",
    "Calendar",
    "Change",
    "ChangeKind",
    "CodeList",
    "Coverage",
    "Crosswalk",
    "Degree",
    "Edition",
    "Entry",
    "Fault",
    "Framework",
    "FrameworkKind",
    "Item",
    "ItemKind",
    "ItemRecord",
    "Link",
    "RoundDates",
    "Source",
    "Target",
    "TargetKind",
    "Texts",
    "Topic",
    "Window",
    "between",
    "compare",
    "dates_of",
    "is_majority",
    "lifted",
    "links_of",
    "near",
    "round_on",
    "rounds",
]
