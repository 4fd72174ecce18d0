"""The first page: what this is, and the rounds there are."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from stocktake.charter import queries as charter
from stocktake.portal.pages.frame import Frame, Record, Row, row_of
from stocktake.reporting import queries as reporting
from stocktake.reporting.queries import RoundRow
from stocktake.reporting.rules import Strand


@dataclass(frozen=True, slots=True)
class HomePage:
    """The rounds, latest first, and the five themes."""

    frame: Frame
    rounds: tuple[RoundRow, ...]
    themes: tuple[tuple[Row, int], ...]
    commitments: int
    states_reported: int
    experts_reported: int
    documents: int

    def records(self) -> list[Record]:
        """One record a round."""
        return [
            {
                "round": row.code,
                "edition": row.edition,
                "first": row.first.isoformat(),
                "last": row.last.isoformat(),
                "state_due": row.state_due.isoformat(),
                "illustrative": row.illustrative,
            }
            for row in self.rounds
        ]


def home_page() -> HomePage:
    """What this is and where to begin. Three queries."""
    rounds = reporting.rounds()
    sent = reporting.submissions(rounds[0].code) if rounds else ()
    edition = charter.edition(rounds[0].edition if rounds else charter.DEFAULT_EDITION)
    themes = tuple(
        (
            row_of(theme),
            sum(
                edition.theme_of(item.code).code == theme.code
                for item in edition.commitments
            ),
        )
        for theme in edition.themes
    )
    return HomePage(
        Frame(_("Stocktake"), "home", round=rounds[0] if rounds else None),
        rounds,
        themes,
        len(edition.commitments),
        len({one.sender for one in sent if one.strand is Strand.STATE}),
        len({one.sender for one in sent if one.strand is Strand.EXPERT}),
        sum(len(one.documents) for one in sent),
    )
