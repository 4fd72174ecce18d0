"""The document reader: passages beside the image of their page, the cited one marked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from stocktake.design.sheets import Place, sheet
from stocktake.documents import queries as documents
from stocktake.documents.queries import DocumentRow
from stocktake.documents.rules import Box, Kind
from stocktake.kernel.errors import NotFound
from stocktake.portal.pages.evidence import round_link
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
from stocktake.reporting.queries import RoundRow, SubmissionRow
from stocktake.texts import queries as texts
from stocktake.texts.queries import LabelledPassage, LabelRow, StanceRow


PASSAGES_A_PAGE = 40
LABELS_SHOWN = 3  # of a passage, the most probable


@dataclass(frozen=True, slots=True)
class Asked:
    """What the reader's address asks for: a page, a passage, words within it."""

    page: int = 0
    passage: int = 0
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Shown:
    """A label with the commitment's title and address."""

    label: LabelRow
    title: str
    href: str


@dataclass(frozen=True, slots=True)
class Read:
    """One passage as the reader shows it."""

    row: LabelledPassage
    cited: bool
    marked: tuple[tuple[int, int], ...]
    place: str
    href: str
    heading: tuple[str, ...]  # where it differs from that of the passage before
    labels: tuple[Shown, ...]
    stances: tuple[StanceRow, ...]


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """One document at one page."""

    frame: Frame
    document: DocumentRow
    submission: SubmissionRow
    sender: str
    about: tuple[Link, ...]
    pages: Paging
    sheet: str
    passages: tuple[Read, ...]
    file: str

    def records(self) -> list[Record]:
        """One record a passage shown."""
        return [
            {
                "document": self.document.sha256,
                "order": one.row.order,
                "number": one.row.number,
                "page": one.row.page,
                "language": one.row.language,
                "text": one.row.text,
                "labels": "|".join(shown.label.code for shown in one.labels),
                "stances": "|".join(s.stance.value for s in one.stances),
            }
            for one in self.passages
        ]


def document_page(sha256: str, asked: Asked) -> DocumentPage:
    """One document at the page asked for. About fifteen queries, however long it is."""
    enclosing = reporting.enclosures_of(sha256)
    if not enclosing:
        msg = "No published report has this document."
        raise NotFound(msg)
    submission = enclosing[-1]
    document = documents.document(sha256)
    round_ = reporting.round_(submission.round)
    every = texts.labels_of(sha256, edition=round_.edition)
    pages, found = _turned_to(document, every, asked)
    sender = sender_names([submission.sender])[submission.sender]
    title = report_title(document.title, sender)
    return DocumentPage(
        frame=Frame(
            title,
            "documents",
            (
                round_link(round_),
                Link(_("Documents"), reverse("portal:documents", args=[round_.code])),
                Link(title),
            ),
            round_,
        ),
        document=document,
        submission=submission,
        sender=sender,
        about=tuple(
            Link(area_name(code), reverse("portal:state", args=[round_.code, code]))
            for code in submission.about
        ),
        pages=pages,
        sheet=_sheet(document, pages.number, found, asked),
        passages=_passages(round_, found, asked),
        file=reverse("document_file", args=[sha256]),
    )


def _turned_to(
    document: DocumentRow, every: Sequence[LabelledPassage], asked: Asked
) -> tuple[Paging, tuple[LabelledPassage, ...]]:
    """The page asked for with its passages; stretches of passages where there are no pages."""
    if not document.page_count:
        wanted = -(-asked.passage // PASSAGES_A_PAGE) or asked.page
        pages = paging(str(wanted), len(every), size=PASSAGES_A_PAGE, keep={})
        return pages, tuple(every[pages.offset : pages.offset + pages.size])
    holding = (one.page for one in every if one.order == asked.passage and one.page)
    first = next((one.page for one in every if one.page), 1)
    wanted = asked.page or next(holding, first)
    pages = paging(str(wanted), document.page_count, size=1, keep={})
    return pages, tuple(one for one in every if one.page == pages.number)


def _sheet(
    document: DocumentRow, page: int, found: Iterable[LabelledPassage], asked: Asked
) -> str:
    if document.kind is not Kind.PDF or page > len(document.page_sizes):
        return ""
    width, height = document.page_sizes[page - 1]
    numbers = {one.order: one.number for one in found}
    places = [
        _place(box, row.order, numbers.get(row.order, ""), asked)
        for row in documents.passages(document.sha256)
        for box in row.boxes
        if box.page == page
    ]
    image = reverse("page_image", args=[document.sha256, page])
    label = _("Image of page %(page)s") % {"page": page}
    return sheet(image, width, height, places, label=label)


def _place(box: Box, order: int, number: str, asked: Asked) -> Place:
    return Place(
        box.left,
        box.top,
        box.right,
        box.bottom,
        href=f"#p{order}" if number else "",
        label=_("Paragraph %(number)s") % {"number": number},
        cited=order == asked.passage,
    )


def _passages(
    round_: RoundRow, found: Iterable[LabelledPassage], asked: Asked
) -> tuple[Read, ...]:
    before: tuple[str, ...] = ()
    shown = []
    for row in found:
        cited = row.order == asked.passage
        shown.append(
            Read(
                row,
                cited,
                ((asked.start, asked.end),) if cited and asked.end else (),
                place(row.page, row.number, row.order),
                passage_address(row.document, row.order, page=row.page),
                row.heading if row.heading != before else (),
                _labels(round_, row),
                tuple(s for s in row.stances if s.stance != "neither"),
            )
        )
        before = row.heading
    return tuple(shown)


def _labels(round_: RoundRow, row: LabelledPassage) -> tuple[Shown, ...]:
    kept = [label for label in row.labels if label.by != "rejected"]
    return tuple(_shown(round_, label) for label in kept[:LABELS_SHOWN])


def _shown(round_: RoundRow, label: LabelRow) -> Shown:
    edition = edition_of(round_)
    if label.code not in edition:
        return Shown(label, label.code, "")
    item = edition.item(label.code)
    name = "portal:theme" if item.parent is None else "portal:commitment"
    return Shown(label, title_of(item), reverse(name, args=[round_.code, item.code]))
