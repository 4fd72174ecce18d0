"""Roles, permissions, and which role grants which: one table an auditor can read."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from stocktake.kernel.errors import NotPermitted


class Role(StrEnum):
    """What a person is in the review."""

    ADMINISTRATOR = "administrator"
    VISITOR = "visitor"


class Permission(StrEnum):
    """What an action asks for before it does anything."""

    ROUND_OPEN = "round.open"
    REPORT_TAKE_IN = "report.take-in"
    TEXT_LABEL = "text.label"
    DOSSIER_BUILD = "dossier.build"
    ORGANISATION_REGISTER = "organisation.register"
    TREATY_LOAD = "treaty.load"
    PERSON_INVITE = "person.invite"
    READ_PUBLIC = "public.read"


GRANTS: Final[dict[Role, frozenset[Permission]]] = {
    Role.ADMINISTRATOR: frozenset(Permission),
    Role.VISITOR: frozenset({Permission.READ_PUBLIC}),
}


@dataclass(frozen=True, slots=True)
class Acting:
    """Who acts: a signed-in person, or the command line as local administrator."""

    name: str
    roles: frozenset[Role]
    areas: frozenset[str] = frozenset()

    def may(self, permission: Permission) -> bool:
        """Whether any of the roles grants the permission."""
        return any(permission in GRANTS[role] for role in self.roles)

    def require(self, permission: Permission) -> None:
        """Refuse, by name, what the roles do not grant."""
        if not self.may(permission):
            msg = f"{self.name} may not do this: it needs the permission {permission.value!r}."
            raise NotPermitted(msg)


LOCAL_ADMINISTRATOR: Final = Acting(
    "local administrator", frozenset({Role.ADMINISTRATOR})
)
VISITOR: Final = Acting("visitor", frozenset({Role.VISITOR}))
