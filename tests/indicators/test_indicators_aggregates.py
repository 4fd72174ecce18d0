"""Figures of groups: who belongs on which day, how many have a value, never stored."""

from datetime import date

import pytest

from scenarios import statistics
from stocktake.indicators import queries as releases
from stocktake.indicators.aggregates import queries
from stocktake.indicators.aggregates.rules import Group, aggregate
from stocktake.kernel.errors import NotFound, WrongUsage


GROUP = Group("LDC", {"en": "Least developed"}, ("AAA", "BBB", "CCC", "DDD"))


def row(value, unit="PS", multiplier="0"):
    return {"OBS_VALUE": value, "UNIT_MEASURE": unit, "UNIT_MULT": multiplier}


@pytest.mark.parametrize(
    ("rows", "value", "how", "reported"),
    [
        ({"AAA": row(1.0), "BBB": row(2.0), "CCC": row(4.0)}, 7.0, "sum", 3),
        (
            {"AAA": row(1.0, "PT"), "BBB": row(2.0, "PT"), "CCC": row(6.0, "PT")},
            3.0,
            "mean",
            3,
        ),
        ({"AAA": row(1.0), "BBB": row(2.0), "CCC": row(None)}, None, "sum", 2),
        ({"AAA": row(1.0), "BBB": row(2.0), "CCC": row(4.0, "USD")}, None, "mean", 3),
        ({"ZZZ": row(9.0)}, None, "mean", 0),
    ],
    ids=["counts", "rates", "too few", "two units", "nobody"],
)
def test_a_group_has_a_figure_only_where_its_members_carry_it(
    rows, value, how, reported
):
    found = aggregate(GROUP, {}, "2020", rows)

    assert (found.value, found.reported) == (value, reported)
    assert found.value is not None or found.reason
    assert found.how == how
    assert set(found.missing) == {
        code for code in GROUP.members if rows.get(code, row(None))["OBS_VALUE"] is None
    }


def test_the_publishers_own_figure_stands_beside_and_is_no_member():
    rows = {code: row(1.0) for code in GROUP.members} | {"199": row(5.0)}

    found = aggregate(GROUP, {}, "2020", rows)

    assert (found.value, found.published) == (4.0, 5.0)


@pytest.mark.django_db
@pytest.mark.slow
def test_members_are_those_of_the_period_and_nothing_is_stored(tmp_path, monkeypatch):
    monkeypatch.setenv("STOCKTAKE_HOME", str(tmp_path))
    statistics.migrant_stock(tmp_path)
    before = releases.releases("MIGRANT_STOCK")
    key = "A.._T._T._T."

    by_year = {
        each.period: each
        for each in queries.aggregates("MIGRANT_STOCK", key, by="EU", need=0)
    }
    today = queries.aggregates(
        "MIGRANT_STOCK", key, by="EU", need=0, on=date(2015, 6, 1), start="2020"
    )

    assert by_year["2015"].value == 237_000 + 596_000 + 8_411_000
    assert by_year["2020"].value == 278_000 + 718_000
    assert len(by_year["2015"].group.members) == 28
    assert [each.value for each in today] == [278_000 + 718_000 + 9_360_000]
    strict = queries.aggregates("MIGRANT_STOCK", key, by="EU", start="2020")
    assert [(each.value, each.reported) for each in strict] == [(None, 2)]
    assert releases.releases("MIGRANT_STOCK") == before


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("key", "by", "error", "words"),
    [
        ("A.SVN._T._T._T.", "region", WrongUsage, "blank"),
        ("all", "ATLANTIS", NotFound, "ASEAN"),
    ],
)
def test_what_cannot_be_grouped_is_refused(key, by, error, words):
    with pytest.raises(error, match=words):
        queries.aggregates("MIGRANT_STOCK", key, by=by)
