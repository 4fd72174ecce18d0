"""Cited sentences as pages show them, each with the address of its place."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from stocktake.portal.pages.frame import Record
from stocktake.portal.places import area_name, sender_name
from stocktake.portal.sources import Said
from stocktake.reporting.rules import Strand


@dataclass(frozen=True, slots=True)
class Quote:
    """One sentence: its words, who says it about whom, and where it stands."""

    said: Said
    who: str
    about: str
    where: str
    href: str

    def record(self) -> Record:
        """The quote as data."""
        said = self.said
        return {
            "commitment": said.code,
            "state": said.state,
            "strand": said.strand,
            "sender": said.sender,
            "stance": said.stance,
            "text": said.text,
            "language": said.language,
            "document": said.sha256,
            "page": said.page,
            "number": said.number,
            "passage": f"stocktake:passage:{said.sha256}/{said.order}",
            "start": said.start,
            "end": said.end,
        }


def quote(said: Said) -> Quote:
    """A cited sentence with names and its address."""
    about = "" if said.strand == Strand.STATE or not said.state else area_name(said.state)
    return Quote(said, sender_name(said.sender), about, where(said), address(said))


def quotes(sentences: Iterable[Said]) -> tuple[Quote, ...]:
    """Cited sentences in their order."""
    return tuple(quote(said) for said in sentences)


def where(said: Said) -> str:
    """The place in words: page and paragraph, or heading and paragraph."""
    return place(said.page, said.number, said.order)


def place(page: int | None, number: str, order: int) -> str:
    """Page and paragraph as a citation gives them."""
    paragraph = number or str(order)
    if page:
        return _("p. %(page)s, para. %(number)s") % {"page": page, "number": paragraph}
    return _("para. %(number)s") % {"number": paragraph}


def address(said: Said) -> str:
    """The reader at the cited words."""
    return passage_address(
        said.sha256, said.order, page=said.page, start=said.start, end=said.end
    )


def passage_address(
    sha256: str, order: int, *, page: int | None, start: int = 0, end: int = 0
) -> str:
    """The reader at a passage, with the cited words marked if there are any."""
    query: dict[str, int] = {"page": page} if page else {}
    query["passage"] = order
    if end:
        query |= {"from": start, "to": end}
    return f"{reverse('portal:document', args=[sha256])}?{urlencode(query)}#p{order}"
