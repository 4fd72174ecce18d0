"""A few official figures, loaded as a statistical office would."""

from datetime import UTC, datetime
from pathlib import Path

from stocktake.accounts.rules import LOCAL_ADMINISTRATOR
from stocktake.indicators import actions
from stocktake.indicators.loading.load import Request


NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
HEAD = "FREQ,REF_AREA,ORIGIN,SEX,AGE,SOURCE,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE,UNIT_MULT,OBS_STATUS"
# DNK, EST, SVN are in Europe; the Union lost GBR between 2015 and 2020.
STOCK = {
    ("SVN", "2015"): (237_000, 100_000, 137_000),
    ("SVN", "2020"): (278_000, 112_000, 166_000),
    ("DNK", "2015"): (596_000, 303_000, 293_000),
    ("DNK", "2020"): (718_000, 364_000, 354_000),
    ("GBR", "2015"): (8_411_000, 4_400_000, 4_011_000),
    ("GBR", "2020"): (9_360_000, 4_887_000, 4_473_000),
}


def migrant_stock(folder: Path, *, source: str = "UNDESA_2020", more: str = "") -> None:
    """Migrant stock by sex of three States in two years."""
    rows = [
        f"A,{state},_T,{sex},_T,{source},{year},{value},PS,0,E"
        for (state, year), values in STOCK.items()
        for sex, value in zip(("_T", "F", "M"), values, strict=True)
    ]
    load(folder / f"stock-{source}.csv", [HEAD, *rows, *more.splitlines()])


def load(path: Path, lines: list[str], *, flow: str = "MIGRANT_STOCK") -> None:
    """Load lines of CSV; every one of them must be right."""
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    loaded, release = actions.load(
        Request(path, flow=flow), by=LOCAL_ADMINISTRATOR, at=NOON
    )
    assert release is not None, loaded.checked.faults
