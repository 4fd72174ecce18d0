"""Words as people search for them."""

import doctest

import pytest

from stocktake.kernel import folding


def test_the_examples_hold():
    assert doctest.testmod(folding).failed == 0


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Côte", "cote"),
        ("cote", "Côté"),
        ("Co\u0302te", "côte"),
        ("ПОСЁЛОК", "поселок"),
        ("الأُسَر", "الاسر"),
        ("بلدة", "بلده"),
        ("ﬁnancement", "financement"),
        ("Straße", "STRASSE"),
        ("移民", "移民"),
    ],
)
def test_a_word_is_found_however_it_is_marked(text, asked):
    ((start, end),) = folding.places(f"… {text}, …", asked)

    assert f"… {text}, …"[start:end] == text


def test_nothing_is_found_for_nothing():
    assert list(folding.places("text", "")) == []
    assert list(folding.places("text", "\u0301")) == []
