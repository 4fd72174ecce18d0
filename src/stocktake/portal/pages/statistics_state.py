"""Official statistics of one State: the figures, without any round."""

from dataclasses import dataclass
from datetime import date

from stocktake.geography import queries as geography
from stocktake.kernel.errors import NotFound
from stocktake.portal.pages.figures import Figures, figures
from stocktake.portal.pages.frame import Frame, Link, Record
from stocktake.portal.pages.statistics import statistics_link
from stocktake.portal.pages.treaties import TreatyRow, treaties
from stocktake.portal.places import area_name


@dataclass(frozen=True, slots=True)
class StateStatisticsPage:
    """What official statistics tell of a State."""

    frame: Frame
    code: str
    name: str
    illustrative: bool
    figures: tuple[Figures, ...]
    treaties: tuple[TreatyRow, ...]

    def records(self) -> list[Record]:
        """One record a series, time period and code."""
        return [
            {"state": self.code, **record}
            for block in self.figures
            for record in block.records()
        ]

    @property
    def treaties_known(self) -> bool:
        """Whether any loaded list covers this State."""
        return any(row.known for row in self.treaties)


def state_statistics_page(code: str, *, today: date) -> StateStatisticsPage:
    """The figures of one State and where it stands on treaties. Three queries."""
    area = geography.area(code)
    if not area.is_state:
        msg = f"{area.name()} ({area.alpha3}) is not a State."
        raise NotFound(msg)
    name = area_name(area.alpha3)
    return StateStatisticsPage(
        Frame(name, "statistics", (statistics_link(), Link(name))),
        area.alpha3,
        name,
        area.illustrative,
        figures(area.alpha3),
        treaties(area.alpha3, today),
    )
