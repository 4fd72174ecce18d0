"""The written data behind labels and stances: complete, balanced, without repeats, our own words."""

import os
import re
from functools import cache
from pathlib import Path

import pytest
import yaml


SOURCE = Path(__file__).parents[2] / "src" / "stocktake"
CARDS = SOURCE / "charter" / "data" / "icmpd-2017" / "label_cards"
COMPACT = SOURCE / "charter" / "data" / "icmpd-2017" / "compact"
GATE = SOURCE / "texts" / "data" / "gate"
STANCE = SOURCE / "texts" / "data" / "stance"
LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")
SUB_COMMITMENTS = {"1.1": 2, "4.1": 1, "4.2": 5}
COMMITMENTS = {1: 3, 2: 6, 3: 6, 4: 8, 5: 7}
STANCES = ("achievement", "challenge", "neither")
RUN = 8  # so many words in a row are not ours by chance
WORD = re.compile(r"[^\W_]+")


def codes_of_the_compact():
    parents = [
        f"{theme}.{n}"
        for theme, most in COMMITMENTS.items()
        for n in range(1, most + 1)
    ]
    parts = [
        f"{code}.{n}"
        for code, most in SUB_COMMITMENTS.items()
        for n in range(1, most + 1)
    ]
    return sorted([*parents, *parts])


CODES = codes_of_the_compact()


def read(path):
    return yaml.safe_load(path.read_text(encoding="utf-8"))


@cache
def cards():
    return {path.stem: read(path) for path in sorted(CARDS.glob("[1-5].*.yaml"))}


@cache
def gate():
    return {language: read(GATE / f"{language}.yaml") for language in LANGUAGES}


@cache
def stances():
    return {language: read(STANCE / f"{language}.yaml") for language in LANGUAGES}


def of_cards(kind):
    return [
        (code, language, text)
        for code, card in cards().items()
        for language, texts in card[kind].items()
        for text in texts
    ]


def all_texts():
    for kind in ("terms", "exemplars", "not_this"):
        yield from (text for _, _, text in of_cards(kind))
    for passages in gate().values():
        yield from (one["text"] for one in passages)
    for kinds in stances().values():
        yield from (text for texts in kinds.values() for text in texts)


def runs(text):
    words = [word.casefold() for word in WORD.findall(text)]
    return {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}


def script_of(text):
    counts = {
        "ar": len(re.findall(r"[\u0600-\u06ff]", text)),
        "zh": len(re.findall(r"[\u4e00-\u9fff]", text)),
        "ru": len(re.findall(r"[\u0400-\u04ff]", text)),
        "latin": len(re.findall(r"[A-Za-z\u00c0-\u017f]", text)),
    }
    return max(counts, key=counts.get)


def test_each_of_the_38_items_has_a_card():
    assert len(CODES) == 38
    assert sorted(cards()) == CODES


def test_the_codes_of_the_cards_are_those_of_the_compact():
    known = set(
        re.findall(
            r'^- code: "([\d.]+)"$',
            "\n".join(
                path.read_text(encoding="utf-8")
                for path in sorted(COMPACT.glob("*.yaml"))
            ),
            re.MULTILINE,
        )
    )

    assert {code for code in known if "." in code} == set(cards())


@pytest.mark.parametrize("code", CODES)
def test_a_card_is_filled_in_all_six_languages(code):
    card = cards()[code]

    assert set(card) == {"code", "terms", "exemplars", "not_this"}
    assert card["code"] == code
    for kind in ("terms", "exemplars", "not_this"):
        assert tuple(card[kind]) == LANGUAGES, kind
    for language in LANGUAGES:
        assert 8 <= len(card["terms"][language]) <= 15, language
        assert 3 <= len(card["exemplars"][language]) <= 8, language
        assert 1 <= len(card["not_this"][language]) <= 3, language


@pytest.mark.parametrize("kind", ["exemplars", "not_this"])
def test_no_sentence_stands_on_two_cards_or_twice_on_one(kind):
    texts = [text.casefold() for _, _, text in of_cards(kind)]

    assert sorted({text for text in texts if texts.count(text) > 1}) == []


def test_no_exemplar_of_a_card_is_denied_by_a_card():
    exemplars = {text.casefold() for _, _, text in of_cards("exemplars")}

    assert [
        text for _, _, text in of_cards("not_this") if text.casefold() in exemplars
    ] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_term_is_named_on_one_card_only(language):
    terms = [text.casefold() for _, one, text in of_cards("terms") if one == language]

    assert sorted({term for term in terms if terms.count(term) > 1}) == []


@pytest.mark.parametrize("kind", ["exemplars", "not_this"])
def test_sentences_are_written_in_the_script_of_their_language(kind):
    wrong = [
        (code, language, text)
        for code, language, text in of_cards(kind)
        if script_of(text) != (language if language in {"ar", "zh", "ru"} else "latin")
    ]

    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_gate_has_enough_passages_of_both_kinds(language):
    passages = gate()[language]
    about = sum(one["about"] for one in passages)

    assert len(passages) >= 60
    assert 0.4 <= about / len(passages) <= 0.6


@pytest.mark.parametrize("language", LANGUAGES)
def test_gate_passages_name_every_commitment_and_only_commitments(language):
    named = {code for one in gate()[language] for code in one.get("codes", [])}

    assert named == set(CODES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_gate_passage_has_codes_exactly_when_it_is_about_something(language):
    assert [
        one for one in gate()[language] if one["about"] != bool(one.get("codes"))
    ] == []


def test_no_gate_passage_stands_twice_or_on_a_card():
    texts = [one["text"].casefold() for passages in gate().values() for one in passages]
    exemplars = {text.casefold() for _, _, text in of_cards("exemplars")}

    assert len(set(texts)) == len(texts)
    assert exemplars.isdisjoint(texts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_stance_has_its_sentences(language):
    kinds = stances()[language]

    assert tuple(kinds) == STANCES
    assert all(len(kinds[stance]) >= 60 for stance in STANCES)
    every = [text for stance in STANCES for text in kinds[stance]]
    assert len(set(every)) == len(every)


def test_no_stance_sentence_is_shared_by_languages():
    every = [
        text
        for kinds in stances().values()
        for texts in kinds.values()
        for text in texts
    ]

    assert len(set(every)) == len(every)


@pytest.mark.skipif(
    "STOCKTAKE_SHARED" not in os.environ, reason="STOCKTAKE_SHARED is not set"
)
def test_no_text_shares_eight_words_in_a_row_with_the_text_of_the_mission():
    mission = Path(os.environ["STOCKTAKE_SHARED"]) / "mission"
    theirs = {
        run
        for path in sorted(mission.rglob("*.txt"))
        for run in runs(path.read_text(encoding="utf-8", errors="replace"))
    }

    assert theirs
    assert {text for text in all_texts() if not theirs.isdisjoint(runs(text))} == set()
