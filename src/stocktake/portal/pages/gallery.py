"""The gallery: every component with its name and states."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from stocktake.design import maps
from stocktake.geography import queries as geography
from stocktake.portal.pages.frame import Frame, Paging, Record, language


@dataclass(frozen=True, slots=True)
class GalleryPage:
    """Values for the specimens."""

    frame: Frame
    paging: Paging
    map: str
    disclaimer: str
    marks: tuple[str, ...] = ("both", "state", "expert", "none")
    firsts: tuple[int, ...] = (0, 3)
    marked: tuple[tuple[int, int], ...] = ((19, 62),)

    def records(self) -> list[Record]:
        """It has no records."""
        return []


def gallery_page() -> GalleryPage:
    """Every component with its name and states."""
    drawn = geography.shapes()
    return GalleryPage(
        Frame(_("Components"), "gallery"),
        Paging(2, 5, "?page=1", "?page=3", 20, 20),
        maps.world(
            drawn.shapes, {}, view_box=drawn.view_box, description=_("World map")
        ),
        geography.map_disclaimer(language()),
    )
