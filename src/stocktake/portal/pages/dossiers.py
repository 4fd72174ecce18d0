"""The dossiers frozen for a round, and their files."""

from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from stocktake.kernel.errors import NotFound
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
    files: tuple[DossierFile, ...]


@dataclass(frozen=True, slots=True)
class DossiersPage:
    """The dossiers of a round."""

    frame: Frame
    dossiers: tuple[DossierRow, ...]

    def records(self) -> list[Record]:
        """One record a file."""
        return [
            {"dossier": d.name, "file": f.name, "bytes": f.size, "sha256": f.sha256}
            for d in self.dossiers
            for f in d.files
        ]


def dossiers_page(round_code: str) -> DossiersPage:
    """The dossiers of a round."""
    round_ = reporting.round_(round_code)
    title = _("Dossiers")
    return DossiersPage(
        Frame(title, "dossiers", (round_link(round_), Link(title)), round_), ()
    )


def file_of(round_code: str, dossier: str, name: str) -> Path:
    """The path of a file that a dossier's manifest names."""
    msg = "There is no such dossier."
    raise NotFound(msg)
