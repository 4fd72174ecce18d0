"""Who acts, and whether they may."""

from dataclasses import dataclass, replace
from typing import Final

from stocktake.accounts.rules.grants import (
    GRANTS,
    SCOPED_PERMISSIONS,
    SCOPED_ROLES,
    Permission,
    Role,
)
from stocktake.kernel.errors import NotPermitted


@dataclass(frozen=True, slots=True)
class Acting:
    """Who acts: a signed-in person, or the command line as local administrator.

    ``areas`` are the State and organisation codes of the scoped roles; ``sections``
    the theme or commitment codes a contributor is limited to (none: all);
    ``person`` is their URN ("" for the command line); ``tried_out`` marks the
    switch of roles on an own machine without accounts.
    """

    name: str
    roles: frozenset[Role]
    areas: frozenset[str] = frozenset()
    sections: frozenset[str] = frozenset()
    person: str = ""
    language: str = "en"
    tried_out: bool = False

    def may(self, permission: Permission, *, area: str = "") -> bool:
        """Whether a role grants the permission, for this State or organisation.

        A scoped role never grants a scoped permission without an area of its own:
        an action that forgets to name the area refuses instead of letting pass.
        """
        return any(
            permission in GRANTS[role] and self._holds(role, permission, area)
            for role in self.roles
        )

    def may_somewhere(self, permission: Permission) -> bool:
        """Whether a role grants the permission for any area: for menus, not for acts."""
        return any(permission in GRANTS[role] for role in self.roles)

    def may_section(self, item: str) -> bool:
        """Whether a contributor's sections hold the item ("1.2" lies in "1")."""
        everywhere = self.roles & {Role.FOCAL_POINT, Role.ALTERNATE}
        limited = Role.CONTRIBUTOR in self.roles and not everywhere
        if not (limited and self.sections):
            return True
        return any(item == s or item.startswith(f"{s}.") for s in self.sections)

    def require(self, permission: Permission, *, area: str = "") -> None:
        """Refuse, by name, what the roles do not grant (for that area)."""
        if not self.may(permission, area=area):
            where = f" for {area}" if area else ""
            msg = f"{self.name} may not do this{where}: it needs the permission {permission.value!r}."
            raise NotPermitted(msg)

    def with_areas(self, areas: frozenset[str]) -> "Acting":
        """The same person with other areas."""
        return replace(self, areas=areas)

    def _holds(self, role: Role, permission: Permission, area: str) -> bool:
        if role not in SCOPED_ROLES or permission not in SCOPED_PERMISSIONS:
            return True
        return bool(area) and area in self.areas


LOCAL_ADMINISTRATOR: Final = Acting("local administrator", frozenset({Role.LOCAL}))
VISITOR: Final = Acting("visitor", frozenset({Role.VISITOR}))
