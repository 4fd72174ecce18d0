"""``stocktake permissions``: which role may do what, as one table."""

import click

from stocktake.accounts.rules import (
    GRANTS,
    SCOPED_PERMISSIONS,
    SCOPED_ROLES,
    SECOND_FACTOR,
    Permission,
    Role,
)
from stocktake.cli import frame


@click.command()
@frame.json_option
def permissions(*, as_json: bool) -> None:
    """Which role grants which permission; "own": for its own State or organisation."""
    if as_json:
        frame.print_json(
            {
                "roles": {
                    role.value: {
                        "permissions": sorted(GRANTS[role]),
                        "scoped": role in SCOPED_ROLES,
                        "second_factor": role in SECOND_FACTOR,
                    }
                    for role in Role
                },
                "scoped_permissions": sorted(SCOPED_PERMISSIONS),
            }
        )
        return
    frame.print_table(
        ["permission", *(role.value for role in Role)],
        [[p.value, *(granted(role, p) for role in Role)] for p in Permission],
    )


def granted(role: Role, permission: Permission) -> str:
    """``yes``, ``own`` (for the codes somebody holds) or nothing."""
    if permission not in GRANTS[role]:
        return ""
    own = role in SCOPED_ROLES and permission in SCOPED_PERMISSIONS
    return "own" if own else "yes"
