"""Charts and the map of a figure: from zero, blanks open, words escaped, classes by shape."""

import re
from types import SimpleNamespace

import pytest

from stocktake.design import maps, plots
from stocktake.design.plots import Column


def heights(svg: str) -> list[float]:
    return [float(h) for h in re.findall(r'<rect[^>]* height="([\d.]+)"', svg)]


@pytest.mark.parametrize(
    ("greatest", "top"),
    [(0, 1), (0.4, 0.4), (5, 6), (99, 100), (101, 150), (280_598_105, 300_000_000)],
)
def test_the_axis_begins_at_zero_and_takes_in_the_greatest(greatest, top):
    end, marks = plots.scale(greatest)

    assert (end, marks[0], marks[-1]) == (top, 0, end)
    assert len(marks) <= 6


def test_parts_stand_on_each_other_and_a_blank_stays_open():
    held = [Column("2010", (10.0, 30.0)), Column("2015", (None, None))]

    svg = plots.columns(held, label="Stock", number=lambda value: f"{value:g}")

    first, second = heights(svg)
    assert second == pytest.approx(3 * first, abs=0.2)
    assert 'role="img" aria-label="Stock"' in svg


def test_a_line_breaks_where_a_value_is_missing():
    held = [Column(str(year), (value,)) for year, value in enumerate((1.0, None, 2.0))]

    svg = plots.line(held, label="<Cost>", number=str)

    (path,) = re.findall(r' d="([^"]+)"', svg)
    assert path.count("M") == 2
    assert "L" not in path
    assert "&lt;Cost&gt;" in svg


def test_the_map_tells_a_class_no_figure_and_land_apart():
    shapes = [
        SimpleNamespace(code="AAA", path="M0 0", dot=None),
        SimpleNamespace(code="BBB", path="M1 1", dot=None),
        SimpleNamespace(code="CCC", path="", dot=(3, 4)),
        SimpleNamespace(code="DDD", path="M2 2", dot=None),
    ]

    svg = maps.choropleth(
        shapes,
        {"AAA": 4, "BBB": None, "CCC": 0},
        view_box=(0, 0, 10, 10),
        description="Stock",
        titles={"AAA": "A & B: 5"},
    )

    assert re.findall(r'<(?:path|circle) class="([^"]+)"', svg) == [
        "v-4",
        "n",
        "w-none",
        "v-0",
    ]
    assert "<title>A &amp; B: 5</title>" in svg


def test_numbers_are_circles_whose_area_is_in_proportion_and_a_gap_is_none():
    square = "M0 0l10 0 0 10-10 0z"
    shapes = [
        SimpleNamespace(code="AAA", path=f"M50 50l1 0 0 1z{square}", dot=None),
        SimpleNamespace(code="BBB", path=square, dot=None),
        SimpleNamespace(code="CCC", path="", dot=(30, 40)),
        SimpleNamespace(code="DDD", path=square, dot=None),
    ]

    svg = maps.amounts(
        shapes,
        {"AAA": 25.0, "BBB": 0.0, "CCC": 100.0, "DDD": None},
        view_box=(0, 0, 100, 100),
        description="Stock",
        titles={"AAA": "A: 25"},
    )

    assert re.findall(
        r'<circle class="amount".*?cx="(\d+)" cy="(\d+)" r="([\d.]+)"', svg
    ) == [
        ("30", "40", "60.0"),
        ("5", "5", "30.0"),
    ]
    assert re.findall(r'<path class="([^"]+)"', svg) == ["w-none", "w-none", "n"]
