"""The page about these pages: how they are made and how to read them."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from stocktake.portal.pages.frame import Frame, Record


@dataclass(frozen=True, slots=True)
class AboutPage:
    """How the pages are made; it counts nothing."""

    frame: Frame

    def records(self) -> list[Record]:
        """It has no records."""
        return []


def about_page() -> AboutPage:
    """How the pages are made."""
    return AboutPage(Frame(_("How these pages are made"), "about"))
