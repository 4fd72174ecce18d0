"""The cards that a dossier prints say the same in all six languages."""

import re

import pytest

from stocktake.assessment import policies
from stocktake.assessment.methods import cards
from stocktake.assessment.methods.judging import RULES
from stocktake.assessment.methods.registry import METHODS, method
from stocktake.kernel.languages import LANGUAGES


OTHERS = [language for language in LANGUAGES if language != "en"]


def _numbers(text):
    """Numbers as a set, whichever sign parts their decimals."""
    return {one.replace(",", ".") for one in re.findall(r"\d+(?:[.,]\d+)?", text)}


def test_the_cards_of_all_methods_that_a_verdict_can_name_are_there():
    named = {"default", *RULES} & {one.name for one in METHODS}

    assert named == {"default", "statcan", "linear-pace"}
    assert {method(name).code for name in named} <= set(cards.CARDS)
    assert set(policies.METHODS) <= set(cards.CARDS)
    assert all(card is method(code).card for code, card in cards.CARDS.items())


@pytest.mark.parametrize("language", OTHERS)
def test_every_card_is_translated_whole(language):
    found = cards.translations(language)

    assert list(found) == list(cards.CARDS)
    for code, one in found.items():
        assert len(one.limits) == len(cards.CARDS[code].limits)
        assert all((one.what, one.formula, one.source, *one.limits))


@pytest.mark.parametrize("language", OTHERS)
def test_no_card_changed_behind_its_translation(language):
    for code, one in cards.translations(language).items():
        assert one.of == cards.fingerprint(cards.CARDS[code]), code


@pytest.mark.parametrize("language", OTHERS)
def test_a_translated_formula_keeps_every_number(language):
    for code, one in cards.translations(language).items():
        assert _numbers(one.formula) == _numbers(cards.CARDS[code].formula), code
