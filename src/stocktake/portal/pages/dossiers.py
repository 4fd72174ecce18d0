"""The dossiers frozen for a round, and their files."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from stocktake.design import words
from stocktake.dossiers import queries as dossiers
from stocktake.dossiers.queries import FrozenRow
from stocktake.portal.pages.evidence import round_link
from stocktake.portal.pages.frame import Frame, Link, Record
from stocktake.reporting import queries as reporting


@dataclass(frozen=True, slots=True)
class DossierFile:
    """One file of a dossier."""

    name: str
    size: int
    sha256: str
    href: str


@dataclass(frozen=True, slots=True)
class DossierRow:
    """One frozen dossier."""

    name: str
    title: str
    language: str
    note: str
    manifest: str
    read: str  # address of the page; "" where the dossier has no HTML
    files: tuple[DossierFile, ...]

    @property
    def documents(self) -> tuple[DossierFile, ...]:
        """The files to read."""
        return tuple(one for one in self.files if "/" not in one.name)

    @property
    def tables(self) -> tuple[DossierFile, ...]:
        """The files of the data package."""
        return tuple(one for one in self.files if "/" in one.name)


@dataclass(frozen=True, slots=True)
class DossiersPage:
    """The dossiers of a round."""

    frame: Frame
    dossiers: tuple[DossierRow, ...]

    def records(self) -> list[Record]:
        """One record a file."""
        return [
            {
                "dossier": d.name,
                "title": d.title,
                "language": d.language,
                "file": f.name,
                "bytes": f.size,
                "sha256": f.sha256,
            }
            for d in self.dossiers
            for f in d.files
        ]


def dossiers_page(round_code: str) -> DossiersPage:
    """The dossiers of a round, the latest first. Two queries."""
    round_ = reporting.round_(round_code)
    title = _("Dossiers")
    return DossiersPage(
        Frame(title, "dossiers", (round_link(round_), Link(title)), round_),
        tuple(_row(one) for one in dossiers.frozen(round_code)),
    )


def _row(one: FrozenRow) -> DossierRow:
    names = {file.name for file in one.files}
    at = [one.round, one.name]
    return DossierRow(
        name=one.name,
        title=one.title,
        language=one.language,
        note=_("%(language)s, frozen on %(day)s")
        % {"language": words.language_name(one.language), "day": words.day(one.at)},
        manifest=one.manifest,
        read=reverse("portal:dossier", args=at) if "dossier.html" in names else "",
        files=tuple(
            DossierFile(
                file.name,
                file.size,
                file.sha256,
                reverse("dossier_file", args=[*at, file.name]),
            )
            for file in one.files
        ),
    )
