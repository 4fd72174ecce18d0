"""Build the starter set of statistics from the publishers' files, in a layout of our own.

    STOCKTAKE_SHARED=... python scripts/build_starter.py

Only sources whose licence allows it: UN DESA (CC BY 3.0 IGO), UNHCR, World Bank and IOM
(CC BY 4.0). Each CSV in src/stocktake/indicators/data/starter has a mapping beside it
that names publisher, edition, date and licence; `stocktake indicators starter` loads them.
"""

import csv
import os
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path


STARTER = Path(__file__).resolve().parents[1] / "src/stocktake/indicators/data/starter"
FILES = {
    "undesa-2020-stock": "undesa_2020_ims_stock_by_sex_and_destination.xlsx",
    "unhcr-population": "unhcr_population_2010_2025.csv",
    "worldbank-remittance-prices": "worldbank_remittance_prices_corridors_2011_2020.csv",
    "iom-missing-migrants-europe": "iom_missing_migrants_europe_2014_2026.csv",
}
GROUPS = ("REF", "ASY", "OIP", "IDP", "STA")
Rows = dict[tuple[str, ...], dict[str, float | None]]


def main() -> None:
    """Load the publishers' files into a home thrown away after, and write ours."""
    shared = Path(os.environ["STOCKTAKE_SHARED"]) / "data" / "stats"
    with tempfile.TemporaryDirectory() as home:
        os.environ["STOCKTAKE_HOME"] = home
        _load(shared, Path(home))
        _write("migrant-stock", ("area", "year"), ("_T", "F", "M"), _stock())
        _write("displacement-by-asylum", ("area", "year"), GROUPS, _people("REF_AREA"))
        _write("displacement-by-origin", ("origin", "year"), GROUPS, _people("ORIGIN"))
        _write("remittance-costs", ("from", "to", "quarter"), ("COST",), _costs())
        _write(
            "transit-deaths",
            ("area", "route", "year"),
            ("_T", "DEAD", "MISSING"),
            _deaths(),
        )


def _load(shared: Path, home: Path) -> None:
    from stocktake.cli import frame  # noqa: PLC0415  # needs the home set first

    frame.with_database()
    from stocktake.accounts.rules import LOCAL_ADMINISTRATOR  # noqa: PLC0415  # needs the home set first
    from stocktake.indicators import actions, mapping  # noqa: PLC0415  # needs the home set first
    from stocktake.indicators.loading.load import Request  # noqa: PLC0415  # needs the home set first

    for name, file in FILES.items():
        bad = home / f"{name}.csv"
        request = Request(shared / file, mapping=mapping.named(name), skip_bad=bad)
        loaded, _ = actions.load(request, by=LOCAL_ADMINISTRATOR, at=datetime.now(UTC))
        print(f"{file}: {loaded.checked.rows} rows, {loaded.checked.bad} left out")


def _records(flow: str, key: str = "all") -> Iterable[dict[str, object]]:
    from stocktake.indicators import queries  # noqa: PLC0415  # needs the home set first

    return queries.observations(flow, key).records()


def _picked(
    records: Iterable[dict[str, object]], keys: Sequence[str], column: str
) -> Rows:
    """Values by key and column; several with the same key are added up."""
    found: Rows = defaultdict(dict)
    for each in records:
        key, name = tuple(str(each[k]) for k in keys), str(each[column])
        value, before = each["OBS_VALUE"], found[key].get(name)
        found[key][name] = value if before is None else before + (value or 0)  # type: ignore[operator,assignment]
    return found


def _stock() -> Rows:
    return _picked(_records("MIGRANT_STOCK"), ("REF_AREA", "TIME_PERIOD"), "SEX")


def _people(side: str) -> Rows:
    """Sums over the other side; UNHCR rounds small counts to multiples of five."""
    asked = f"...{'+'.join(GROUPS)}..."
    return _picked(_records("DISPLACEMENT", asked), (side, "TIME_PERIOD"), "POPULATION")


def _costs() -> Rows:
    keys = ("REF_AREA", "COUNTERPART_AREA", "TIME_PERIOD")
    return _picked(_records("REMITTANCES"), keys, "INDICATOR")


def _deaths() -> Rows:
    keys = ("REF_AREA", "ROUTE", "TIME_PERIOD")
    asked = "..._T+DEAD+MISSING._T._T."
    return _picked(_records("TRANSIT_DEATHS", asked), keys, "OUTCOME")


def _write(name: str, keys: Sequence[str], columns: Sequence[str], rows: Rows) -> None:
    """One CSV: keys, then a column for each code; nothing where nothing is known."""
    path = STARTER / f"{name}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow((*keys, *columns))
        for key in sorted(rows):
            out.writerow((*key, *(_cell(rows[key].get(c)) for c in columns)))
    print(f"{path.name}: {len(rows)} rows, {path.stat().st_size:,} bytes")


def _cell(value: float | None) -> str:
    return "" if value is None else f"{round(value, 3):.10g}"


if __name__ == "__main__":
    main()
