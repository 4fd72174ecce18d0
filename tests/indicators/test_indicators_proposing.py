"""A mapping proposed from a table: by headings in six languages, by contents, by blocks."""

import csv

import pytest
import yaml

from scenarios import statistics
from stocktake.accounts.rules import LOCAL_ADMINISTRATOR, Acting, Role
from stocktake.indicators import actions, mapping, queries
from stocktake.indicators.loading.load import Request
from stocktake.indicators.proposing import proposal, tables_kept, writing
from stocktake.kernel.errors import NotFound, NotPermitted, Refused


LONG = [
    ("Country", "Sex", "Year", "People"),
    ("Slovenia", "Female", "2020", "112000"),
    ("Slovenia", "Male", "2020", "166000"),
    ("Denmark", "Female", "2020", ".."),
    ("Atlantis", "Male", "2020", "5"),
]
FRENCH = [
    ("Pays de résidence", "Pays d'origine", "Sexe", "Année", "Effectif"),
    ("SVN", "HRV", "Femmes", "2019", "10"),
    ("SVN", "BIH", "Hommes", "2019", "20"),
]
ARABIC = [
    ("البلد", "الجنس", "السنة", "العدد"),
    ("الأردن", "إناث", "2020", "12"),
    ("الأردن", "ذكور", "2020", "14"),
]
BLOCKS = [
    ("Some title",),
    (),
    ("", "both sexes", "", "women", ""),
    ("Area code", "2015", "2020", "2015", "2020"),
    ("SVN", "237000", "278000", "100000", "112000"),
    ("DNK", "596000", "718000", "303000", "364000"),
]


def table(folder, rows, name="table.csv"):
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def workbook(folder, rows, name="table.xlsx"):
    import xlsxwriter

    path = folder / name
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Notes").write(0, 0, "nothing to see")
        sheet = book.add_worksheet("Figures")
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                sheet.write(number, place, int(cell) if cell.isdecimal() else cell)
    return path


@pytest.mark.parametrize(
    ("rows", "columns"),
    [
        (
            LONG,
            {
                "Country": "REF_AREA",
                "Sex": "SEX",
                "Year": "TIME_PERIOD",
                "People": "OBS_VALUE",
            },
        ),
        (
            FRENCH,
            {
                "Pays de résidence": "REF_AREA",
                "Pays d'origine": "ORIGIN",
                "Sexe": "SEX",
                "Année": "TIME_PERIOD",
                "Effectif": "OBS_VALUE",
            },
        ),
        (
            ARABIC,
            {
                "البلد": "REF_AREA",
                "الجنس": "SEX",
                "السنة": "TIME_PERIOD",
                "العدد": "OBS_VALUE",
            },
        ),
    ],
    ids=["English", "French", "Arabic"],
)
def test_columns_are_told_by_their_headings_and_what_they_hold(tmp_path, rows, columns):
    found = proposal.propose(table(tmp_path, rows), flow="MIGRANT_STOCK")

    assert found.mapping.columns == columns
    assert set(found.mapping.codes["SEX"].values()) == {"F", "M"}
    assert found.mapping.constants["AGE"] == "_T"
    assert found.mapping.unit == "PS"


def test_what_is_not_understood_is_said_and_left_to_a_person(tmp_path):
    found = proposal.propose(table(tmp_path, LONG), flow="MIGRANT_STOCK")

    assert found.mapping.by_name == ("REF_AREA",)
    assert found.mapping.missing == {"..": "O"}
    assert any("Atlantis" in doubt for doubt in found.doubts)
    assert any(doubt.startswith("SOURCE") for doubt in found.doubts)


def test_blocks_under_one_heading_and_the_sheet_are_found(tmp_path):
    found = proposal.propose(workbook(tmp_path, BLOCKS), flow="MIGRANT_STOCK")

    assert (found.mapping.sheet, found.mapping.header_row) == ("Figures", 4)
    assert found.mapping.columns == {"Area code": "REF_AREA"}
    assert found.mapping.values == {
        "2015": {"TIME_PERIOD": "2015", "SEX": "_T"},
        "2020": {"TIME_PERIOD": "2020", "SEX": "_T"},
        "2015#2": {"TIME_PERIOD": "2015", "SEX": "F"},
        "2020#2": {"TIME_PERIOD": "2020", "SEX": "F"},
    }


@pytest.mark.parametrize(
    ("rows", "flow"),
    [
        (LONG, "MIGRANT_STOCK"),
        (
            [
                ("sending", "receiving", "quarter", "cost_pct"),
                ("AUS", "FJI", "2011Q1", "15.8"),
                ("AUS", "WSM", "2011Q2", "14.1"),
            ],
            "REMITTANCES",
        ),
        (
            [
                ("Country of incident", "Route", "Year", "Outcome", "Number"),
                ("ITA", "Central Mediterranean", "2024", "Dead", "3"),
                ("ESP", "Western Mediterranean", "2024", "Missing", "4"),
            ],
            "TRANSIT_DEATHS",
        ),
    ],
)
def test_the_dataflow_that_explains_most_is_taken(tmp_path, rows, flow):
    assert proposal.propose(table(tmp_path, rows)).flow.id == flow


@pytest.mark.django_db
@pytest.mark.slow
def test_what_is_proposed_can_be_loaded_once_it_is_corrected(tmp_path, monkeypatch):
    monkeypatch.setenv("STOCKTAKE_HOME", str(tmp_path))
    path = table(tmp_path, LONG)

    text = writing.as_yaml(proposal.propose(path), name=path.name)
    made = mapping.parse(text.encode(), name="made.yaml")
    request = Request(path, mapping=made, skip_bad=tmp_path / "bad.csv")
    loaded, _release = actions.load(request, by=LOCAL_ADMINISTRATOR, at=statistics.NOON)

    assert (loaded.checked.rows, loaded.checked.bad) == (4, 1)
    told = {
        (each["REF_AREA"], each["SEX"]): each["OBS_VALUE"]
        for each in queries.observations("MIGRANT_STOCK").records()
    }
    assert told == {("SVN", "F"): 112000, ("SVN", "M"): 166000, ("DNK", "F"): None}


def test_the_file_says_itself_what_must_be_checked(tmp_path):
    text = writing.as_yaml(proposal.propose(table(tmp_path, LONG)), name="table.csv")

    assert text.count("# CHECK") == len(proposal.propose(tmp_path / "table.csv").doubts)
    assert yaml.safe_load(text)["source"]["licence"] == ""


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"a,b\n1,2\n", "table.pdf", "CSV or XLSX"),
        (b"PK\x03\x04 and more", "table.csv", "UTF-8"),
        (b"\xff\xfea\x00", "table.csv", "UTF-8"),
        (b"a,b\x00\n", "table.csv", "UTF-8"),
        (b"a" * 20_000_001, "table.csv", "20 MB"),
    ],
    ids=["not a table", "a package", "other encoding", "zeros", "too large"],
)
def test_what_is_no_table_is_not_kept(tmp_path, monkeypatch, data, name, words):
    monkeypatch.setenv("STOCKTAKE_HOME", str(tmp_path))

    with pytest.raises(Refused, match=words):
        tables_kept.keep(data, name, by=LOCAL_ADMINISTRATOR)

    assert not (tmp_path / "mappings").exists()


def test_a_table_is_kept_under_its_hash_and_no_name_leads_out(tmp_path, monkeypatch):
    monkeypatch.setenv("STOCKTAKE_HOME", str(tmp_path))

    digest = tables_kept.keep(b"a,b\n", "../../../x y.csv", by=LOCAL_ADMINISTRATOR)

    found = tables_kept.find(digest, by=LOCAL_ADMINISTRATOR)
    assert found == tmp_path / "mappings" / digest / "x_y.csv"
    for other in ("0" * 64, "..", "../releases"):
        with pytest.raises(NotFound, match="again"):
            tables_kept.find(other, by=LOCAL_ADMINISTRATOR)


def test_who_may_not_load_statistics_makes_no_mapping():
    visitor = Acting(name="somebody", roles=frozenset({Role.VISITOR}))

    with pytest.raises(NotPermitted):
        tables_kept.keep(b"a,b\n", "a.csv", by=visitor)
