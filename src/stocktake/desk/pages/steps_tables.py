"""Long tables of the secretariat: kept to what was asked for, ordered, in pieces, as CSV."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode


Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column that orders the table: where it leads, how it is ordered now."""

    text: str
    href: str
    ordered: str  # "ascending", "descending" or ""


@dataclass(frozen=True, slots=True)
class Paging:
    """One page of a long list, and the addresses of its neighbours."""

    number: int
    last: int
    before: str
    after: str
    offset: int


def query(asked: Mapping[str, str], **more: str) -> str:
    """The same address with other parameters; empty ones are left out."""
    kept = {name: value for name, value in {**asked, **more}.items() if value}
    return f"?{urlencode(kept)}" if kept else "?"


def column(text: str, name: str, asked: Mapping[str, str], *, first: str) -> Column:
    """A column by which a table can be ordered; asked again it turns round."""
    sort = asked.get("sort") or first
    if sort == name:
        return Column(text, query(asked, sort=f"-{name}"), "ascending")
    ordered = "descending" if sort == f"-{name}" else ""
    return Column(text, query(asked, sort=name), ordered)


def paging(asked: Mapping[str, str], total: int, *, size: int) -> Paging:
    """The page asked for, the nearest there is."""
    last = max(1, -(-total // size))
    text = asked.get("page", "")
    number = min(max(int(text) if text.isdecimal() else 1, 1), last)
    return Paging(
        number,
        last,
        query(asked, page=str(number - 1)) if number > 1 else "",
        query(asked, page=str(number + 1)) if number < last else "",
        (number - 1) * size,
    )
