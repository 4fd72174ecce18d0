"""The classifier with a ten-line encoder: it proposes, says why, and abstains."""

import numpy as np
import pytest

from stocktake.kernel.errors import BrokenData
from stocktake.texts.evaluation import Row, by_language, judge, measure
from stocktake.texts.examples import Example
from stocktake.texts.hybrid import Hybrid
from stocktake.texts.refining import worth_refining
from stocktake.texts.rules import Text, Tier
from stocktake.texts.taxonomy import ClassTexts, Taxonomy, read_taxonomy
from stocktake.texts.words import fold


def hashed(texts):
    """A vector of the words of a text: equal words, equal directions."""
    rows = np.zeros((len(texts), 64), np.float32)
    for row, text in enumerate(texts):
        for word in fold(text, "en").split():
            rows[row, sum(map(ord, word)) % 64] += 1
    rows += 1e-3
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


CLASSES = Taxonomy(
    "small",
    (
        ClassTexts(
            "detain",
            {"en": ("detention of migrants in closed centres",)},
            {"en": ("detention", "closed centre")},
        ),
        ClassTexts(
            "money",
            {"en": ("remittances sent home by workers abroad",)},
            {"en": ("remittances", "transfer fees")},
        ),
        ClassTexts(
            "money.fees",
            {"en": ("fees of transfers fall",)},
            {"en": ("fees",)},
            parent="money",
        ),
    ),
)
EXAMPLES = [
    *[
        Example(
            "en",
            f"detention of migrants in a closed centre number {n}",
            about=True,
            codes=("detain",),
        )
        for n in range(15)
    ],
    *[
        Example(
            "en",
            f"remittances that migrants send home by way {n}",
            about=True,
            codes=("money",),
        )
        for n in range(15)
    ],
    *[
        Example("en", f"the harvest of apples and pears in year {n}", about=False)
        for n in range(30)
    ],
]
READ = {"hashed": hashed}


@pytest.fixture(scope="module")
def classifier():
    return Hybrid(CLASSES, READ, EXAMPLES)


def labels(classifier, *texts):
    asked = [Text(str(n), "en", text) for n, text in enumerate(texts)]
    vectors = {"hashed": hashed(texts)}
    return classifier.labels(asked, classifier.probabilities(asked, vectors))


def test_a_passage_is_labelled_with_the_words_that_decided(classifier):
    ((label, *_),) = labels(
        classifier, "Detention of migrants was ended in both centres."
    )

    assert label.code == "detain"
    assert "detention" in label.because
    assert label.score == round(label.score, 3) > 0.5
    assert label.model.startswith("hybrid-fast@")


def test_a_passage_about_something_else_is_not_labelled(classifier):
    assert labels(classifier, "The harvest of apples was good this year.") == [()]


def test_a_commitment_is_not_proposed_beside_its_own_part(classifier):
    (found,) = labels(
        classifier, "Fees of remittances and transfers fall; migrants pay fees."
    )

    assert not {"money", "money.fees"} <= {label.code for label in found}


def test_the_same_inputs_give_the_same_name_and_scores(classifier):
    again = Hybrid(CLASSES, READ, EXAMPLES)

    assert again.name == classifier.name
    assert labels(again, "Migrants send remittances.") == labels(
        classifier, "Migrants send remittances."
    )


def test_another_card_gives_another_name(classifier):
    other = Taxonomy(
        "small", (*CLASSES.classes[:2], ClassTexts("x", {"en": ("words",)}))
    )

    assert Hybrid(other, READ, EXAMPLES).name != classifier.name


def test_the_cheap_gate_passes_what_names_the_subject_or_shares_words(classifier):
    asked = [
        Text("", "en", text)
        for text in ("Refugees arrived.", "Remittances grew.", "Pears were sold.")
    ]

    assert classifier.worth_reading(asked).tolist() == [True, True, False]


def test_the_slow_encoder_reads_the_likeliest_of_each_class_then_the_unsure():
    likely = np.zeros((150, 2))
    likely[3, 0], likely[9, 0], likely[5, 1] = 0.9, 0.8, 0.7
    likely[40, 0], likely[41, 0], likely[42, 1] = 0.45, 0.44, 0.35

    assert worth_refining(likely, Tier.FULL) == (3, 5, 9, 40, 41, 42)
    assert worth_refining(np.zeros((100, 2)), Tier.FULL) == ()


def test_the_slow_encoder_reads_nothing_in_the_fast_tier_and_all_that_is_possible_in_the_thorough_one():
    likely = np.zeros((100, 2))
    likely[10:60, 0] = 0.5
    likely[60:70, 1] = 0.29

    assert worth_refining(likely, Tier.FAST) == ()
    assert worth_refining(likely, Tier.THOROUGH) == tuple(range(10, 60))


def rows(*pairs, language="en"):
    return [
        Row(Text(str(n), language, text), frozenset(labels))
        for n, (text, labels) in enumerate(pairs)
    ]


def test_figures_are_shares_of_rows():
    asked = rows(
        ("Detention of migrants in closed centres.", ["detain"]),
        ("Remittances sent home by workers abroad.", ["money"]),
        ("The harvest of apples.", []),
        ("The harvest of pears was about detention of migrants.", []),
    )

    judged = judge(
        asked, CLASSES, READ | {"use-m3": hashed}, tier=Tier.FAST, examples=EXAMPLES
    )
    found = measure(asked, judged, CLASSES.codes)

    assert (found.n, found.p_at_1, found.hit_at_3, found.accuracy) == (
        4,
        1.0,
        1.0,
        0.75,
    )
    assert by_language(asked, judged, CLASSES.codes)["en"] == found


def test_rows_to_learn_from_teach_what_the_cards_do_not_say():
    taught = rows(
        *[(f"paragraph {n} speaks of lakes and rivers", ["detain"]) for n in range(30)],
        *[(f"paragraph {n} speaks of hills and valleys", ["money"]) for n in range(30)],
        *[(f"paragraph {n} speaks of nothing at all", []) for n in range(30)],
    )
    asked = rows(
        ("of rivers and lakes", ["detain"]), ("of valleys and hills", ["money"])
    )

    judged = judge(asked, CLASSES, {"use-m3": hashed}, tier=Tier.FAST, train=taught)

    assert measure(asked, judged, CLASSES.codes).accuracy == 1.0


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("name: a\nclasses: []", "there are no classes"),
        (
            "name: a\nclasses: [{code: x, texts: {en: [a]}}, {code: x, texts: {en: [b]}}]",
            "codes stand twice: x",
        ),
        ("name: a\nclasses: [{code: x, texts: {}}]", "no texts for x"),
        ("name: a\nclasses: [{code: 1, texts: {en: [a]}}]", "Expected `str`"),
        ("name: [", "t.yaml"),
    ],
)
def test_a_broken_taxonomy_is_refused_with_the_reason(source, words):
    with pytest.raises(BrokenData, match=words.replace("[", r"\[")):
        read_taxonomy(source.encode(), name="t.yaml")
