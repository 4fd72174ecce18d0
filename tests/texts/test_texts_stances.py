"""Stances: which side is taken, which is left, and what the wording of a sentence says."""

from pathlib import Path

import numpy as np
import pytest

from stocktake.texts import encoders, examples, leaning, wording
from stocktake.texts.reading import SHIPPED, Reader
from stocktake.texts.rules import StanceKind, Text, Tier
from stocktake.texts.stances import LEAST, Stances, units
from stocktake.texts.vectors import key


SIDES = (StanceKind.ACHIEVEMENT, StanceKind.CHALLENGE)
PAIRS = {
    "en": (
        "No child was detained this year.",
        "The law still allows the detention of children.",
    ),
    "fr": (
        "Aucun enfant n'a été placé en rétention cette année.",
        "La loi permet encore la rétention d'enfants.",
    ),
    "es": (
        "Ningún niño fue detenido este año.",
        "La ley permite todavía la detención de niños.",
    ),
    "ru": (
        "В этом году ни один ребенок не был задержан.",
        "Закон по-прежнему допускает задержание детей.",
    ),
    "zh": ("今年没有一名儿童被拘留。", "法律仍然允许拘留儿童。"),
    "ar": (
        "لم يحتجز أي طفل هذا العام.",
        "لا يزال القانون يسمح باحتجاز الأطفال.",
    ),
}


@pytest.fixture(scope="module", params=[Tier.FAST, Tier.FULL])
def told(request, tmp_path_factory):
    """The stances of a tier, and a reader of its encoder."""
    model = encoders.USE if request.param is Tier.FAST else encoders.slow_encoder()
    read = Reader(model, tmp_path_factory.mktemp("vectors"), threads=1)
    return (
        Stances(examples.prototypes(), read, model=model, tier=request.param),
        read,
    )


def kinds_of(told, language, *texts):
    stances, read = told
    likely = stances.probabilities(texts, [language] * len(texts), read(texts))
    return [leaning.KINDS[one] for one in likely.argmax(axis=1)]


@pytest.mark.slow
@pytest.mark.parametrize("language", sorted(PAIRS))
def test_the_same_subject_has_the_stance_of_what_is_said_of_it(told, language):
    assert kinds_of(told, language, *PAIRS[language]) == list(SIDES)


@pytest.mark.slow
def test_what_is_asked_for_or_planned_is_neither(told):
    texts = [
        "Put an end to the detention of children (Chile);",
        "The ministry will submit a bill next year.",
    ]

    assert kinds_of(told, "en", *texts) == 2 * [StanceKind.NEITHER]


@pytest.mark.slow
def test_a_side_that_is_not_likely_enough_is_not_taken(told):
    stances, read = told
    texts = [
        Text(str(number), language, pair[side])
        for number, (language, pair) in enumerate(PAIRS.items())
        for side in (0, 1)
    ]
    parts = [units(text) for text in texts]
    vectors = read([one.text for one in texts])

    found = [one for (one,) in stances(texts, parts, vectors)]

    likely = stances.probabilities(
        [one.text for one in texts], [one.language for one in texts], vectors
    )
    least = LEAST[Tier.FAST if "fast" in stances.name else Tier.FULL]
    taken = [row[:2].max() >= least and row.argmax() < 2 for row in likely]
    assert [one.stance in SIDES for one in found] == taken


@pytest.mark.slow
def test_probabilities_add_up_and_have_three_digits(told):
    stances, read = told
    texts = [text for pair in PAIRS.values() for text in pair]
    languages = [language for language in PAIRS for _ in range(2)]

    likely = stances.probabilities(texts, languages, read(texts))

    assert np.allclose(likely.sum(axis=1), 1, atol=0.002)
    assert np.array_equal(likely, np.round(likely, 3))


@pytest.mark.parametrize(
    ("language", "text", "denied"),
    [
        *((language, pair[0], True) for language, pair in PAIRS.items()),
        *((language, pair[1], False) for language, pair in PAIRS.items()),
        ("en", "No officer was convicted of ill-treatment.", False),
        ("en", "No complaint was investigated.", False),
        ("en", "There is no law against violence at home.", False),
        ("en", "Nobody was arrested, but houses were burnt.", False),
        ("fr", "Aucun policier n'a été condamné pour violences.", False),
        ("zh", "没有一名警员因虐待被起诉。", False),
        ("it", "Nessun bambino è stato detenuto.", False),
    ],
)
def test_a_harm_that_was_not_done_is_told_from_one_that_was(language, text, denied):
    assert leaning.denies_harm(text, language) == denied


def test_small_words_are_counted():
    runs = wording.features("en")("No longer 14 days")

    assert {"no", "no longer", "no longer 0", "0 days"} <= set(runs)
    assert {"不再", "不"} <= set(wording.features("zh")("不再"))
    assert " не " in wording.features("ru")("не")


def test_wording_says_nothing_in_a_language_it_has_not_learnt():
    texts = ["Progress was made.", "Nothing was done.", "It will be seen."]
    worded = wording.Worded(texts, ["en"] * 3, np.array([0, 1, 2]))

    found = worded(["Nothing was done.", "Niente fu fatto."], ["en", "it"])

    assert found[0].argmax() == 1
    assert not found[1].any()


def test_the_vectors_of_all_prototypes_ship_with_the_package():
    texts = [text for *_, text in examples.prototypes()]

    for model in (encoders.USE, encoders.E5):
        reader = Reader(model, Path("/nowhere"), threads=1)
        if not (SHIPPED / f"{reader.name}.f16").exists():
            pytest.skip(f"no vectors ship for {reader.name}")
        assert len(reader._shipped.absent(map(key, texts))) == 0
