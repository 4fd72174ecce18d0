"""The publishers' files: totals equal the published ones; every SDMX sample is read or refused."""

import csv
import os
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

import pytest

from stocktake.accounts.rules import LOCAL_ADMINISTRATOR
from stocktake.indicators import actions, mapping, queries
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
