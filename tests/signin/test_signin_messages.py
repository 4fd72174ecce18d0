"""The sentences of the way in: all there, all translated, with their names kept."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po


ROOM = Path(__file__).resolve().parents[2] / "src" / "stocktake" / "signin"


def catalogue(language: str) -> dict[str, str]:
    file = ROOM / "locale" / language / "LC_MESSAGES" / "django.po"
    with file.open("rb") as source:
        read = [message for message in read_po(source, locale=language) if message.id]
    return {
        m.id if isinstance(m.id, str) else m.id[0]: m.string
        if isinstance(m.string, str)
        else min(m.string, key=len)
        for m in read
    }


def said() -> set[str]:
    """What templates and modules say."""
    found: set[str] = set()
    for file in ROOM.rglob("*.html"):
        found |= set(re.findall(r'{% translate "([^"]+)"', file.read_text("utf-8")))
    for file in ROOM.rglob("*.py"):
        joined = re.sub(r'"\s*\n\s*"', "", file.read_text("utf-8"))
        found |= set(re.findall(r'\b_\(\s*"([^"]+)"', joined))
    return found


@pytest.mark.parametrize("language", ["ar", "zh", "en", "fr", "ru", "es"])
def test_every_sentence_is_translated(language):
    known = catalogue(language)

    assert said() - set(known) == set()
    assert [sentence for sentence, there in known.items() if not there] == []


@pytest.mark.parametrize("language", ["ar", "zh", "fr", "ru", "es"])
def test_translations_keep_the_names_of_their_sentence(language):
    def names(text: str) -> list[str]:
        return sorted(re.findall(r"%\(\w+\)s", text))

    wrong = [s for s, there in catalogue(language).items() if names(s) != names(there)]

    assert wrong == []


@pytest.mark.parametrize("language", ["ar", "zh", "ru"])
def test_nothing_is_left_in_english(language):
    left = [s for s, there in catalogue(language).items() if s == there]

    assert left == []
