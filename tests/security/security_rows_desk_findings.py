"""Who may open what of findings on the desk: those who reply on behalf of the State, alone."""

from security_rows import EVERYONE, Row, asks

from scenarios import people
from stocktake.accounts.rules import (
    GRANTS,
    LOCAL_ADMINISTRATOR,
    Permission,
)
from stocktake.assessment import actions
from stocktake.reporting import actions as reporting


REPLY = Permission.FINDING_REPLY
REPLIERS = frozenset(role for role in EVERYONE if REPLY in GRANTS[role])


def finding(_world, area):
    """The names in the address of a finding about a State."""
    state = area if area in {"XAA", "XAB"} else "XAA"
    reporting.open_round("2024", by=LOCAL_ADMINISTRATOR, at=people.NOON)
    actions.assess_round("2024", states=[state], by=LOCAL_ADMINISTRATOR, at=people.NOON)
    return {"round_code": "2024", "area": state, "code": "1.2"}


ROWS: dict[str, Row] = {
    # The list of one's own State: whoever speaks for one sees it.
    "desk:findings": Row(REPLIERS, REPLIERS),
    "desk:finding": asks(REPLY, arguments=finding),
    "desk:finding_reply": asks(
        REPLY,
        arguments=finding,
        method="post",
        data=lambda _world, _area: {"reply": "We disagree.", "language": "en"},
    ),
}
