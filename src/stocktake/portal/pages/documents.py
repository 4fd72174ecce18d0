"""The document reader, and the list of documents."""

from collections import Counter
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from stocktake.charter import queries as charter
from stocktake.design.sheets import Place, sheet
from stocktake.kernel.errors import NotFound
from stocktake.portal import sources
from stocktake.portal.pages.frame import (
    Frame,
    Link,
    Paging,
    Record,
    cut,
    edition_of,
    paging,
    title_of,
)
from stocktake.portal.pages.quotes import passage_address, place
from stocktake.portal.pages.rounds import round_link
from stocktake.portal.places import area_name, sender_name
from stocktake.portal.sources import DocumentRow, LabelRow, PassageRow
from stocktake.reporting import queries as reporting
from stocktake.reporting.queries import SubmissionRow


PASSAGES_A_PAGE = 40
DOCUMENTS_A_PAGE = 50


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

    row: PassageRow
    cited: bool
    marked: tuple[tuple[int, int], ...]
    place: str
    href: str
    labels: tuple[Shown, ...]


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
                "stances": "|".join(stance for _sentence, stance in one.row.stances),
            }
            for one in self.passages
        ]


def document_page(sha256: str, asked: Asked) -> DocumentPage:
    """One document at the page asked for. Ten queries."""
    enclosing = reporting.enclosures_of(sha256)
    document = sources.document(sha256)
    if not enclosing or document is None:
        msg = _("No published report has this document.")
        raise NotFound(msg)
    submission = enclosing[-1]
    round_ = reporting.round_(submission.round)
    pages = _pages(document, asked)
    found = sources.passages(
        sha256,
        round_.edition,
        page=pages.number if document.page_count else None,
        offset=0 if document.page_count else pages.offset,
        limit=400 if document.page_count else PASSAGES_A_PAGE,
    )
    title = document.title or document.name
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
        sender=sender_name(submission.sender),
        about=tuple(
            Link(area_name(code), reverse("portal:state", args=[round_.code, code]))
            for code in submission.about
        ),
        pages=pages,
        sheet=_sheet(document, pages.number, found, asked),
        passages=tuple(_read(sha256, row, round_.code, edition_of(round_), asked) for row in found),
        file=reverse("document_file", args=[sha256]),
    )


def _pages(document: DocumentRow, asked: Asked) -> Paging:
    """The pages of the document, or stretches of passages where it has none."""
    if document.page_count:
        wanted = asked.page or (
            sources.page_of(document.sha256, asked.passage) if asked.passage else 0
        )
        return paging(str(wanted or 1), document.page_count, size=1, keep={})
    wanted = -(-asked.passage // PASSAGES_A_PAGE) if asked.passage else asked.page
    return paging(str(wanted), document.passages, size=PASSAGES_A_PAGE, keep={})


def _sheet(
    document: DocumentRow, page: int, found: tuple[PassageRow, ...], asked: Asked
) -> str:
    if document.kind != "pdf" or not 0 < page <= len(document.page_sizes):
        return ""
    width, height = document.page_sizes[page - 1]
    places = [
        Place(
            *box[1:5],
            href=f"#p{row.order}",
            label=_("Paragraph %(number)s") % {"number": row.number or row.order},
            cited=row.order == asked.passage,
        )
        for row in found
        for box in row.boxes
        if box[0] == page
    ]
    image = reverse("page_image", args=[document.sha256, page])
    label = _("Image of page %(page)s") % {"page": page}
    return sheet(image, width, height, places, label=label)


def _read(sha256, row: PassageRow, round_code: str, edition, asked: Asked) -> Read:
    cited = row.order == asked.passage
    marked = ((asked.start, asked.end),) if cited and asked.end else ()
    return Read(
        row,
        cited,
        marked,
        place(row.page, row.number, row.order),
        passage_address(sha256, row.order, page=row.page),
        tuple(
            Shown(
                label,
                title_of(edition.item(label.code)) if label.code in edition else label.code,
                _commitment(edition, round_code, label.code),
            )
            for label in row.labels
        ),
    )


def _commitment(edition, round_code: str, code: str) -> str:
    if code not in edition:
        return ""
    item = edition.item(code)
    name = "portal:theme" if item.parent is None else "portal:commitment"
    return reverse(name, args=[round_code, code])


@dataclass(frozen=True, slots=True)
class Listed:
    """One document in a list."""

    sha256: str
    title: str
    sender: str
    code: str
    strand: str
    language: str
    kind: str
    pages: int
    passages: int
    about: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class DocumentsPage:
    """All documents of a round."""

    frame: Frame
    documents: tuple[Listed, ...]
    total: int
    paging: Paging
    strand: str
    language: str
    languages: tuple[str, ...]

    def records(self) -> list[Record]:
        """One record a document."""
        return [
            {
                "document": one.sha256,
                "title": one.title,
                "sender": one.code,
                "strand": one.strand,
                "language": one.language,
                "kind": one.kind,
                "pages": one.pages,
                "passages": one.passages,
            }
            for one in self.documents
        ]


def documents_page(round_code: str, *, strand: str, language: str, page: str) -> DocumentsPage:
    """The documents of a round, perhaps of one strand or language. Three queries."""
    round_ = reporting.round_(round_code)
    rows = _listed(reporting.submissions(round_code))
    kept = [
        row
        for row in rows
        if strand in ("", row.strand) and language in ("", row.language)
    ]
    shown = paging(
        page, len(kept), size=DOCUMENTS_A_PAGE, keep={"strand": strand, "language": language}
    )
    return DocumentsPage(
        frame=Frame(
            _("Documents"), "documents", (round_link(round_), Link(_("Documents"))), round_
        ),
        documents=cut(kept, shown),
        total=len(kept),
        paging=shown,
        strand=strand,
        language=language,
        languages=tuple(sorted(Counter(row.language for row in rows))),
    )


def _listed(submissions: tuple[SubmissionRow, ...]) -> list[Listed]:
    return [
        Listed(
            document.sha256,
            document.title or document.name,
            sender_name(s.sender),
            s.sender,
            s.strand.value,
            document.language,
            document.kind,
            document.pages,
            document.passages,
            tuple(
                Link(area_name(code), reverse("portal:state", args=[s.round, code]))
                for code in s.about
            ),
        )
        for s in submissions
        for document in s.documents
    ]
