"""What every page has: its title, where it stands, its round, how to go on in a list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.utils.translation import get_language

from stocktake.charter import queries as charter
from stocktake.charter.rules import Edition, Item
from stocktake.kernel.languages import in_language
from stocktake.reporting.queries import RoundRow


T = TypeVar("T")
Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Link:
    """Words and where they lead; the last of a trail leads nowhere."""

    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """What the frame around a page needs to know."""

    title: str
    section: str = ""
    trail: tuple[Link, ...] = ()
    round: RoundRow | None = None


@dataclass(frozen=True, slots=True)
class Paging:
    """One page of a long list, and the addresses of its neighbours."""

    number: int
    last: int
    before: str
    after: str
    offset: int
    size: int


@dataclass(frozen=True, slots=True)
class Row:
    """An item of the edition in the page's language."""

    code: str
    title: str
    description: str = ""
    mark: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)


def paging(asked: str, total: int, *, size: int, keep: Mapping[str, str]) -> Paging:
    """The page asked for (the nearest one there is) of ``total`` rows."""
    last = max(1, -(-total // size))
    number = min(max(int(asked) if asked.isdecimal() else 1, 1), last)

    def link(to: int) -> str:
        return "?" + urlencode({**{k: v for k, v in keep.items() if v}, "page": to})

    return Paging(
        number,
        last,
        link(number - 1) if number > 1 else "",
        link(number + 1) if number < last else "",
        (number - 1) * size,
        size,
    )


def cut(rows: Sequence[T], page: Paging) -> tuple[T, ...]:
    """The rows of this page."""
    return tuple(rows[page.offset : page.offset + page.size])


def language() -> str:
    """The page's language."""
    return get_language() or "en"


def edition_of(round_: RoundRow) -> Edition:
    """The edition that a round follows."""
    return charter.edition(round_.edition)


def title_of(item: Item) -> str:
    """An item's title in the page's language."""
    return in_language(item.title, language())


def row_of(item: Item, **extra: Any) -> Row:
    """An item as a page shows it."""
    return Row(
        item.code,
        title_of(item),
        in_language(item.description, language()),
        item.code if item.parent is None else "",
        extra,
    )
