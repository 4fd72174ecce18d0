"""Names of roles and states of people, in the page's language."""

from django.utils.translation import gettext as _

from stocktake.accounts.rules import Role


def role_name(role: str) -> str:
    """A role in words."""
    names = {
        Role.LOCAL: _("Local administrator"),
        Role.ADMINISTRATOR: _("Administrator"),
        Role.SECRETARIAT: _("Secretariat"),
        Role.PROTECTION_OFFICER: _("Protection officer"),
        Role.REVIEW_OFFICE: _("Office of the Special Representative"),
        Role.FOCAL_POINT: _("Focal point"),
        Role.ALTERNATE: _("Alternate focal point"),
        Role.CONTRIBUTOR: _("Contributor"),
        Role.VALIDATING_AUTHORITY: _("Validating authority"),
        Role.EXPERT: _("Expert"),
        Role.RESEARCHER: _("Researcher"),
        Role.VISITOR: _("Visitor"),
    }
    return names.get(Role(role), role) if role in set(Role) else role


def status_name(status: str) -> str:
    """Whether somebody is here, invited, or no longer here, in words."""
    names = {
        "active": _("Has access"),
        "revoked": _("Access ended"),
        "invited": _("Invited"),
        "expired": _("Invitation expired"),
    }
    return names.get(status, status)


BROWSERS = ("Edg", "OPR", "Firefox", "Chrome", "Safari")  # those that name others first
SYSTEMS = ("Android", "iPhone", "iPad", "Windows", "Mac OS", "Linux")
_KNOWN_AS = {"Edg": "Edge", "OPR": "Opera", "Mac OS": "macOS"}


def browser_name(agent: str) -> str:
    """A browser and its system, such as "Firefox, Windows"; its own words if unknown."""
    found = [
        next((name for name in names if name in agent), "")
        for names in (BROWSERS, SYSTEMS)
    ]
    known = [_KNOWN_AS.get(name, name) for name in found if name]
    return ", ".join(known) or agent[:40]
