"""The six frames say the same things, each completely."""

import string
from datetime import date

import pytest

from stocktake.dossiers.frames import frame
from stocktake.kernel.errors import NotFound
from stocktake.kernel.languages import LANGUAGES


def _places(text):
    return sorted(field for _, field, _, _ in string.Formatter().parse(text) if field)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_frame_has_the_same_keys_and_places_as_the_english_one(language):
    english, other = frame("en").words, frame(language).words

    assert set(other) == set(english)
    wrong = [key for key in english if _places(other[key]) != _places(english[key])]
    assert wrong == []
    assert all(text.strip() or key == "comma" for key, text in other.items())


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != "en"])
def test_a_frame_is_translated_and_not_copied(language):
    english, other = frame("en").words, frame(language).words
    alike = {  # formats and words that are the same in both languages
        "stocktake", "where_document", "col_hash", "code_and_name", "cite", "comma",
        "percent", "quote", "original", "where_letter", "language_and_count", "no",
        "total", "figure", "confirmed", "source", "col_pages", "passage", "page_and",
        "paragraph", "where_section", "where_paragraph", "where_bullet", "theme", "date",
        "strand_expert", "count_of", "apart_line", "treaty_line", "from_to", "semicolon",
        "measure_of", "silence", "agreement_silence", "term_silence", "term_passage",
        "measure_programme", "measure_institution", "changes_and_why",
        "line_then", "line_and",
    }  # fmt: skip

    same = {key for key in english if other[key] == english[key]}

    assert same <= alike


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("ar", "30 حزيران/يونيه 2024"),
        ("zh", "2024年6月30日"),
        ("en", "30 June 2024"),
        ("fr", "30 juin 2024"),
        ("ru", "30 июня 2024 года"),
        ("es", "30 de junio de 2024"),
    ],
)
def test_a_date_is_written_as_the_language_writes_it(language, written):
    assert frame(language).day(date(2024, 6, 30)) == written


def test_a_place_names_page_and_paragraph_or_the_counted_passage():
    words = frame("en")

    assert words.place(11, "42", 40) == "p. 11, para. 42"
    assert words.place(None, "42", 40) == "para. 42"
    assert words.place(3, "", 7) == "p. 3, passage 7"


def test_a_language_that_is_none_of_the_six_is_refused_by_name():
    with pytest.raises(NotFound, match="'sl'"):
        frame("sl")


def test_large_numbers_are_grouped_and_years_are_not():
    words = frame("en")

    assert "23\u202f312 paragraphs" in words(
        "reported_counts",
        reports=393,
        states=193,
        organisations=200,
        pages=9,
        passages=23312,
    )
    assert words.day(date(2024, 1, 2)) == "2 January 2024"
