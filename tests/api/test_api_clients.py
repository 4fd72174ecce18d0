"""Other people's clients against a running server: sdmx1 and pysdmx."""

import io

import pytest

from stocktake.indicators.structures import reading


pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore"),
]


@pytest.fixture
def url(live_server, served):
    return f"{live_server.url}/sdmx"


def numbers(rows, areas=("SVN", "HRV"), sex="F"):
    return {
        (row["REF_AREA"], row["TIME_PERIOD"]): row["OBS_VALUE"]
        for row in rows
        if row["REF_AREA"] in areas
        and row["SEX"] == sex
        and row["OBS_VALUE"] is not None
    }


def test_sdmx1_finds_structures_and_reads_the_figures(url, served):
    sdmx = pytest.importorskip("sdmx", reason="the client sdmx1 is not installed")
    source = {"id": "STOCKTAKE", "url": f"{url}/v1", "name": "Stocktake"}
    sdmx.add_source(source, override=True)
    client = sdmx.Client("STOCKTAKE")
    # Else a thread of the server waits for more after its database is gone.
    client.session.headers["Connection"] = "close"

    flows = client.dataflow()
    flow = client.dataflow("MIGRANT_STOCK")
    structure = flow.structure["MIGRANT_STOCK"]
    by_text = client.data(
        "MIGRANT_STOCK", key="A.SVN+HRV..F..", params={"startPeriod": "2000"}
    )
    by_dict = client.data("MIGRANT_STOCK", key={"REF_AREA": "SVN+HRV", "SEX": "F"})
    specific = client.data("MIGRANT_STOCK", key="A.SVN+HRV..F..", dsd=structure)
    keys = client.data(
        "MIGRANT_STOCK",
        key="A.SVN.....".removesuffix("."),
        params={"detail": "serieskeysonly"},
    )
    area = client.get("codelist", "CL_AREA")
    there = client.get("availableconstraint", "MIGRANT_STOCK", force=True)

    assert {each.id for each in reading.own_flows()} == set(flows.dataflow)
    assert [d.id for d in structure.dimensions][:2] == ["FREQ", "REF_AREA"]
    for message in (by_text, by_dict, specific):
        series = sdmx.to_pandas(message.data[0]).dropna()
        found = {
            (where["REF_AREA"], where["TIME_PERIOD"]): value
            for where, value in (
                (dict(zip(series.index.names, key, strict=True)), value)
                for key, value in series.items()
            )
        }
        assert found == numbers(served.rows)
    assert len(keys.data[0].series) == 3
    assert str(area.codelist["CL_AREA"]["SVN"].name) == "Slovenia"
    assert there.constraint


def test_pysdmx_finds_structures_and_reads_the_figures(url, served):
    from pysdmx.api.dc.query import MultiFilter, Operator, TextFilter
    from pysdmx.api.dc.rest import SdmxConnector
    from pysdmx.api.fmr import RegistryClient

    registry = RegistryClient(f"{url}/v2/", timeout=60)
    connector = SdmxConnector(f"{url}/v2", timeout=60)

    codes = registry.get_codes("STOCKTAKE", "CL_SEX")
    schema = registry.get_schema("dataflow", "STOCKTAKE", "MIGRANT_STOCK", "1.0")
    concepts = registry.get_concepts("STOCKTAKE", "CONCEPTS")
    details = registry.get_dataflow_details("STOCKTAKE", "MIGRANT_STOCK", "1.0")
    themes = registry.get_categories("STOCKTAKE", "ICMPD_2017")
    flows = connector.dataflows("migrant")
    (flow,) = flows
    found = connector.data(
        flow,
        MultiFilter(
            [
                TextFilter("REF_AREA", Operator.IN, ["SVN", "HRV"]),
                TextFilter("SEX", Operator.EQUALS, "F"),
            ]
        ),
    )

    assert [code.id for code in codes] == ["_T", "F", "M", "_O", "_U"]
    assert [each.id for each in schema.components.dimensions] == list(
        served.flow.key_ids
    )
    assert schema.components["SEX"].enumeration["F"].name == "Female"
    assert "ORIGIN" in {each.id for each in concepts}
    assert {each.id for each in themes["4"].dataflows} >= {
        "MIGRANT_STOCK",
        "REMITTANCES",
    }
    assert details.id == "MIGRANT_STOCK"
    rows = list(found)
    told = {
        (row["REF_AREA"], row["TIME_PERIOD"]): float(row["OBS_VALUE"])
        for row in rows
        if row["OBS_VALUE"] not in ("", None)
    }
    assert told == numbers(served.rows)


@pytest.mark.parametrize(
    ("version", "accept"),
    [
        ("v1", "application/vnd.sdmx.genericdata+xml;version=2.1"),
        ("v1", "application/vnd.sdmx.structurespecificdata+xml;version=2.1"),
        ("v2", "application/vnd.sdmx.data+xml;version=3.0.0"),
        ("v2", "application/vnd.sdmx.data+csv;version=2.0.0"),
        ("v1", "application/vnd.sdmx.data+csv;version=1.0.0"),
    ],
)
def test_pysdmx_reads_each_format_and_finds_it_valid(url, served, version, accept):
    httpx = pytest.importorskip("httpx")
    pytest.importorskip("pyarrow", reason="pysdmx reads data with pandas and pyarrow")
    from pysdmx.io import get_datasets

    paths = {
        "v1": "data/MIGRANT_STOCK/A.SVN+HRV..F..",
        "v2": "data/dataflow/STOCKTAKE/MIGRANT_STOCK/1.0/A.SVN.*.F,A.HRV.*.F",
    }
    answer = httpx.get(
        f"{url}/{version}/{paths[version]}", headers={"Accept": accept}, timeout=60
    )
    structure = httpx.get(
        f"{url}/v2/structure/dataflow/STOCKTAKE/MIGRANT_STOCK?references=all",
        headers={"Accept": "application/vnd.sdmx.structure+xml;version=3.0.0"},
        timeout=60,
    )

    (found,) = get_datasets(io.BytesIO(answer.content), io.BytesIO(structure.content))

    told = {
        (row["REF_AREA"], row["TIME_PERIOD"]): float(row["OBS_VALUE"])
        for row in found.data.to_dict(orient="records")
        if str(row.get("OBS_VALUE", "")) not in ("", "nan", "None")
    }
    assert told == numbers(served.rows)
