"""What is expected of statistics: by the edition's indicators, then by the dataflows."""

from stocktake.jobs.expected_figures import expected


def test_an_indicator_says_which_breakdowns_it_asks_for():
    found = {each.said_by: each for each in expected() if each.said_by}

    stock = found["migrant-stock"]
    assert (stock.flow, stock.area, stock.about) == ("MIGRANT_STOCK", "REF_AREA", "")
    assert {"SEX", "AGE", "ORIGIN"} <= set(stock.breakdowns)
    leaving = found["refugees-from"]
    assert (leaving.area, leaving.about) == ("ORIGIN", "REF")
    received = found["remittance-cost-received"]
    assert (received.area, received.breakdowns) == ("COUNTERPART_AREA", ("REF_AREA",))


def test_a_breakdown_without_a_dimension_is_expected_all_the_same():
    deaths = next(each for each in expected() if each.said_by == "sdg-10.7.3")

    assert "ROUTE" in deaths.breakdowns
    assert [each["en"] for each in deaths.beyond] == ["cause"]


def test_series_that_no_indicator_asks_for_follow_and_none_comes_twice():
    found = expected("DISPLACEMENT")

    assert {each.flow for each in found} == {"DISPLACEMENT"}
    unasked = [each.about for each in found if not each.said_by]
    assert "OIP" in unasked
    assert "REF" not in unasked
    assert len(unasked) == len(set(unasked))
