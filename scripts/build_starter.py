"""Build the starter set of facts from the publishers' files, in a layout of our own.

    STOCKTAKE_SHARED=... python scripts/build_starter.py

Only sources whose licence does not forbid it: UN DESA (CC BY 3.0 IGO), UNHCR, World Bank
and IOM (CC BY 4.0); the SDG tables of the UN Statistics Division and the status of
treaties (UN Treaty Collection), for which no licence is stated and of which the facts are
restated. Each CSV in src/stocktake/indicators/data/starter has a mapping beside it that
names publisher, edition, date and licence; `stocktake indicators starter` loads them. The
tables of treaties are in src/stocktake/actors/data/treaties.
"""

import csv
import os
import re
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
SDG = ("SERIES", "REF_AREA", "BREAKDOWN", "TIME_PERIOD")
TREATIES = STARTER.parents[2] / "actors/data/treaties"
# The table of 2022 has them as parties to the ICCPR, which the UN Treaty Collection does not.
WRONG = {("ICCPR", "SLB"), ("ICCPR", "TUV")}
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
        _sdg()
    _treaties(shared.parent / "treaties")


def _load(shared: Path, home: Path) -> None:
    from stocktake.cli import frame  # noqa: PLC0415  # needs the home set first

    frame.with_database()
    from stocktake.accounts.rules import LOCAL_ADMINISTRATOR  # noqa: PLC0415  # needs the home set first
    from stocktake.indicators import actions, mapping  # noqa: PLC0415  # needs the home set first
    from stocktake.indicators.loading.load import Request  # noqa: PLC0415  # needs the home set first

    tables = sorted((shared / "sdg_indicators").glob("*.csv"))
    files = FILES | {_table_of(path): f"sdg_indicators/{path.name}" for path in tables}
    for name, file in files.items():
        bad = home / f"{name}.csv"
        request = Request(shared / file, mapping=mapping.named(name), skip_bad=bad)
        loaded, _ = actions.load(request, by=LOCAL_ADMINISTRATOR, at=datetime.now(UTC))
        print(f"{file}: {loaded.checked.rows} rows, {loaded.checked.bad} left out")


def _table_of(path: Path) -> str:
    """The shipped mapping for one of the SDG tables: by indicator, columns and kind."""
    from stocktake.indicators import mapping  # noqa: PLC0415  # needs the home set first

    with path.open(encoding="utf-8-sig") as file:
        head = set(next(csv.reader(file)))
    fitting = [
        name
        for name in mapping.shipped()
        if name.startswith("sdg-")
        and head == {*mapping.named(name).columns, *mapping.named(name).values}
        and name.split("-")[1].replace(".", "_")
        in path.name.replace("8_8_1_Level", "8_8_2_Level")
    ]
    words = ("dentists", "doctors", "nurs", "pharmacists", "non_fatal")
    said = [word for word in words if word in path.name.lower()]
    kinds = [
        n for n in fitting if [w for w in words if w in n.replace("-", "_")] == said
    ]
    return kinds[0]


def _sdg() -> None:
    """The SDG series at hand, long: units and multipliers differ by series."""
    path = STARTER / "sdg-series.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(
            (
                "series",
                "area",
                "breakdown",
                "year",
                "value",
                "unit",
                "multiplier",
                "status",
            )
        )
        for each in _records("SDG"):
            if each["OBS_VALUE"] is not None:
                keys = (each[name] for name in SDG)
                units = (each["UNIT_MEASURE"], each["UNIT_MULT"], each["OBS_STATUS"])
                out.writerow((*keys, _cell(each["OBS_VALUE"], digits=5), *units))  # type: ignore[arg-type]
    print(f"{path.name}: {path.stat().st_size:,} bytes")


def _treaties(folder: Path) -> None:
    """Status by year (2022), days of what that table leaves out (2015), Paris (2023)."""
    years = _table(folder / "hr_treaties_status_2022_long.csv")
    known = {row["instrument"] for row in years}
    for row in years:
        left = re.search(r"denounced\b.*?\d{4}", row["note"], re.IGNORECASE)
        row["note"] = left[0] if left else ""
    kept = [row for row in years if (row["instrument"], row["iso3"]) not in WRONG]
    _table_out(
        "human-rights-2022", ("instrument", "iso3", "status", "year", "note"), kept
    )
    days = _table(folder / "untc_status_2015_long.csv")
    columns = ("instrument", "iso3", "signature", "consent_date", "consent_type")
    rest = [row for row in days if row["instrument"] not in known]
    _table_out("other-treaties-2015", columns, rest)
    paris = _table(folder / "paris_agreement_entry_into_force.csv")
    _table_out("paris-2023", ("Code", "Signature", "Ratification", "Kind"), paris)


def _table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _table_out(
    name: str, columns: Sequence[str], rows: Sequence[dict[str, str]]
) -> None:
    path = TREATIES / f"{name}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(columns)
        out.writerows(sorted([row[name] for name in columns] for row in rows))
    print(f"{path.name}: {len(rows)} rows, {path.stat().st_size:,} bytes")


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


def _cell(value: float | None, *, digits: int = 3) -> str:
    return "" if value is None else f"{round(value, digits):.12g}"


if __name__ == "__main__":
    main()
