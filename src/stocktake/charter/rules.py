"""The compact as frozen values: items, their sources, the calendar, the rule, the annex."""

from enum import StrEnum

import msgspec

Texts = dict[str, str]  # language code -> words


class ItemKind(StrEnum):
    """What an item of an edition is."""

    THEME = "theme"
    COMMITMENT = "commitment"
    SUB_COMMITMENT = "sub-commitment"
    OBJECTIVE = "objective"
    ACTION = "action"
