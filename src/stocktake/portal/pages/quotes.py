"""Cited sentences as pages show them, each with the address of its place."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from stocktake.portal.pages.frame import Record
from stocktake.portal.places import area_name
from stocktake.reporting.rules import Strand
from stocktake.texts.queries import Citation, SummarySentence


@dataclass(frozen=True, slots=True)
class Also:
    """Another place that says nearly the same."""

    who: str
    where: str
    href: str


@dataclass(frozen=True, slots=True)
class Quote:
    """One sentence: its words, who says it about whom, and where it stands."""

    text: str
    language: str
    stance: str
    strand: str
    who: str
    about: str
    where: str
    href: str
    also: tuple[Also, ...]
    confirmed: bool
    sentence: SummarySentence

    def record(self) -> Record:
        """The quote as data."""
        cited = self.sentence.citation
        return {
            "commitment": self.sentence.code,
            "state": cited.state,
            "strand": cited.strand,
            "sender": cited.sender,
            "stance": self.stance,
            "text": cited.quote,
            "language": cited.language,
            "document": cited.document,
            "page": cited.page,
            "number": cited.number,
            "passage": cited.urn,
            "start": cited.start,
            "end": cited.end,
            "score": self.sentence.score,
            "also": "|".join(other.urn for other in self.sentence.also),
        }


def quote(sentence: SummarySentence, names: Mapping[str, str]) -> Quote:
    """A cited sentence with its sender's name and its address."""
    cited = sentence.citation
    speaks_of_other = cited.strand != Strand.STATE and cited.state
    return Quote(
        text=cited.quote,
        language=cited.language,
        stance=sentence.stance.value,
        strand=cited.strand,
        who=names.get(cited.sender, cited.sender),
        about=area_name(cited.state) if speaks_of_other else "",
        where=place(cited.page, cited.number, cited.order),
        href=address(cited),
        also=tuple(
            Also(
                names.get(other.sender, other.sender),
                place(other.page, other.number, other.order),
                address(other),
            )
            for other in sentence.also
        ),
        confirmed=sentence.confirmed,
        sentence=sentence,
    )


def quotes(
    sentences: Iterable[SummarySentence], names: Mapping[str, str]
) -> tuple[Quote, ...]:
    """Cited sentences in their order."""
    return tuple(quote(sentence, names) for sentence in sentences)


def place(page: int | None, number: str, order: int) -> str:
    """Page and paragraph as a citation gives them."""
    paragraph = number or str(order)
    if page:
        return _("p. %(page)s, para. %(number)s") % {"page": page, "number": paragraph}
    return _("para. %(number)s") % {"number": paragraph}


def address(cited: Citation) -> str:
    """The reader at the cited words."""
    return passage_address(
        cited.document, cited.order, page=cited.page, start=cited.start, end=cited.end
    )


def report_title(title: str, sender: str) -> str:
    """A report's title; "Report of" its sender where the file carries none."""
    return title or _("Report of %(sender)s") % {"sender": sender}


def passage_address(
    sha256: str, order: int, *, page: int | None, start: int = 0, end: int = 0
) -> str:
    """The reader at a passage, with the cited words marked if there are any."""
    query: dict[str, int] = {"page": page} if page else {}
    query["passage"] = order
    if end:
        query |= {"from": start, "to": end}
    return f"{reverse('portal:document', args=[sha256])}?{urlencode(query)}#p{order}"
