"""A verdict's line in the dossier's language: all its words, none of its numbers changed."""

import random
import re

import pytest

from stocktake.assessment.definitions import Definition, Kind, SetBy, Target
from stocktake.assessment.methods import default
from stocktake.assessment.verdicts import Scale, Series
from stocktake.dossiers.content.figure_lines import in_words, publisher
from stocktake.dossiers.frames import frame
from stocktake.indicators import invented
from stocktake.kernel.languages import LANGUAGES


OTHERS = [language for language in LANGUAGES if language != "en"]


def _lines():
    """Every kind of line and reason that the default verdict writes."""
    dice = random.Random(7)
    series, wanted = [], []
    for at in range(600):
        scale = dice.choice(list(Scale))
        stepped = scale in {Scale.ORDINAL, Scale.BINARY}
        top = 1 if scale is Scale.BINARY else 3
        value = (lambda top=top: dice.randint(0, top)) if stepped else dice.random
        first = dice.randint(2012, 2022)
        years = sorted({first, *(dice.randint(first, 2023) for _ in range(at % 4))})
        breaks = (years[-1],) if at % 9 == 0 else ()
        points = () if at % 50 == 0 else tuple((year, value()) for year in years)
        series.append(Series(points, breaks=breaks))
        target = Target(value(), dice.choice([2022, 2030]), SetBy.AGREED_TEXT)
        wanted.append(
            Definition(
                code="x", kind=Kind.QUANTITATIVE, scale=scale, baseline_year=2012,
                direction=dice.choice([1, -1, 1, -1, None]),
                high=dice.choice([None, 1.0]), target=dice.choice([None, target]),
            )
        )  # fmt: skip
    verdicts = default.assess_all(series, wanted, as_of=2025)
    lines = {line for one in verdicts for line in (one.arithmetic, one.reason) if line}
    return sorted(lines)


LINES = _lines()


@pytest.mark.parametrize("language", OTHERS)
def test_no_english_word_stays_in_a_line(language):
    words = frame(language)

    told = " ".join(in_words(words, line) for line in LINES)

    assert not re.findall(
        r"\b(?:target|gap|year|move|change|value|met|only|years|the)\b", told
    )
    if language in {"ar", "ru", "zh"}:
        assert set(re.findall(r"[A-Za-z]{2,}", told)) == set()


@pytest.mark.parametrize("language", OTHERS)
def test_every_number_of_a_line_stays_as_it_was(language):
    words = frame(language)

    for line in LINES:
        told = in_words(words, line)

        assert sorted(re.findall(r"[\d.]*\d", told)) == sorted(
            re.findall(r"[\d.]*\d", line)
        )


def test_every_phrase_is_written_by_the_method():
    russian = frame("ru")
    told = " ".join(in_words(russian, line) for line in LINES)

    phrases = {
        key: re.split(r"\{\w+\}", text)[0].strip(" ,:;")
        for key, text in russian.words.items()
        if key.startswith(("line_", "reason_"))
    }
    assert [key for key, begins in phrases.items() if begins not in told] == []


def test_invented_figures_are_named_as_such_in_the_language_and_real_ones_as_they_are():
    assert publisher(frame("es"), invented.NAME) == "Stocktake, cifras ilustrativas"
    assert publisher(frame("es"), "UNHCR") == "UNHCR"


def test_the_english_line_is_left_as_it_was_kept():
    assert [in_words(frame("en"), line) for line in LINES] == LINES


def test_arithmetic_is_read_from_left_to_right_in_arabic():
    line = "7 (2015) → 3 (2020), target at most 1 by 2030, gap -2: (3 - 7)/(1 - 7) × (2030 - 2015)/(2020 - 2015) = 2.0000"

    told = in_words(frame("ar"), line)

    assert told.startswith("\u20667 (2015) → 3 (2020)\u2069، الهدف")
    assert told.endswith("= 2.0000\u2069")
