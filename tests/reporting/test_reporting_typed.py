"""Dates and numbers as people type them, without a workbook around them."""

import pytest

from stocktake.reporting.workbook import numbers
from stocktake.reporting.workbook.misread import Misread


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("31.03.2024", "2024-03-31"),
        ("13/06/2024", "2024-06-13"),
        ("06/06/2024", "2024-06-06"),
        ("2024-03-31", "2024-03-31"),
        ("03/2024", "2024-03"),
        ("March 2024", "2024-03"),
        ("1 марта 2024 г.", "2024-03-01"),
        ("31 de marzo de 2024", "2024-03-31"),
        ("1er mars 2024", "2024-03-01"),
        ("2024年3月1日", "2024-03-01"),
        ("٢٠٢٤", "2024"),
        ("2024", "2024"),
    ],
)
def test_a_day_with_one_reading_is_understood(typed, day):
    assert numbers.day(typed) == day


@pytest.mark.parametrize(
    ("read", "typed", "code"),
    [
        (numbers.day, "05/06/2024", "two-readings-date"),
        (numbers.day, "soon", "not-a-date"),
        (numbers.day, "31.02.2024", "not-a-date"),
        (numbers.day, "March", "not-a-date"),
        (numbers.number, "12 people", "words-in-number"),
        (numbers.number, "many", "not-a-number"),
        (numbers.number, "1.234", "two-readings-number"),
        (numbers.number, "1.2.3", "not-a-number"),
    ],
)
def test_what_has_two_readings_or_none_is_not_guessed(read, typed, code):
    with pytest.raises(Misread) as told:
        read(typed)

    assert told.value.code == code
