"""The gallery: every component with its name and states."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from stocktake.portal.pages.frame import Frame, Paging, Record


@dataclass(frozen=True, slots=True)
class GalleryPage:
    """Values for the specimens."""

    frame: Frame
    paging: Paging

    def records(self) -> list[Record]:
        """It has no records."""
        return []


def gallery_page() -> GalleryPage:
    """Every component with its name and states."""
    return GalleryPage(
        Frame(_("Components"), "gallery"),
        Paging(2, 5, "?page=1", "?page=3", 20, 20),
    )
