"""The registry: every method has a name of its own and a card that leaves nothing out."""

import pytest

from stocktake.assessment.methods import registry
from stocktake.kernel.errors import NotFound


def test_a_method_that_is_not_there_is_refused_with_those_that_are():
    with pytest.raises(NotFound, match="The methods are"):
        registry.method("horoscope")


def test_every_method_has_a_code_of_its_own():
    codes = [one.code for one in registry.METHODS]

    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("one", registry.METHODS, ids=lambda one: one.code)
def test_a_card_leaves_nothing_out(one):
    card = one.card

    assert all((card.what, card.formula, card.source, card.edge_cases, card.limits))
    assert all(card.columns.values())
