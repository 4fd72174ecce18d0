"""The page of all States: each against every commitment."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from stocktake.portal.pages.coverage import Tally
from stocktake.portal.pages.evidence import (
    Counted,
    evidence,
    round_link,
    states_counted,
    theme_counted,
)
from stocktake.portal.pages.frame import Frame, Link, Record, Row, row_of
from stocktake.portal.places import region, regions
from stocktake.reporting.queries import RoundRow


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One State and who reports on each commitment."""

    code: str
    name: str
    marks: tuple[str, ...]
    tally: Tally


@dataclass(frozen=True, slots=True)
class StatesPage:
    """Every State against every commitment."""

    frame: Frame
    round: RoundRow
    themes: tuple[Counted, ...]
    commitments: tuple[Row, ...]
    firsts: frozenset[str]
    first_columns: tuple[int, ...]
    rows: tuple[MatrixRow, ...]
    regions: tuple[tuple[str, str], ...]
    region: str
    all_states: int

    def records(self) -> list[Record]:
        """One record a State and commitment."""
        return [
            {
                "round": self.round.code,
                "state": row.code,
                "commitment": item.code,
                "who": mark,
            }
            for row in self.rows
            for item, mark in zip(self.commitments, row.marks, strict=True)
        ]


def states_page(code: str, region_code: str) -> StatesPage:
    """Every State against every commitment, perhaps of one region. Four queries."""
    seen = evidence(code)
    items = seen.edition.commitments
    firsts = frozenset(
        under[0] for theme in seen.edition.themes if (under := seen.under(theme))
    )
    shown = [s for s in states_counted(seen) if region_code in ("", region(s.code))]
    return StatesPage(
        frame=Frame(
            _("States"),
            "states",
            (round_link(seen.round), Link(_("States"))),
            seen.round,
        ),
        round=seen.round,
        themes=tuple(theme_counted(seen, theme) for theme in seen.edition.themes),
        commitments=tuple(row_of(item) for item in items),
        firsts=firsts,
        first_columns=tuple(n for n, item in enumerate(items) if item.code in firsts),
        rows=tuple(
            MatrixRow(
                state.code,
                state.title,
                tuple(
                    seen.covered.get((state.code, item.code), "none") for item in items
                ),
                state.tally,
            )
            for state in shown
        ),
        regions=regions(seen.states),
        region=region_code,
        all_states=len(seen.states),
    )
