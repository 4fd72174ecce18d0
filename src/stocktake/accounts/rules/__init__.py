"""Roles, permissions, who acts, who may invite whom: pure."""

from stocktake.accounts.rules.acting import LOCAL_ADMINISTRATOR, VISITOR, Acting
from stocktake.accounts.rules.grants import (
    GRANTS,
    SCOPED_PERMISSIONS,
    SCOPED_ROLES,
    SECOND_FACTOR,
    STATE_ROLES,
    Permission,
    Role,
)
from stocktake.accounts.rules.inviting import (
    INVITATION_DAYS,
    INVITES,
    Offer,
    check_offer,
    invitable,
)


__all__ = [
    "GRANTS",
    "INVITATION_DAYS",
    "INVITES",
    "LOCAL_ADMINISTRATOR",
    "SCOPED_PERMISSIONS",
    "SCOPED_ROLES",
    "SECOND_FACTOR",
    "STATE_ROLES",
    "VISITOR",
    "Acting",
    "Offer",
    "Permission",
    "Role",
    "check_offer",
    "invitable",
]
