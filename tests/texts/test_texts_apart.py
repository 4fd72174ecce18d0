"""Several processes say of documents what one says."""

import pytest

from stocktake.texts import apart
from stocktake.texts.assigning import assign
from stocktake.texts.rules import Text, Tier
from stocktake.texts.workshop import workshop


pytestmark = pytest.mark.slow
PARAGRAPHS = (
    "A new law prohibits the immigration detention of children, but the police still detain families.",
    "The harvest of apples was good.",
    "Remittance fees were reduced through an agreement between banks and the post office.",
)


def documents(count):
    return [
        [
            [
                Text(f"{n}-{m}", "en", f"{words} ({n})")
                for m, words in enumerate(PARAGRAPHS)
            ]
        ]
        for n in range(count)
    ]


def test_chunks_come_back_in_order_with_the_same_labels_and_stances(monkeypatch):
    shop = workshop("icmpd-2017")
    chunks = documents(5)
    monkeypatch.setitem(apart.WORTH_PROCESSES, Tier.FAST, 1)
    monkeypatch.setattr(apart, "cores", lambda: 2)

    found = list(apart.assigned(iter(chunks), shop, tier=Tier.FAST))

    assert found == [assign(chunk, shop, tier=Tier.FAST) for chunk in chunks]
    assert all(chunk[0][0].labels and not chunk[0][1].labels for chunk in found)
