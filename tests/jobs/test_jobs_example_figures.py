"""The invented figures of the example: whole, marked, and never among those of real States."""

from datetime import UTC, date, datetime

import pytest

from scenarios import statistics as scenario
from stocktake.accounts.rules import LOCAL_ADMINISTRATOR
from stocktake.actors import actions as actors
from stocktake.actors import queries as treaties
from stocktake.actors.rules import Status
from stocktake.assessment.definitions import definitions
from stocktake.assessment.gathering import statistics as gathering
from stocktake.assessment.gathering import treaties as bound
from stocktake.assessment.methods import default
from stocktake.assessment.rules.canonical import digest
from stocktake.assessment.verdicts import Label
from stocktake.charter import queries as charter
from stocktake.geography import queries as geography
from stocktake.indicators import invented
from stocktake.indicators import queries as statistics
from stocktake.indicators.actions import ILLUSTRATIVE
from stocktake.indicators.aggregates import queries as aggregates
from stocktake.indicators.gaps import queries as gaps
from stocktake.indicators.headlines import queries as headlines
from stocktake.jobs import example


NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
INVENTED = tuple(area.alpha3 for area in geography.illustrative_states())


@pytest.fixture
def loaded(db, tmp_path, monkeypatch):
    """Figures of three real States, and all that was invented beside them."""
    monkeypatch.setenv("STOCKTAKE_HOME", str(tmp_path))
    scenario.migrant_stock(tmp_path)
    example.load_example_figures(
        by=LOCAL_ADMINISTRATOR, at=NOON, progress=lambda _stage, _done, _total: None
    )
    actors.ensure_treaties(by=LOCAL_ADMINISTRATOR, at=NOON)


def measured(states):
    known = definitions(charter.DEFAULT_EDITION)
    hashes = {one.code: digest(one) for one in known}
    found = gathering.measured(known, hashes, states=states, on=NOON)
    return found, {one.code: one for one in known}


@pytest.mark.slow
def test_invented_figures_stand_apart_and_real_ones_are_as_they_were(loaded):
    again = example.load_example_figures(
        by=LOCAL_ADMINISTRATOR, at=NOON, progress=lambda _stage, _done, _total: None
    )
    stock = headlines.headline("stock")
    cost = headlines.headline("cost-from")
    (missing,) = (g for g in gaps.gaps(gaps.expected("MIGRANT_STOCK")))

    assert again is None
    assert statistics.release("MIGRANT_STOCK").number == 2  # not loaded twice
    # the map, the periods to choose from, regions, and who lacks what
    assert set(headlines.world(stock, "2020").cells) == {"DNK", "GBR", "SVN"}
    assert headlines.periods(stock) == ("2020", "2015")
    assert headlines.periods(cost) == ()
    sums = aggregates.aggregates("MIGRANT_STOCK", by="region", need=0)
    assert {row.key["SOURCE"] for row in sums if row.reported} == {"UNDESA_2020"}
    assert {one.area for one in missing.held} == {"DNK", "GBR", "SVN"}
    assert len(missing.held) + len(missing.missing) == 193
    # a State's own page names the source
    blocks = {one.headline.id: one for one in headlines.of_state("XAA")}
    assert {"stock", "asylum", "cost-from", "deaths"} <= set(blocks)
    assert {one.source for one in blocks.values()} == {invented.ILLUSTRATIVE}
    (file,) = blocks["stock"].files
    assert file["publisher"] == invented.NAME
    assert headlines.of_state("SVN")[0].source == "UNDESA_2020"

    # what is missing, held back, revised
    rows = {
        (row["QUESTION"], row["REF_AREA"], row["TIME_PERIOD"]): row
        for row in statistics.observations("REPORTED_FIGURES").records()
    }
    suppressed = rows["victims-identified", "XAD", "2022"]
    assert (suppressed["OBS_VALUE"], suppressed["OBS_STATUS"]) == (None, "Q")
    revised = list(statistics.differences("REPORTED_FIGURES", 1, 2))
    assert len(revised) == 3
    assert rows["course-participants", "XAB", "2023"]["OBS_VALUE"] == 8640

    # findings: every label of the default verdict, of invented States only
    found, known = measured([*INVENTED, "SVN"])
    assert {state for state, _ in found} == {*INVENTED, "SVN"}
    assert found["SVN", "migrant-stock"].series.source != invented.NAME
    mine = [key for key in sorted(found) if key[0] in INVENTED]
    assert {found[key].series.source for key in mine} == {invented.NAME}
    verdicts = default.assess_all(
        [found[key].series for key in mine],
        [known[code] for _, code in mine],
        as_of=2026,
    )
    assert {one.label for one in verdicts} == set(Label) - {Label.NOT_MET}

    # treaties
    on = date(2024, 12, 1)
    assert treaties.status("XAC", "SOM", on=on).status is Status.SIGNATORY
    assert treaties.status("XAF", "CRS61", on=on).status is Status.WITHDRAWN
    assert treaties.status("XAE", "ICRMW", on=on).status is Status.NO_ACTION
    rows_of = treaties.statuses_of_instrument("CRC", on=on)
    assert not {row.state for row in rows_of} & set(INVENTED)
    assert not {row.state for row in treaties.treaty_disagreements()} & set(INVENTED)
    tables = bound.tables(["XAA", "SVN"])
    assert [one.source.rpartition(":")[2] for one in tables["XAA"]] == ["illustrative"]
    assert "illustrative" not in str(tables["SVN"])


@pytest.mark.parametrize(
    "path", sorted(ILLUSTRATIVE.glob("*.csv")), ids=lambda p: p.stem
)
def test_every_area_of_an_invented_table_is_invented(path):
    head, *rows = path.read_text(encoding="utf-8").splitlines()
    columns = [
        at
        for at, name in enumerate(head.split(","))
        if name in {"area", "origin", "from", "to"}
    ]

    named = {row.split(",")[at] for row in rows for at in columns}

    assert named <= {*INVENTED, "_T"}
    assert invented.NAME in path.with_suffix(".yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("area", "sources", "spoken"),
    [
        ("KEN", ["UNHCR", "ILLUSTRATIVE"], ["UNHCR"]),
        ("KEN", ["ILLUSTRATIVE"], []),
        ("XAA", ["ILLUSTRATIVE"], ["ILLUSTRATIVE"]),
        ("XAA", ["QUESTIONNAIRE", "ILLUSTRATIVE"], ["QUESTIONNAIRE"]),
        ("XAA", [], []),
    ],
)
def test_invented_figures_speak_of_invented_states_where_nothing_else_does(
    area, sources, spoken
):
    rows = [{"SOURCE": source} for source in sources]

    found = invented.speaking_of(area, rows)

    assert [row["SOURCE"] for row in found] == spoken
