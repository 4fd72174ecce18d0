"""Charts, marks and sheets are functions of values; what they draw can be counted."""

import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stocktake.design import charts, marks, sheets
from stocktake.design.charts import Part


def widths(svg: str) -> list[float]:
    """The widths of the parts of a bar, without its edge."""
    return [
        float(width)
        for css, width in re.findall(r'class="([^"]*)"[^>]*? width="([\d.]+)"', svg)
        if css != "b-edge"
    ]


def test_parts_are_as_long_as_their_share():
    svg = charts.bar([Part("both", 15), Part("state", 6)], 30)

    assert widths(svg) == [150.0, 60.0]


@pytest.mark.parametrize(
    ("parts", "total", "drawn"),
    [
        ([], 30, []),
        ([Part("both", 0)], 30, []),
        ([Part("both", 3)], 0, []),
        ([Part("both", 40)], 30, [300.0]),
        ([Part("both", -1), Part("expert", 30)], 30, [300.0]),
    ],
)
def test_odd_values_stay_inside_the_bar(parts, total, drawn):
    assert widths(charts.bar(parts, total)) == drawn


@given(
    st.lists(st.floats(0, 1e6), min_size=1, max_size=6),
    st.floats(1, 1e6),
)
def test_no_bar_grows_out_of_its_frame(values, total):
    kinds = list(charts.FILLS)
    parts = [Part(kinds[n % len(kinds)], value) for n, value in enumerate(values)]

    assert sum(widths(charts.bar(parts, total))) <= 300.5


def test_a_bar_with_words_is_a_picture_and_without_is_decoration():
    assert 'role="img" aria-label="3 &lt; 4"' in charts.bar([], 1, label="3 < 4")
    assert 'aria-hidden="true"' in charts.bar([], 1)


def test_a_bar_that_stands_alone_brings_its_hatches():
    svg = charts.bar([Part("state", 1)], 2, alone=True)

    assert 'id="h-claim"' in svg
    ET.fromstring(svg)


@pytest.mark.parametrize(
    ("score", "width"), [(0, "0"), (0.5, "32.0"), (1, "64"), (7, "64")]
)
def test_a_meter_shows_its_score(score, width):
    assert f'class="m-on" width="{width}' in charts.meter(score)


def test_a_theme_has_as_many_strokes_as_its_number():
    sprite = marks.sprite()

    assert marks.theme(5).count("#th-5") == 1
    assert marks.theme(23) == ""
    assert sprite.count("<symbol") == len(marks.MARKS) + len(marks.WHO) + 5 + 1


def test_a_sheet_marks_the_cited_place_and_outlines_the_others():
    places = [
        sheets.Place(10, 20, 110, 40, href="#p1", label="Paragraph 1"),
        sheets.Place(10, 50, 110, 70, cited=True),
    ]

    svg = sheets.sheet("/documents/a/pages/1.png", 595, 842, places, label='Page "1"')

    assert svg.count('class="hit"') == 1
    assert '<a href="#p1" aria-label="Paragraph 1">' in svg
    assert "&quot;1&quot;" in svg
    ET.fromstring(svg)
