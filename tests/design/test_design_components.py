"""Components escape what they are given and say in words what they draw."""

from datetime import date
from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils import translation

from stocktake.design import font_css
from stocktake.design.templatetags import components


STATIC = Path(font_css.__file__).with_name("static") / "design"


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def drawn(source: str, **values) -> str:
    return Template("{% load components %}" + source).render(Context(values))


def test_marked_words_stay_words():
    html = components.with_marks("a <b> c", [(2, 5)])

    assert html == "a <mark>&lt;b&gt;</mark> c"


@pytest.mark.parametrize("spans", [[(5, 2)], [(0, 99)], [(-1, 2)], [(3, 3)]])
def test_a_span_that_is_none_marks_nothing(spans):
    assert components.with_marks("child", spans) == "child"


def test_overlapping_spans_mark_once():
    assert components.with_marks("abcdef", [(0, 3), (2, 5)]) == "<mark>abc</mark>def"


def test_quoted_words_keep_their_language_and_direction():
    html = drawn('{% quoted "منذ عام" "ar" %}')

    assert '<blockquote class="quote" lang="ar" dir="rtl">' in html


def test_the_original_language_is_named_only_where_it_differs():
    with translation.override("fr"):
        assert drawn('{% original "fr" %}') == ""
        assert "Arabe, original" in drawn('{% original "ar" %}')


def test_blocks_escape_their_titles():
    html = drawn("{% section title=t name='x' %}inside{% endsection %}", t="<i>")

    assert "&lt;i&gt;" in html
    assert 'aria-labelledby="x"' in html


def test_a_wide_table_can_be_reached_by_keyboard_and_has_a_name():
    html = drawn("{% scroll label='Wide' %}x{% endscroll %}")

    assert 'role="region" aria-label="Table: Wide" tabindex="0"' in html


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "30 June 2024"),
        ("fr", "30 juin 2024"),
        ("ru", "30 июня 2024"),
        ("es", "30 junio 2024"),
        ("zh", "2024年6月30日"),
    ],
)
def test_days_are_written_as_the_language_does(language, written):
    with translation.override(language):
        assert components.day(date(2024, 6, 30)).lower() == written.lower()


def test_the_style_sheet_of_the_fonts_is_made_from_their_list():
    kept = (STATIC / "fonts.css").read_text(encoding="utf-8")

    assert kept == font_css.font_css(), "run: python -m stocktake.design.font_css"


def test_the_style_sheet_asks_nothing_from_elsewhere_and_knows_no_left_or_right():
    css = (STATIC / "stocktake.css").read_text(encoding="utf-8")

    assert "http" not in css
    assert "@import" not in css
    for physical in (
        "margin-left",
        "margin-right",
        "padding-left",
        "padding-right",
        "text-align: left",
        "text-align: right",
        "float:",
    ):
        assert physical not in css
