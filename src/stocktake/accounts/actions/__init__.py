"""Invite people, make them known, end their access."""

from stocktake.accounts.actions.invitations import accept, invite
from stocktake.accounts.actions.people import (
    end_sessions,
    make_administrator,
    reset_second_factor,
    revoke,
    set_language,
)


__all__ = [
    "accept",
    "end_sessions",
    "invite",
    "make_administrator",
    "reset_second_factor",
    "revoke",
    "set_language",
]
