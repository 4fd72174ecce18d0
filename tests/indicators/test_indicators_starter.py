"""The figures that are shipped: whole, with their sources, loaded once."""

from datetime import UTC, datetime

import pytest

from stocktake.accounts.rules import LOCAL_ADMINISTRATOR
from stocktake.geography import queries as geography
from stocktake.indicators import actions, mapping, queries
from stocktake.indicators.structures import reading
from stocktake.kernel.languages import LANGUAGES


NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.mark.django_db
@pytest.mark.slow
def test_the_starter_set_covers_nearly_every_state_and_loads_once(
    tmp_path, monkeypatch
):
    monkeypatch.setenv("STOCKTAKE_HOME", str(tmp_path))

    first = actions.load_starter(by=LOCAL_ADMINISTRATOR, at=NOON)
    second = actions.load_starter(by=LOCAL_ADMINISTRATOR, at=NOON)

    assert all(each.digest and not each.checked.bad for each in first)
    assert not any(each.digest for each in second)
    asked = queries.observations("MIGRANT_STOCK")
    held = {
        each["REF_AREA"] for each in asked.records() if each["OBS_VALUE"] is not None
    }
    assert {each.alpha3 for each in geography.states()} <= held
    world = queries.observations("MIGRANT_STOCK", "A.001._T._T._T.", last=1)
    assert [each["OBS_VALUE"] for each in world.records()] == [280598105]
    for each in first:
        assert each.file.publisher
        assert each.file.licence.startswith("CC BY") or each.flow.id == "SDG"
        assert each.file.as_of


def test_the_starter_set_is_small():
    size = sum(path.stat().st_size for path in actions.STARTER.iterdir())

    assert size < 4_000_000


@pytest.mark.parametrize(
    "code_list", reading.own_lists().values(), ids=lambda each: each.id
)
def test_every_code_has_a_name_in_each_language(code_list):
    assert all(set(code.names) == set(LANGUAGES) for code in code_list.codes)
    assert len(code_list.ranks) == len(code_list.codes)


@pytest.mark.parametrize("name", mapping.shipped())
def test_each_shipped_mapping_is_for_a_dataflow_and_names_its_source(name):
    found = mapping.named(name)

    assert queries.flow(found.flow)
    assert found.source.licence


@pytest.mark.slow
@pytest.mark.parametrize("flow", reading.own_flows(), ids=lambda each: each.id)
def test_a_dataflow_becomes_sdmx_artefacts_with_every_component_and_code(flow):
    from stocktake.indicators.structures import artefacts

    made = artefacts.dataflow(flow, "fr")
    structure = artefacts.structure(flow, "fr")

    assert (made.id, made.name) == (flow.id, flow.names["fr"])
    assert made.structure.endswith(
        f"={structure.agency}:{structure.id}({structure.version})"
    )
    dimensions = [each.id for each in structure.components.dimensions]
    assert dimensions == list(flow.key_ids)
    attributes = [each.id for each in structure.components.attributes]
    assert attributes == list(flow.attribute_ids)
    for name, held in reading.lists(flow).items():
        codes = artefacts.code_list(held, "fr")
        assert structure.components[name].local_enum_ref == artefacts.list_urn(held)
        assert [code.id for code in codes] == list(held.ranks)
        assert all(code.name for code in codes)
