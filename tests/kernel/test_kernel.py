"""The ground floor: periods, URNs, languages, data files."""

from datetime import date

import msgspec
import pytest

from stocktake.kernel import data, languages, periods, urns
from stocktake.kernel.errors import BrokenData


pytestmark = pytest.mark.smoke


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2023, 1, 31), 1, date(2023, 2, 28)),
        (date(2024, 8, 31), 6, date(2025, 2, 28)),
        (date(2018, 12, 10), 24, date(2020, 12, 10)),
        (date(2024, 3, 31), -1, date(2024, 2, 29)),
        (date(2024, 1, 15), -1, date(2023, 12, 15)),
    ],
)
def test_months_later_keeps_the_day_or_takes_the_last(day, months, expected):
    assert periods.months_later(day, months) == expected


def test_a_period_holds_its_first_and_last_day_only():
    year = periods.span(date(2024, 1, 1), 12)

    held = [
        day in year
        for day in (year.first, year.last, date(2023, 12, 31), date(2025, 1, 1))
    ]

    assert held == [True, True, False, False]
    assert year.last == date(2024, 12, 31)


def test_a_period_cannot_end_before_it_begins():
    with pytest.raises(ValueError, match="cannot end"):
        periods.Period(date(2024, 2, 1), date(2024, 1, 1))


def test_a_urn_reads_back_as_it_was_written():
    written = urns.urn("submission", 2024, "KEN", 1)

    assert written == "stocktake:submission:2024/KEN/1"
    assert urns.parse(written) == urns.Urn("submission", "2024/KEN/1")


@pytest.mark.parametrize(
    "text",
    ["", "submission:1", "stocktake:Submission:1", "stocktake:a:", "stocktake:a:b c"],
)
def test_what_is_no_urn_is_refused_with_an_example(text):
    with pytest.raises(BrokenData, match="looks like"):
        urns.parse(text)


def test_there_are_the_six_official_languages_and_one_of_them_runs_from_the_right():
    assert sorted(languages.LANGUAGES) == ["ar", "en", "es", "fr", "ru", "zh"]
    assert [
        code for code in languages.LANGUAGES if languages.direction(code) == "rtl"
    ] == ["ar"]
    assert languages.direction("sl") == "ltr"


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ({"en": "Data", "fr": "Données"}, "fr", "Données"),
        ({"en": "Data", "fr": ""}, "fr", "Data"),
        ({"fr": "Données"}, "ru", "Données"),
        ({}, "en", ""),
    ],
)
def test_a_text_falls_back_to_english_and_then_to_what_there_is(
    text, language, expected
):
    assert languages.in_language(text, language) == expected


class Thing(msgspec.Struct):
    code: str
    year: int


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (b"code: a\nyear: x", ["thing.yaml", "$.year", "int"]),
        (b"year: 2", ["thing.yaml", "code"]),
        (b"code: [", ["thing.yaml", "line"]),
        (b"\xff\xfe\x00", ["thing.yaml"]),
    ],
)
def test_a_broken_data_file_is_named_with_key_and_reason(source, words):
    with pytest.raises(BrokenData) as caught:
        data.read_yaml(source, Thing, name="thing.yaml")

    assert all(word in str(caught.value) for word in words)


def test_a_missing_data_file_is_named(tmp_path):
    with pytest.raises(BrokenData, match="cannot be read"):
        data.read_yaml_file(tmp_path / "none.yaml", Thing)
