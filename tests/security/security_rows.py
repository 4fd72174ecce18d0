"""Who may open which address: a row for every URL there is.

A new URL without a row fails ``test_every_address_has_a_row``. A row says how to build
the address for a State or organisation (``area``) from what the world holds, and who
gets in: a set of roles for their own area, a set for another's. Rooms with many
addresses keep theirs in a file ``security_rows_<room>.py`` beside this one, as ``ROWS``. Whoever is not named
is sent to the sign-in page or refused; what they must never see is the page.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from scenarios import people
from stocktake.accounts.rules import (
    GRANTS,
    SCOPED_PERMISSIONS,
    SCOPED_ROLES,
    SECOND_FACTOR,
    Permission,
    Role,
)


World = Mapping[str, str]
EVERYONE = frozenset(Role) - {Role.LOCAL}
SIGNED_IN = EVERYONE - {Role.VISITOR}
NOBODY: frozenset[Role] = frozenset()


@dataclass(frozen=True)
class Row:
    """One address: its arguments, who gets in for their own area and for another's."""

    own: frozenset[Role]
    other: frozenset[Role]
    arguments: Callable[[World, str], dict[str, object]] = lambda _world, _area: {}
    method: str = "get"
    data: Callable[[World, str], dict[str, str]] = lambda _world, _area: {}
    before: Callable[[], None] = lambda: None  # makes anew what each request uses up
    why: str = ""


def open_to(roles: frozenset[Role], **more) -> Row:
    """An address that is not about one State or organisation."""
    return Row(roles, roles, **more)


def asks(permission: Permission, **more) -> Row:
    """An address that asks for a permission, for the area it is about."""
    holders = frozenset(role for role in EVERYONE if permission in GRANTS[role])
    scoped = permission in SCOPED_PERMISSIONS
    return Row(holders, holders - SCOPED_ROLES if scoped else holders, **more)


def at(**arguments: object) -> Callable[[World, str], dict[str, object]]:
    """Arguments that are always the same; ``...`` is taken from the world by its name."""

    def build(world: World, _area: str) -> dict[str, object]:
        return {k: world[k] if v is ... else v for k, v in arguments.items()}

    return build


def colleagues() -> None:
    """Somebody invited by each of two States, whose invitation can be ended."""
    for area in (people.OWN_STATE, people.OTHER_STATE):
        email = f"colleague-{area}@example.org".lower()
        people.invite(Role.CONTRIBUTOR, area=area, email=email)


ROUND = {"round_code": "2024"}
PORTAL = {
    "portal:home": open_to(EVERYONE),
    "portal:current": open_to(EVERYONE, arguments=at(section="states")),
    "portal:round": open_to(EVERYONE, arguments=at(**ROUND)),
    "portal:theme": open_to(EVERYONE, arguments=at(**ROUND, code="1")),
    "portal:commitments": open_to(EVERYONE, arguments=at(**ROUND)),
    "portal:commitment": open_to(EVERYONE, arguments=at(**ROUND, code="1.2")),
    "portal:states": open_to(EVERYONE, arguments=at(**ROUND)),
    "portal:state": open_to(EVERYONE, arguments=at(**ROUND, code="XAA")),
    "portal:delivery": open_to(EVERYONE, arguments=at(**ROUND)),
    "portal:documents": open_to(EVERYONE, arguments=at(**ROUND)),
    "portal:dossiers": open_to(EVERYONE, arguments=at(**ROUND)),
    "portal:dossier": open_to(
        NOBODY, arguments=at(**ROUND, name="none"), why="no dossier in this world"
    ),
    "portal:document": open_to(EVERYONE, arguments=at(sha256=...)),
    "portal:search": open_to(EVERYONE),
    "portal:about": open_to(EVERYONE),
    "portal:gallery": open_to(EVERYONE),
    "health": open_to(EVERYONE),
    "document_file": open_to(EVERYONE, arguments=at(sha256=...)),
    "page_image": open_to(EVERYONE, arguments=at(sha256=..., page=1)),
    "evidence_file": open_to(
        NOBODY,
        arguments=at(
            **ROUND, sender="XAA", item="1.2", group="measures", record="a", number=1
        ),
        why="no file in this world: tests/portal",
    ),
    "dossier_file": open_to(
        NOBODY,
        arguments=at(**ROUND, dossier="none", name="none"),
        why="no dossier in this world",
    ),
}

INVITERS = frozenset({Role.ADMINISTRATOR, Role.SECRETARIAT, Role.FOCAL_POINT})
UNSCOPED_INVITERS = INVITERS - {Role.FOCAL_POINT}
KEY = at(key="not-an-invitation")
SIGNIN = {
    "signin:account": open_to(SIGNED_IN),
    "signin:sessions": open_to(SIGNED_IN),
    "signin:invitation": open_to(NOBODY, arguments=KEY, why="no such invitation"),
    "signin:people": open_to(INVITERS, why="whom each sees: tests/accounts"),
    "signin:revoke": Row(
        INVITERS,
        UNSCOPED_INVITERS,
        method="post",
        data=lambda _world, area: {"email": f"colleague-{area}@example.org".lower()},
        before=colleagues,
    ),
    "signin:try_out": open_to(NOBODY, why="an administrator exists"),
    "account_login": open_to(EVERYONE),
    "account_logout": open_to(EVERYONE),
    "account_signup": open_to(EVERYONE, why="says that accounts come by invitation"),
    "account_inactive": open_to(EVERYONE),
    "account_reauthenticate": open_to(SIGNED_IN),
    "account_change_password": open_to(SIGNED_IN),
    "account_reset_password": open_to(EVERYONE),
    "account_reset_password_done": open_to(EVERYONE),
    "account_reset_password_from_key": open_to(
        EVERYONE, arguments=at(uidb36="1", key="wrong-key"), why="says it is no key"
    ),
    "account_reset_password_from_key_done": open_to(EVERYONE),
    "mfa_index": open_to(SIGNED_IN),
    "mfa_authenticate": open_to(SIGNED_IN, why="leads whoever is in to their account"),
    "mfa_reauthenticate": open_to(SIGNED_IN),
    "mfa_activate_totp": open_to(SIGNED_IN),
    "mfa_deactivate_totp": open_to(SECOND_FACTOR, why="who has an app in this world"),
    "mfa_view_recovery_codes": open_to(NOBODY, why="none were made"),
    "mfa_generate_recovery_codes": open_to(SIGNED_IN),
    "mfa_download_recovery_codes": open_to(NOBODY, why="none were made"),
    "mfa_list_webauthn": open_to(SIGNED_IN),
    "mfa_add_webauthn": open_to(SIGNED_IN),
    "mfa_login_webauthn": open_to(
        SIGNED_IN, why="leads whoever is in to their account"
    ),
    "mfa_reauthenticate_webauthn": open_to(SIGNED_IN),
    "mfa_remove_webauthn": open_to(NOBODY, arguments=at(pk=1), why="no key is theirs"),
    "mfa_edit_webauthn": open_to(NOBODY, arguments=at(pk=1), why="no key is theirs"),
}

ROWS: dict[str, Row] = {**PORTAL, **SIGNIN}


def add(rows: Mapping[str, Row]) -> None:
    """Take in the rows of another room, each address once."""
    twice = set(rows) & set(ROWS)
    assert not twice, f"two rows for {sorted(twice)}"
    ROWS.update(rows)
