"""Trying the desk out on one's own machine, without accounts.

Whoever runs the program on their machine, and has made no administrator, may act in
any role. All of these must hold, so that a copy never stands open by mistake: the
request comes from this machine, for a name of this machine, through no proxy; no
setting of a server is made; no administrator exists.
"""

from django.conf import settings
from django.http import HttpRequest

from stocktake.accounts import queries
from stocktake.accounts.rules import (
    LOCAL_ADMINISTRATOR,
    SCOPED_ROLES,
    STATE_ROLES,
    Acting,
    Role,
)
from stocktake.geography import queries as geography
from stocktake.kernel.errors import Refused


KEPT = "try_out"
ROLES = tuple(role for role in Role if role not in {Role.LOCAL, Role.VISITOR})
_HERE = {"127.0.0.1", "::1"}
_NAMES = {"localhost", "127.0.0.1", "[::1]", "testserver"}
_PROXIED = ("HTTP_FORWARDED", "HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP", "HTTP_VIA")


def possible(request: HttpRequest) -> bool:
    """Whether this request may act without an account. One query at most."""
    name = request.get_host().rpartition(":")[0] or request.get_host()
    if request.get_host().endswith("]"):
        name = request.get_host()
    return (
        bool(settings.TRY_OUT)
        and request.META.get("REMOTE_ADDR") in _HERE
        and (name in _NAMES or request.get_host() in _NAMES)
        and not any(header in request.META for header in _PROXIED)
        and not queries.administrator_exists()
    )


def acting(request: HttpRequest) -> Acting:
    """The local administrator, or the role they switched to."""
    kept = request.session.get(KEPT) or {}
    role, area = kept.get("role", ""), kept.get("area", "")
    if role not in {each.value for each in ROLES}:
        return _tried(LOCAL_ADMINISTRATOR.name, Role.LOCAL, "")
    return _tried(f"local administrator as {role} {area}".strip(), Role(role), area)


def switch(request: HttpRequest, role: str, area: str) -> None:
    """Act in a role from now on; "" goes back to the local administrator."""
    if not role:
        request.session.pop(KEPT, None)
        return
    if role not in {each.value for each in ROLES}:
        msg = f"There is no role {role!r}: one of {', '.join(ROLES)}."
        raise Refused(msg)
    request.session[KEPT] = {"role": role, "area": _area(Role(role), area.strip())}


def _area(role: Role, area: str) -> str:
    if role not in SCOPED_ROLES:
        return ""
    if not area:
        msg = f"The role {role} needs the code of a State or organisation, such as XAA."
        raise Refused(msg)
    return geography.find(area).alpha3 if role in STATE_ROLES else area.upper()


def _tried(name: str, role: Role, area: str) -> Acting:
    areas = frozenset({area} - {""})
    return Acting(name, frozenset({role}), areas=areas, tried_out=True)
