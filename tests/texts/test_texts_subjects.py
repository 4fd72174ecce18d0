"""Subject words: present where people on the move are named, absent in what only sounds alike."""

import pytest

from stocktake.texts import subjects
from stocktake.texts.examples import gate
from stocktake.texts.rules import Text


LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")


@pytest.mark.parametrize(
    ("language", "text", "most"),
    [
        ("en", "Migrants and refugees were consulted.", 2),
        ("en", "Consultations were held on the alienation of land.", 0),
        ("fr", "Les étrangers ont vu leur visage.", 1),
        ("fr", "Le traitement des plaintes vise à consulter la population.", 0),
        ("es", "Se trata de consultas sobre el ambiente.", 0),
        ("es", "La lucha contra la trata de personas avanza.", 1),
        ("ru", "Визит и консультации прошли успешно.", 0),
        ("ru", "Беженцы получили визы.", 2),
        ("zh", "移民和难民", 2),
        ("ar", "يساعد المركز اللاجئين والمهاجرين.", 2),
        ("ar", "إقامة العدل", 0),
        ("de", "Migranten", 0),
    ],
)
def test_mentions_count_words_that_begin_so(language, text, most):
    assert subjects.mentions(Text("1", language, text)) == most


def test_features_say_whether_and_how_often_up_to_three_times():
    texts = [Text("1", "en", "Prisons."), Text("2", "en", "Migrants. " * 9)]

    assert subjects.features(texts).tolist() == [[0.0, 0.0], [1.0, 1.0]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_most_passages_about_a_commitment_name_the_subject_and_few_others_do(language):
    passages = [one for one in gate() if one.language == language]
    named = {
        one: subjects.mentions(Text("", language, one.text)) > 0 for one in passages
    }
    about = [named[one] for one in passages if one.about]
    other = [named[one] for one in passages if not one.about]

    assert sum(about) / len(about) >= 0.85
    assert sum(other) / len(other) <= 0.15
