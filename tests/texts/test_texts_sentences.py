"""Sentences: where they end in six languages, with offsets that are exact."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stocktake.texts.rules import sentences


def split(text, language):
    return [text[one.start : one.end] for one in sentences(text, language)]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "It was adopted. It helps.", ["It was adopted.", "It helps."]),
        (
            "en",
            "See para. 3 of No. 4. It holds.",
            ["See para. 3 of No. 4.", "It holds."],
        ),
        ("en", "Mr. J. Smith spoke. He left.", ["Mr. J. Smith spoke.", "He left."]),
        ("en", "It ended.3 The next began.", ["It ended.3", "The next began."]),
        (
            "en",
            "The U.N. agency (see art. 5) met.",
            ["The U.N. agency (see art. 5) met."],
        ),
        ("en", "Why? “Because.” So it was.", ["Why?", "“Because.”", "So it was."]),
        (
            "fr",
            "Voir l'art. 5 de la loi. Elle vaut.",
            ["Voir l'art. 5 de la loi.", "Elle vaut."],
        ),
        ("fr", "M. Dupont a parlé. Il part.", ["M. Dupont a parlé.", "Il part."]),
        (
            "es",
            "La Ley N.º 4 rige. ¿Y la otra? Sí.",
            ["La Ley N.º 4 rige.", "¿Y la otra?", "Sí."],
        ),
        (
            "ru",
            "В 2019 г. Комитет принял закон. Он действует.",
            ["В 2019 г. Комитет принял закон.", "Он действует."],
        ),
        (
            "ru",
            "См. п. 3 и ст. 5. Они действуют.",
            ["См. п. 3 и ст. 5.", "Они действуют."],
        ),
        ("ar", "اعتمد القانون. هل يكفي؟ نعم.", ["اعتمد القانون.", "هل يكفي؟", "نعم."]),
        ("zh", "法律已通过。是否足够？是。", ["法律已通过。", "是否足够？", "是。"]),
        ("zh", "他说：“够了。”会议结束。", ["他说：“够了。”", "会议结束。"]),
    ],
)
def test_sentences_end_where_a_reader_ends_them(language, text, expected):
    assert split(text, language) == expected


def test_a_text_without_a_stop_is_one_sentence():
    assert split("  No stop here ", "en") == ["No stop here"]


def test_an_empty_text_has_no_sentences():
    assert split("   ", "en") == []


@given(
    st.text(max_size=300), st.sampled_from(["ar", "zh", "en", "fr", "ru", "es", "und"])
)
def test_sentences_hold_every_letter_once_and_in_order(text, language):
    spans = sentences(text, language)

    assert "".join(
        "".join(text[one.start : one.end].split()) for one in spans
    ) == "".join(text.split())
    assert all(one.end <= other.start for one, other in pairwise(spans))
    assert all(
        text[one.start : one.end] == text[one.start : one.end].strip() for one in spans
    )
