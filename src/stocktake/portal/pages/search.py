"""Search: States, commitments, and passages of published reports."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from stocktake.geography import queries as geography
from stocktake.kernel.folding import fold, places
from stocktake.portal.pages.frame import (
    Frame,
    Link,
    Paging,
    Record,
    edition_of,
    paging,
    title_of,
)
from stocktake.portal.pages.quotes import passage_address, place, report_title
from stocktake.portal.places import area_name, sender_names
from stocktake.reporting import queries as reporting
from stocktake.reporting.queries import Hit, RoundRow


HITS_A_PAGE = 20
AROUND = 160  # signs kept on each side of the first word found


@dataclass(frozen=True, slots=True)
class Found:
    """One passage found: the words around the first hit, the hits marked."""

    title: str
    place: str
    href: str
    text: str
    language: str
    marked: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What was asked for and what was found."""

    frame: Frame
    asked: str
    links: tuple[Link, ...]
    total: int
    found: tuple[Found, ...]
    paging: Paging

    def records(self) -> list[Record]:
        """One record a passage shown."""
        return [
            {"title": one.title, "place": one.place, "href": one.href, "text": one.text}
            for one in self.found
        ]


def search_page(asked: str, page: str) -> SearchPage:
    """States, commitments and passages that hold the words. Three queries."""
    asked = " ".join(asked.split())[:200]
    rounds = reporting.rounds()
    current = rounds[0] if rounds else None
    offset = HITS_A_PAGE * (max(int(page) if page.isdecimal() else 1, 1) - 1)
    total, hits = (
        reporting.holding(asked, offset=offset, limit=HITS_A_PAGE) if asked else (0, ())
    )
    names = sender_names(hit.sender for hit in hits)
    return SearchPage(
        frame=Frame(_("Search"), "search", (), current),
        asked=asked,
        links=_links(asked, current) if asked and current else (),
        total=total,
        found=tuple(_found(hit, asked.split(), names) for hit in hits),
        paging=paging(page, total, size=HITS_A_PAGE, keep={"q": asked}),
    )


def _links(asked: str, round_: RoundRow) -> tuple[Link, ...]:
    """The States and commitments whose names hold the words."""
    folded = fold(asked)
    edition = edition_of(round_)
    items = [
        Link(
            f"{item.code} {title_of(item)}",
            reverse("portal:commitment", args=[round_.code, item.code]),
        )
        for item in edition.commitments
        if folded in fold(title_of(item)) or asked == item.code
    ]
    areas = [
        Link(
            area_name(area.alpha3),
            reverse("portal:state", args=[round_.code, area.alpha3]),
        )
        for area in (*geography.states(), *geography.illustrative_states())
        if folded in fold(area_name(area.alpha3)) or asked.upper() == area.alpha3
    ]
    return tuple((items + areas)[:12])


def _found(hit: Hit, words: Sequence[str], names: Mapping[str, str]) -> Found:
    text, marked = excerpt(hit.text, words)
    return Found(
        report_title(hit.title, names[hit.sender]),
        place(hit.page, hit.number, hit.order),
        passage_address(hit.document, hit.order, page=hit.page),
        text,
        hit.language,
        marked,
    )


def excerpt(text: str, words: Sequence[str]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The text around the first word, and where the words stand in it."""
    found = (next(places(text, word), None) for word in words)
    first = min((at for at, _end in filter(None, found)), default=0)
    start, end = max(0, first - AROUND), min(len(text), first + AROUND)
    before, after = "… " if start else "", " …" if end < len(text) else ""
    shown = f"{before}{text[start:end].strip()}{after}"
    marked = sorted(at for word in set(words) for at in places(shown, word))
    return shown, tuple(marked)
