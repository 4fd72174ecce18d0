"""The gallery: every component with its name and states."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils.translation import gettext as _

from stocktake.actors.rules import COLLECTIVE
from stocktake.design import maps
from stocktake.geography import queries as geography
from stocktake.portal.pages.claims import ClaimShown, claim_shown
from stocktake.portal.pages.frame import Frame, Paging, Record, language
from stocktake.reporting.claims import ClaimKind, ClaimStatus
from stocktake.reporting.queries import ClaimRow, ReplyRow
from stocktake.reporting.rules import Stage
from stocktake.reporting.sources.rules import Publication


@dataclass(frozen=True, slots=True)
class GalleryPage:
    """Values for the specimens."""

    frame: Frame
    paging: Paging
    map: str
    disclaimer: str
    claims: tuple[ClaimShown, ...]
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
        (_claim(),),
    )


def _claim() -> ClaimShown:
    """A claim that was contested, with two replies of the State."""
    words = "Families are held in the airport hotel for weeks."
    row = ClaimRow(
        key=0,
        urn="stocktake:claim:2026/XAA/000000000000",
        round="2026",
        submission="",
        sender=COLLECTIVE,
        area="XAA",
        item="1.2",
        address="1.2/challenges/000000000000",
        kind=ClaimKind.CHALLENGE,
        publication=Publication.ANONYMOUS,
        stage=Stage.PUBLISHED,
        status=ClaimStatus.CONTESTED,
        fields={"text": {"en": words}},
        weighings=(),
        replies=tuple(
            ReplyRow({"fr": said}, "", datetime(2026, 7, day, tzinfo=UTC), earlier)
            for said, day, earlier in (
                ("L’hôtel est fermé.", 1, True),
                ("L’hôtel est fermé depuis mai.", 9, False),
            )
        ),
        files=0,
        public_files=(),
        document="",
        passages=(),
    )
    return claim_shown(row, None, {})
