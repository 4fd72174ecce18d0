"""The publishers' files: totals equal the published ones; every SDMX sample is read or refused."""

import csv
import os
import re
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from stocktake.accounts.rules import LOCAL_ADMINISTRATOR
from stocktake.geography import queries as geography
from stocktake.indicators import actions, mapping, queries
from stocktake.indicators.aggregates import queries as aggregates
from stocktake.indicators.loading import correcting
from stocktake.indicators.loading.load import Request
from stocktake.indicators.reading.opening import open_file
from stocktake.indicators.structures import reading
from stocktake.kernel.errors import Refused


SHARED = os.environ.get("STOCKTAKE_SHARED")
if not SHARED:
    pytest.skip("STOCKTAKE_SHARED is not set", allow_module_level=True)
DATA = Path(SHARED) / "data"
ORIGINS = {"UNK": "_U", "XXA": "STATELESS", "TIB": "_O"}
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def load(name: str, file: str, **request):
    asked = Request(DATA / "stats" / file, mapping=mapping.named(name), **request)
    return actions.load(asked, by=LOCAL_ADMINISTRATOR, at=NOON)


@pytest.fixture(autouse=True)
def own_home(tmp_path, monkeypatch):
    monkeypatch.setenv("STOCKTAKE_HOME", str(tmp_path))


@pytest.mark.django_db
@pytest.mark.slow
def test_un_desa_totals_are_the_published_ones_and_the_missing_origins_are_explained():
    for name, file in (
        ("undesa-2020-stock", "undesa_2020_ims_stock_by_sex_and_destination.xlsx"),
        ("undesa-2019-stock", "undesa_2019_migrant_stock_total_age_sex.xlsx"),
        ("undesa-2019-bilateral", "undesa_2019_bilateral_migrant_stock_long.csv"),
    ):
        assert not load(name, file)[0].checked.bad

    told = {
        (e["SOURCE"], e["REF_AREA"], e["ORIGIN"], e["SEX"], e["TIME_PERIOD"]): e[
            "OBS_VALUE"
        ]
        for e in queries.observations("MIGRANT_STOCK").records()
    }
    totals = [key for key in told if key[2:4] == ("_T", "_T") and told[key] is not None]
    assert len(totals) > 3800
    parts = {
        sex: {key: told[(*key[:3], sex, key[4])] for key in totals}
        for sex in ("F", "M")
    }
    apart = {
        key: told[key] - parts["F"][key] - parts["M"][key]
        for key in totals
        if None not in (parts["F"][key], parts["M"][key])
    }
    assert not any(round(by, 6) for by in apart.values())
    countries = {
        code.id
        for code in reading.own_lists()["CL_AREA"].codes
        if len(code.id) == 3 and code.id.isalpha() and code.id.isupper()
    } - {"HIC", "MIC", "UMC", "LMC", "LIC", "MED"}
    countries |= {"830"}
    for year, world in (("2020", 280_598_105), ("1990", 152_986_157)):
        whole = [
            told[k]
            for k in totals
            if k[0] == "UNDESA_2020" and k[4] == year and k[1] in countries
        ]
        assert sum(whole) == told["UNDESA_2020", "001", "_T", "_T", year] == world
    pairs = sum(
        v
        for k, v in told.items()
        if k[0] == "UNDESA_2019" and k[2] != "_T" and k[4] == "2019"
    )
    assert told["UNDESA_2019", "001", "_T", "_T", "2019"] == 271_642_105
    assert 11_000_000 < 271_642_105 - pairs < 11_500_000  # origins that are not stated


@pytest.mark.django_db
@pytest.mark.slow
def test_unhcr_decisions_add_up_cell_by_cell():
    file = "unhcr_asylum_decisions_2010_2025.csv"
    load("unhcr-decisions", file)

    found = defaultdict(dict)
    for e in queries.observations("DISPLACEMENT").records():
        found[e["TIME_PERIOD"], e["ORIGIN"], e["REF_AREA"]][e["POPULATION"]] = e[
            "OBS_VALUE"
        ]

    with (DATA / "stats" / file).open(encoding="utf-8") as told:
        published = list(csv.DictReader(told))
    assert len(found) == len(published)
    for each in published:
        cells = found[
            each["year"], ORIGINS.get(each["coo_iso"], each["coo_iso"]), each["coa_iso"]
        ]
        assert cells["DEC"] == int(each["dec_total"])
    parts = ("DEC_REC", "DEC_OTH", "DEC_REJ", "DEC_CLO")
    off = [
        cells for cells in found.values() if sum(map(cells.get, parts)) != cells["DEC"]
    ]
    assert len(off) == 220  # so the publisher's own totals stand, as published


@pytest.mark.django_db
@pytest.mark.slow
def test_iom_incidents_are_added_up_and_those_that_cannot_be_read_are_written_out(
    tmp_path,
):
    file = "iom_missing_migrants_europe_2014_2026.csv"
    bad = tmp_path / "bad.csv"
    loaded, _ = load("iom-missing-migrants-europe", file, skip_bad=bad)

    with bad.open(encoding="utf-8") as held:
        left = {row["Main ID"] + row["Incident ID"] for row in csv.DictReader(held)}
    with (DATA / "stats" / file).open(encoding="utf-8-sig") as told:
        published = sum(
            float(row["No. dead/missing"] or 0)
            for row in csv.DictReader(told)
            if row["Main ID"] + row["Incident ID"] not in left
        )
    key = "..._T._T._T."
    found = sum(
        e["OBS_VALUE"] or 0
        for e in queries.observations("TRANSIT_DEATHS", key).records()
    )
    assert loaded.checked.bad == 12
    assert found == published


@pytest.mark.django_db
@pytest.mark.slow
def test_un_desa_workbook_cell_by_cell_and_regions_from_their_countries():
    import python_calamine

    file = "undesa_2020_ims_stock_by_sex_and_destination.xlsx"
    load("undesa-2020-stock", file)
    how = mapping.named("undesa-2020-stock")

    told = {
        (e["REF_AREA"], e["SEX"], e["TIME_PERIOD"]): e["OBS_VALUE"]
        for e in queries.observations("MIGRANT_STOCK").records()
    }
    book = python_calamine.CalamineWorkbook.from_path(str(DATA / "stats" / file))
    rows = book.get_sheet_by_name("Table 1").to_python(skip_empty_area=False)
    code = rows[how.header_row - 1].index("Location code")
    years = [
        place
        for place, cell in enumerate(rows[how.header_row - 1])
        if str(cell).removesuffix(".0")
        in {"1990", "1995", "2000", "2005", "2010", "2015", "2020"}
    ]
    seen = 0
    for row in rows[how.header_row :]:
        number = str(row[code]).removesuffix(".0")
        area = how.codes["REF_AREA"].get(number) or geography.area(number).alpha3
        for block, sex in enumerate(("_T", "M", "F")):
            for place in years[block * 7 : block * 7 + 7]:
                year = str(rows[how.header_row - 1][place]).removesuffix(".0")
                cell = row[place]
                value = None if cell == ".." else float(cell)
                assert told[area, sex, year] == value, (area, sex, year)
                seen += 1
    assert seen == 7 * 3 * 284 or seen > 5_800

    computed = aggregates.aggregates("MIGRANT_STOCK", "A.._T._T._T.", by="region")
    published = [each for each in computed if each.published is not None]
    assert len(published) == 7 * 4  # the Americas have no row of their own there
    for each in published:
        apart = each.published - (each.value or 0)
        # the Channel Islands are one row of the workbook and two areas here
        islands = told["830", "_T", each.period] if each.group.code == "M49-150" else 0
        assert round(apart - islands) == 0, (each.group.code, each.period)


@pytest.mark.django_db
@pytest.mark.slow
def test_the_bilateral_table_lacks_only_origins_that_are_not_stated():
    load("undesa-2019-stock", "undesa_2019_migrant_stock_total_age_sex.xlsx")
    load("undesa-2019-bilateral", "undesa_2019_bilateral_migrant_stock_long.csv")

    totals, pairs = {}, defaultdict(float)
    for e in queries.observations("MIGRANT_STOCK", "..._T._T.").records():
        if e["ORIGIN"] == "_T":
            totals[e["REF_AREA"], e["TIME_PERIOD"]] = e["OBS_VALUE"]
        else:
            pairs[e["REF_AREA"], e["TIME_PERIOD"]] += e["OBS_VALUE"] or 0
    unknown = {key: found for key, found in pairs.items() if totals[key] is None}
    apart = {k: totals[k] - found for k, found in pairs.items() if k not in unknown}

    # the table of totals has ".." where this one has origins: an error of the source
    assert {key: found for key, found in unknown.items() if found} == {
        ("SXM", "2005"): 11_985
    }
    assert len(apart) > 1500
    assert min(apart.values()) >= 0  # no destination has more by origin than in all
    origins_not_stated = sum(v for k, v in apart.items() if k[1] == "2019")
    holy_see = totals["VAT", "2019"]  # no destination of the bilateral table
    assert ("VAT", "2019") not in pairs
    stated = sum(v for k, v in pairs.items() if k[1] == "2019")
    assert (
        stated + origins_not_stated + holy_see == totals["001", "2019"] == 271_642_105
    )
    assert (origins_not_stated, holy_see) == (11_357_562, 799)


@pytest.mark.django_db
@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("unhcr-population", "unhcr_population_2010_2025.csv"),
        ("unhcr-solutions", "unhcr_solutions_2010_2025.csv"),
    ],
)
def test_unhcr_tables_cell_by_cell(name, file):
    load(name, file)
    how = mapping.named(name)

    held = queries.release("DISPLACEMENT")
    groups = " ".join(
        f"WHEN {column!r} THEN {codes['POPULATION']!r}"
        for column, codes in how.values.items()
    )
    code = "coalesce(map_extract_value({map}, {column}), {column})"
    origins = f"MAP {ORIGINS!r}"
    with duckdb.connect(str(held.path), read_only=True) as con:
        unequal, seen = con.execute(
            f"""
            WITH told AS (
                SELECT year, {code.format(map=origins, column="coo_iso")} AS origin,
                    {code.format(map=origins, column="coa_iso")} AS asylum,
                    CASE who {groups} END AS who, number
                FROM (UNPIVOT (SELECT * FROM read_csv(?, all_varchar = true))
                    ON {", ".join(how.values)} INTO NAME who VALUE number)
                WHERE number <> ''
            )
            SELECT count(*) FILTER (o.OBS_VALUE IS DISTINCT FROM told.number::DOUBLE),
                count(*)
            FROM told FULL JOIN observations AS o
            ON o.TIME_PERIOD::VARCHAR = told.year AND o.ORIGIN::VARCHAR = told.origin
                AND o.REF_AREA::VARCHAR = told.asylum
                AND o.POPULATION::VARCHAR = told.who
            """,
            [str(DATA / "stats" / file)],
        ).fetchone()
    assert (unequal, seen) == (0, held.observations)


@pytest.mark.django_db
@pytest.mark.slow
def test_world_bank_costs_and_amounts_cell_by_cell():
    costs = "worldbank_remittance_prices_corridors_2011_2020.csv"
    paid = "worldbank_wdi_personal_remittances_paid_usd.csv"
    loaded, _ = load("worldbank-remittance-prices", costs)
    load("worldbank-remittances-paid", paid)
    names = {
        "KSV": "412",
        "ANT": "530",
        "CHI": "830",
        "XKX": "412",
        "WLD": "001",
        "LDC": "199",
    }

    found = {
        (e["INDICATOR"], e["REF_AREA"], e["COUNTERPART_AREA"], e["TIME_PERIOD"]): e
        for e in queries.observations("REMITTANCES").records()
    }
    seen = 0
    with (DATA / "stats" / costs).open(encoding="utf-8") as told:
        for row in csv.DictReader(told):
            to = names.get(row["receiving_iso3"], row["receiving_iso3"])
            when = row["quarter"].replace("Q", "-Q")
            one = found["COST", row["sending_iso3"], to, when]
            assert one["OBS_VALUE"] == float(row["cost_pct"])
            seen += 1
    assert {each.id for each, _count in loaded.corrections} == {
        each.id for each in correcting.known(queries.flow("REMITTANCES"))
    }
    assert all(count == 1 for _each, count in loaded.corrections)
    left = set(mapping.named("worldbank-remittances-paid").skip["Country Code"])
    with (DATA / "stats" / paid).open(encoding="utf-8-sig") as told:
        for row in csv.DictReader(list(told)[4:]):
            code = row["Country Code"]
            if code in left:
                continue
            for year in map(str, range(1960, 2021)):
                if row.get(year):
                    one = found["PAID", names.get(code, code), "_T", year]
                    assert one["OBS_VALUE"] == float(row[year])
                    seen += 1
    assert seen == len(found)


@pytest.mark.django_db
@pytest.mark.slow
def test_every_sdg_table_is_read_by_one_of_its_mappings(tmp_path):
    ready = [name for name in mapping.shipped() if name.startswith("sdg-")]
    files = sorted((DATA / "stats" / "sdg_indicators").glob("*.csv"))
    goal = re.compile(r"sdg-([\w.]+?)-")
    done, cells = set(), 0

    for path in files:
        with path.open(encoding="utf-8-sig") as told:
            rows = [row for row in csv.reader(told) if any(row)]
        of = ".".join(path.name.split("_")[:3])
        # the publisher of the file misnumbered one: its series is that of 8.8.2
        of = "8.8.2" if "Level_Compliance" in path.name else of
        fitting = [
            name
            for name in ready
            if name not in done
            and goal.match(name)[1] == of
            and _same_columns(mapping.named(name), rows[0])
            and _same_kind(name, path.name)
        ]
        assert len(fitting) == 1, (path.name, fitting)
        loaded, _ = load(fitting[0], f"sdg_indicators/{path.name}")
        assert not loaded.checked.bad, (path.name, loaded.checked.faults)
        done.add(fitting[0])
        cells += sum(1 for row in rows[1:] for cell in row[1:] if cell)

    assert done == set(ready)
    assert (
        queries.release("SDG").observations == cells - 7
    )  # one series is in two files


def _same_columns(how, head) -> bool:
    return set(head) == {*how.columns, *how.values}


def _same_kind(name: str, file: str) -> bool:
    """Tables of the same indicator and columns differ by what they count."""
    words = ("dentists", "doctors", "nurs", "pharmacists", "non-fatal")
    kinds = [word for word in words if word in name]
    said = [word for word in words if word.replace("-", "_") in file.lower()]
    return kinds == said


SAMPLES = sorted(
    path
    for path in (DATA / "sdmx").rglob("*")
    if path.suffix in (".csv", ".xml", ".json")
)


def test_every_sdmx_sample_is_read_or_refused_with_a_reason(tmp_path):
    read, refused = {}, {}
    for path in SAMPLES:
        try:
            read[path.name] = open_file(path, tmp_path / "spool.csv", mapping=None)
        except Refused as error:
            refused[path.name] = str(error)

    assert len(read) > 80
    for name, why in refused.items():
        no_data = any(
            words in why
            for words in (
                "structures, no data",
                "metadata",
                "Query",
                "no data of SDMX-JSON",
            )
        )
        assert no_data or name in {
            "constructed-sample-full.json",
            "exr-action-delete.json",
            "generated-sample.json",
        }, why


@pytest.mark.parametrize(
    "name", ["ng-flat.xml", "ng-ts.xml", "ng-ts-ss.xml", "ng-xs.xml"]
)
def test_one_data_set_in_four_forms_gives_the_same_observations(tmp_path, name):
    wanted = _rows(DATA / "sdmx" / "ecb_exr" / "ng-flat.xml", tmp_path)

    assert _rows(DATA / "sdmx" / "ecb_exr" / name, tmp_path) == wanted
    assert len(wanted) == 12


def _rows(path: Path, folder: Path):
    opened = open_file(path, folder / "spool.csv", mapping=None)
    with opened.path.open(encoding="utf-8", newline="") as file:
        return {
            frozenset(
                (name, cell)
                for name, cell in zip(opened.columns, row, strict=False)
                if cell and name != "#row"
            )
            for row in csv.reader(file)
        }
