"""Who may invite whom to what, and which roles one person cannot hold together."""

from dataclasses import dataclass
from typing import Final

from stocktake.accounts.rules.acting import Acting
from stocktake.accounts.rules.grants import (
    SCOPED_ROLES,
    STATE_ROLES,
    Permission,
    Role,
)
from stocktake.kernel.errors import NotPermitted, Refused


INVITATION_DAYS: Final = 14

_PEOPLE: Final = frozenset(Role) - {Role.LOCAL, Role.VISITOR}
INVITES: Final[dict[Role, frozenset[Role]]] = {
    Role.LOCAL: _PEOPLE,
    Role.ADMINISTRATOR: _PEOPLE,
    Role.SECRETARIAT: STATE_ROLES | {Role.EXPERT, Role.RESEARCHER},
    Role.FOCAL_POINT: STATE_ROLES - {Role.FOCAL_POINT},
}

# Nobody judges their own report, and the strands stay apart.
_APART: Final = (
    (STATE_ROLES, {Role.EXPERT, Role.SECRETARIAT, Role.PROTECTION_OFFICER}),
    (STATE_ROLES, {Role.REVIEW_OFFICE, Role.ADMINISTRATOR}),
    ({Role.EXPERT}, {Role.SECRETARIAT, Role.REVIEW_OFFICE, Role.ADMINISTRATOR}),
    ({Role.EXPERT}, {Role.PROTECTION_OFFICER}),
    ({Role.PROTECTION_OFFICER}, {Role.ADMINISTRATOR}),
)


@dataclass(frozen=True, slots=True)
class Offer:
    """What an invitation gives: roles, for which States or organisation, which sections."""

    roles: frozenset[Role]
    areas: frozenset[str] = frozenset()
    sections: frozenset[str] = frozenset()

    def joined(self, other: "Offer") -> "Offer":
        """Both offers together, for somebody who is here already."""
        return Offer(
            self.roles | other.roles,
            self.areas | other.areas,
            self.sections | other.sections
            if self.sections and other.sections
            else frozenset(),
        )


def invitable(by: Acting) -> frozenset[Role]:
    """The roles that somebody may give."""
    return frozenset().union(*(INVITES.get(role, frozenset()) for role in by.roles))


def check_offer(offer: Offer, *, by: Acting, states: frozenset[str]) -> None:
    """Refuse an offer that its giver may not make or that contradicts itself.

    ``states`` are the codes of all States, illustrative ones included.
    """
    _permitted(offer, by)
    scoped = offer.roles & SCOPED_ROLES
    if scoped and not offer.areas:
        msg = f"The role {min(scoped)} needs the code of a State or organisation."
        raise Refused(msg)
    if offer.areas and not scoped:
        msg = "Codes are for roles of a State or an organisation; these roles act everywhere."
        raise Refused(msg)
    if offer.sections and Role.CONTRIBUTOR not in offer.roles:
        msg = "Sections are for contributors."
        raise Refused(msg)
    check_together(offer, states=states)


def check_together(offer: Offer, *, states: frozenset[str]) -> None:
    """Refuse roles that one person cannot hold together, and codes of the wrong kind."""
    for some, others in _APART:
        if offer.roles & some and offer.roles & others:
            one, other = min(offer.roles & some), min(offer.roles & others)
            msg = f"One person cannot be {one} and {other}: nobody judges their own report."
            raise Refused(msg)
    if offer.roles & STATE_ROLES and (unknown := offer.areas - states):
        msg = f"No State has the code {min(unknown)}. Use three letters, such as KEN."
        raise Refused(msg)
    if Role.EXPERT in offer.roles and (wrong := offer.areas & states):
        msg = f"{min(wrong)} is a State; experts report for an organisation."
        raise Refused(msg)


def _permitted(offer: Offer, by: Acting) -> None:
    if not offer.roles:
        msg = "An invitation needs a role."
        raise Refused(msg)
    if by.may(Permission.PERSON_INVITE):
        if missing := offer.roles - invitable(by):
            msg = f"{by.name} may not give the role {min(missing)}."
            raise NotPermitted(msg)
        return
    if missing := offer.roles - INVITES[Role.FOCAL_POINT]:
        msg = f"{by.name} may not give the role {min(missing)}."
        raise NotPermitted(msg)
    for area in sorted(offer.areas) or [""]:
        by.require(Permission.COLLEAGUE_INVITE, area=area)
