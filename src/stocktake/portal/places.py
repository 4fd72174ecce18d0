"""Names of States, senders and regions in the page's language."""

from collections.abc import Iterable

from django.utils.translation import get_language

from stocktake.geography import queries as geography
from stocktake.kernel.errors import NotFound


def area_name(code: str) -> str:
    """A State's name in the page's language; the code where we know none."""
    try:
        return geography.name(code, get_language() or "en")
    except NotFound:
        return code


def sender_name(code: str) -> str:
    """The name of a State or organisation in the page's language."""
    return area_name(code)


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
