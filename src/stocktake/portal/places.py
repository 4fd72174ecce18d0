"""Names of States, senders and regions in the page's language."""

from collections.abc import Iterable

from django.utils.translation import get_language

from stocktake.actors import queries as actors
from stocktake.geography import queries as geography
from stocktake.kernel.errors import NotFound


def area_name(code: str) -> str:
    """A State's name in the page's language; the code where we know none."""
    try:
        return geography.name(code, get_language() or "en")
    except NotFound:
        return code


def sender_names(codes: Iterable[str]) -> dict[str, str]:
    """The names of States and organisations in the page's language. One query at most."""
    language = get_language() or "en"
    wanted = set(codes)
    names = {code: geography.name(code, language) for code in wanted if is_area(code)}
    if wanted - names.keys():
        known = (*actors.bodies(), *actors.organisations())
        missing = wanted - names.keys()
        names |= {one.code: one.name(language) for one in known if one.code in missing}
    return {code: names.get(code, code) for code in wanted}


def is_area(code: str) -> bool:
    """Whether a code is that of a country or area."""
    try:
        geography.area(code)
    except NotFound:
        return False
    return True


def region(code: str) -> str:
    """The M49 code of a State's region; empty for illustrative States."""
    try:
        return geography.region_of(code)
    except NotFound:
        return ""


def regions(states: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """The regions of these States: code and name, by name."""
    found = {region(code) for code in states} - {""}
    named = [(geography.region_name(m49, get_language() or "en"), m49) for m49 in found]
    return tuple((m49, name) for name, m49 in sorted(named))
