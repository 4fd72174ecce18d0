"""The list of the documents of a round."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from stocktake.portal.pages.evidence import round_link
from stocktake.portal.pages.frame import Frame, Link, Paging, Record, cut, paging
from stocktake.portal.pages.quotes import report_title
from stocktake.portal.places import area_name, sender_names
from stocktake.reporting import queries as reporting
from stocktake.reporting.queries import SubmissionRow
from stocktake.reporting.rules import Strand


DOCUMENTS_A_PAGE = 50


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


def documents_page(
    round_code: str,
    *,
    strand: str,
    language: str,
    page: str,
    size: int = DOCUMENTS_A_PAGE,
) -> DocumentsPage:
    """The documents of a round, perhaps of one strand or language. Three queries."""
    round_ = reporting.round_(round_code)
    rows = _listed(reporting.submissions(round_code))
    kept = [
        row
        for row in rows
        if strand in ("", row.strand) and language in ("", row.language)
    ]
    shown = paging(
        page,
        len(kept),
        size=size,
        keep={"strand": strand, "language": language},
    )
    return DocumentsPage(
        frame=Frame(
            _("Documents"),
            "documents",
            (round_link(round_), Link(_("Documents"))),
            round_,
        ),
        documents=cut(kept, shown),
        total=len(kept),
        paging=shown,
        strand=strand,
        language=language,
        languages=tuple(sorted({row.language for row in rows})),
    )


def _listed(submissions: tuple[SubmissionRow, ...]) -> list[Listed]:
    names = sender_names(one.sender for one in submissions)
    return [
        Listed(
            document.sha256,
            report_title(document.title, names[s.sender]),
            names[s.sender],
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
        for s in sorted(
            submissions, key=lambda s: (s.strand is Strand.EXPERT, s.sender)
        )
        for document in s.documents
    ]
