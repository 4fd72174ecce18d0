"""Structures of other agencies, and every message of the samples read or refused with a reason."""

import json
from datetime import UTC, datetime

import pytest

from stocktake.accounts.rules import LOCAL_ADMINISTRATOR, VISITOR
from stocktake.audit.models import Event
from stocktake.indicators import actions, queries
from stocktake.indicators.loading.load import Request
from stocktake.indicators.reading.opening import open_file
from stocktake.indicators.structures import messages, reading, taking
from stocktake.indicators.structures.foreign import taken as foreign
from stocktake.kernel.errors import NotPermitted, Refused


NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
NAMES = (
    '<com:Name xml:lang="en">{0}</com:Name><com:Name xml:lang="fr">{0} (fr)</com:Name>'
)
MESSAGE = """<mes:Structure xmlns:mes="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message"
 xmlns:str="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/structure"
 xmlns:com="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/common"><mes:Structures>
<str:Dataflow id="FISH" agencyID="FAO" version="1.0">{flow}<str:Structure>
 <Ref id="DSD_FISH" agencyID="FAO" version="1.0"/></str:Structure></str:Dataflow>
<str:Codelist id="CL_PLACE" agencyID="FAO" version="1.0">{places}
 <str:Code id="SEA">{sea}</str:Code>
 <str:Code id="BAY">{bay}<str:Parent><Ref id="SEA"/></str:Parent></str:Code></str:Codelist>
<str:ConceptScheme id="CS" agencyID="FAO" version="1.0">{scheme}
 <str:Concept id="PLACE">{place}<str:CoreRepresentation><str:Enumeration>
  <Ref id="CL_PLACE" agencyID="FAO" version="1.0"/></str:Enumeration></str:CoreRepresentation></str:Concept>
 <str:Concept id="NOTE">{note}</str:Concept></str:ConceptScheme>
<str:DataStructure id="DSD_FISH" agencyID="FAO" version="1.0">{structure}<str:DataStructureComponents>
 <str:DimensionList>
  <str:Dimension><str:ConceptIdentity><Ref id="PLACE" maintainableParentID="CS" agencyID="FAO"
   maintainableParentVersion="1.0"/></str:ConceptIdentity></str:Dimension>
  <str:TimeDimension id="TIME_PERIOD"><str:ConceptIdentity><Ref id="TIME_PERIOD"/></str:ConceptIdentity></str:TimeDimension>
 </str:DimensionList>
 <str:AttributeList><str:Attribute id="NOTE" assignmentStatus="Conditional">
  <str:ConceptIdentity><Ref id="NOTE" maintainableParentID="CS" agencyID="FAO" maintainableParentVersion="1.0"/></str:ConceptIdentity>
  <str:AttributeRelationship><str:Dimension><Ref id="PLACE"/></str:Dimension></str:AttributeRelationship>
 </str:Attribute></str:AttributeList>
 {measures}
</str:DataStructureComponents></str:DataStructure></mes:Structures></mes:Structure>"""
ONE = '<str:MeasureList><str:PrimaryMeasure id="OBS_VALUE"/></str:MeasureList>'


def message(**more):
    named = ("flow", "places", "sea", "bay", "scheme", "place", "note", "structure")
    told = {name: NAMES.format(name.title()) for name in named}
    return MESSAGE.format(**{**told, "measures": ONE, **more}).encode()


@pytest.fixture
def own_home(tmp_path, monkeypatch):
    monkeypatch.setenv("STOCKTAKE_HOME", str(tmp_path / "home"))


def test_a_message_becomes_a_dataflow_with_names_in_every_language_it_has():
    (taken,) = foreign.read({"fish.xml": message()})

    flow = taken.flow
    assert (flow.reference, flow.structure, flow.timed) == (
        "FAO:FISH(1.0)",
        "DSD_FISH",
        True,
    )
    assert flow.names == {"en": "Flow", "fr": "Flow (fr)"}
    assert [(each.id, each.list) for each in flow.dimensions] == [("PLACE", "CL_PLACE")]
    assert flow.dimensions[0].names["fr"] == "Place (fr)"
    assert [(each.id, each.attached) for each in flow.attributes] == [
        ("NOTE", "series")
    ]
    (held,) = taken.lists
    assert [(code.id, code.parent) for code in held.codes] == [
        ("SEA", ""),
        ("BAY", "SEA"),
    ]


@pytest.mark.django_db
def test_figures_can_be_loaded_once_the_structure_is_taken(own_home, tmp_path):
    path, data = tmp_path / "fish.xml", tmp_path / "fish.csv"
    path.write_bytes(message())
    data.write_text(
        "DATAFLOW,PLACE,TIME_PERIOD,OBS_VALUE,NOTE\n"
        "FAO:FISH(1.0),BAY,2020,12,some\nFAO:FISH(1.0),POND,2020,1,\n"
    )

    taking.take([path], by=LOCAL_ADMINISTRATOR, at=NOON)
    loaded, release = actions.load(
        Request(data, skip_bad=tmp_path / "bad.csv"), by=LOCAL_ADMINISTRATOR, at=NOON
    )

    assert Event.objects.filter(kind="structure.taken").count() == 1
    assert (release.observations, dict(loaded.checked.kinds)) == (
        1,
        {"unknown code": 1},
    )
    (only,) = queries.observations("FISH").records()
    assert (only["PLACE"], only["NOTE"]) == ("BAY", "some")
    changed = tmp_path / "changed.xml"
    changed.write_bytes(
        message().replace(
            b'<str:Dimension><str:ConceptIdentity><Ref id="PLACE"',
            b'<str:Dimension id="SPOT"><str:ConceptIdentity><Ref id="PLACE"',
        )
    )
    with pytest.raises(Refused, match="a new version"):
        taking.take([changed], by=LOCAL_ADMINISTRATOR, at=NOON)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<a/>", "no structure message"),
        (b"<a", "broken XML"),
        (b"{", "broken JSON"),
        (b'{"data": {"codelists": [{}]}}', "no structure message of SDMX-JSON"),
        (b'{"data": {}}', "no data structure definition"),
        (message(measures=""), "has the measures none"),
        (message(measures=ONE.replace("OBS_VALUE", "WEIGHT")), "has the measures WEIGHT"),
        (message().replace(b"FAO", b"STOCKTAKE"), "this program's own"),
        (message().replace(b'Codelist id="CL_PLACE"', b'Codelist id="CL_X"'), "without its codes"),
        (message().replace(b'DataStructure id="DSD_FISH"', b'DataStructure id="D"'), "without its structure"),
        (message().replace(b'id="TIME_PERIOD"><', b'id="WHEN"><'), "calls it TIME_PERIOD"),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_refused_with_a_reason(data, words):
    with pytest.raises(Refused, match=words):
        foreign.read({"x": data})


def test_entities_of_a_message_are_not_followed(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("SECRET")
    entity = f'<!DOCTYPE a [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'.encode()

    (taken,) = foreign.read({"x": entity + message(flow="<com:Name>&x;</com:Name>")})

    assert "SECRET" not in json.dumps(taken.flow.names)


@pytest.mark.django_db
def test_visitors_take_no_structures(tmp_path):
    with pytest.raises(NotPermitted):
        taking.take([], by=VISITOR, at=NOON)


@pytest.mark.parametrize("kind", ["ml 2.1", "ml 3.0", "json 2.0"])
def test_our_own_structures_are_read_again_from_our_messages(kind):
    from stocktake.indicators.head import head
    from stocktake.indicators.structures.registry import Query, registry

    query = Query(frozenset({"dataflow"}), ids=("SDG",), references=("descendants",))
    made = messages.build(registry(), query, "en")
    text = messages.write(made, kind, head("x", prepared=NOON), "en")

    (taken,) = foreign.read({"x": text.replace(b"STOCKTAKE", b"OTHERS")})

    flow = reading.flow("SDG")
    assert taken.flow.key_ids == flow.key_ids
    assert taken.flow.attribute_ids == flow.attribute_ids
    held = reading.lists(flow)
    found = {each.id: each for each in taken.lists}
    for component in (*taken.flow.dimensions, *taken.flow.attributes):
        if component.list:
            assert found[component.list].ranks == held[component.id].ranks


# What the samples are, by folder or file: data that is read, or why it is not.
DATA = {
    "ecb_exr": {
        "common.xml": "structures", "ng-structure.xml": "structures",
        "ng-structure-full.xml": "structures",
    },
    "pysdmx_csv_sdmx10": {}, "pysdmx_csv_sdmx20": {}, "pysdmx_csv_sdmx21": {},
    "sdmx_csv_2.0_official": {},
    "sdmx_json_2.0_official/data": {"generated-sample.json": "points to nothing"},
    "sdmx_json_2.0_official/structure": "no data of SDMX-JSON",
    "sdmx_json_2.0_official/metadata": "reference metadata",
    "sdmx_ml_2.1_official/demography": {
        "demography.xml": "structures", "esms.xml": "structures",
        "esms_generic.xml": "reference metadata", "esms_structured.xml": "reference metadata",
    },
    "sdmx_ml_2.1_official/common": "structures", "sdmx_ml_2.1_official/VTL": "structures",
    "sdmx_ml_2.1_official/query": "structures|no data message",
    "sdmx_ml_3.0_official": "structures",
    "pysdmx_ml_sdmx30": "structures|reference metadata",
    "pysdmx_ml_sdmx31": "structures|reference metadata",
    "sdg_and_un": "structures",
}  # fmt: skip
ML_DATA = {
    "ECB_EXR0.xml", "ECB_EXR_CA.xml", "data_dataflow_3.0.xml", "data_prov_agree_3.0.xml",
    "data_datastructure_3.0_series.xml", "data_structure_no_structure.xml",
    "ECB_EXR_data.xml", "iaeg_sdgs_global_content_constraints.csv",
}  # fmt: skip


@pytest.mark.slow
def test_every_message_of_the_samples_is_read_or_refused_with_its_reason(
    shared, tmp_path
):
    wrong = []
    for folder, expected in DATA.items():
        for path in sorted((shared / "data/sdmx" / folder).glob("*.*")):
            if isinstance(expected, dict):
                reason = expected.get(path.name, "")
            else:
                reason = "" if path.name in ML_DATA else expected
            try:
                open_file(path, tmp_path / "spool", mapping=None)
            except Refused as error:
                told = str(error)
            else:
                told = ""
            if bool(told) != bool(reason) or not any(
                each in told for each in reason.split("|")
            ):
                wrong.append((folder, path.name, told))

    assert wrong == []


TAKEN = {
    "ecb_exr/ng-structure-full.xml": "ECB:ECB_EXR_NG(1.0)",
    "ecb_exr/ng-structure.xml ecb_exr/common.xml": "ECB:ECB_EXR_NG(1.0)",
    "sdg_and_un/UNICEF_GLOBAL_DATAFLOW-structure.xml": "UNICEF:GLOBAL_DATAFLOW(1.0)",
    "sdmx_json_2.0_official/structure/constructed-sample.json": "ECB:EXR(1.0)",
    "sdmx_ml_2.1_official/demography/demography.xml sdmx_ml_2.1_official/common/common.xml": "ESTAT:DEMOGRAPHY(1.0)",
    "sdmx_ml_2.1_official/VTL/VTL_Sample_2.xml": "SDMX:DF21(1.0)",
    "sdmx_ml_3.0_official/VTL_Sample_3.xml": "SDMX:DF31(1.0)",
}


@pytest.mark.parametrize("files", TAKEN)
def test_structures_of_the_samples_are_taken(shared, files):
    base = shared / "data/sdmx"

    found = foreign.read({name: (base / name).read_bytes() for name in files.split()})

    assert found[0].flow.reference == TAKEN[files]
