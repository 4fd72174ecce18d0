"""Several processes say of documents what one says."""

import pytest

from stocktake.texts import apart, assigning
from stocktake.texts.assigning import assign
from stocktake.texts.rules import SentenceStance, StanceKind, Text, Tier
from stocktake.texts.sentences import Span
from stocktake.texts.stances import Units
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


def test_the_slow_encoder_reads_the_sentences_that_are_not_settled():
    spans = (Span(0, 10), Span(11, 40), Span(41, 60))
    part = Units(spans, ((spans[0],), (Span(11, 20), Span(21, 40)), (spans[2],)))
    quick = tuple(
        SentenceStance(number, start, end, StanceKind.CHALLENGE, score, "quick")
        for number, (start, end, score) in enumerate(
            [(0, 10, 0.9), (11, 20, 0.9), (21, 40, 0.6), (41, 60, 0.8)], start=1
        )
    )

    open_ = assigning._unsettled(part, quick, 0.75)
    slow = (SentenceStance(1, 11, 40, StanceKind.ACHIEVEMENT, 0.7, "slow"),)
    found = assigning._together(open_, quick, slow)

    assert open_ == Units((spans[1],), (part.halves[1],))
    assert [(one.sentence, one.start, one.end, one.model) for one in found] == [
        (1, 0, 10, "quick"),
        (2, 11, 40, "slow"),
        (3, 41, 60, "quick"),
    ]
