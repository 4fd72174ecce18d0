"""The sentences of steps and of the secretariat: all there, all translated."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po


PACKAGE = Path(__file__).resolve().parents[2] / "src" / "stocktake"
DESK = PACKAGE / "desk"
MINE = DESK / "locale_steps"
FILES = (
    *DESK.glob("templates/desk/steps/**/*.html"),
    *DESK.glob("pages/steps*.py"),
    *DESK.glob("views/steps*.py"),
    *DESK.glob("views/secretariat*.py"),
    DESK / "templatetags" / "desk_steps.py",
)
NAMES = re.compile(r"%\(\w+\)s")


def catalogue(folder: Path, language: str):
    file = folder / language / "LC_MESSAGES" / "django.po"
    with file.open("rb") as source:
        return [message for message in read_po(source, locale=language) if message.id]


def first(message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def forms(message) -> tuple[str, ...]:
    string = message.string
    return string if isinstance(string, tuple) else (string,)


def said() -> set[str]:
    """What templates and modules say; of counted sentences the form for one."""
    found: set[str] = set()
    for file in FILES:
        text = file.read_text("utf-8")
        if file.suffix == ".html":
            found |= set(re.findall(r'{% translate "([^"]+)"', text))
            blocks = r"{% blocktranslate[^%]*%}(.*?){% (?:plural|endblocktranslate) %}"
            for body in re.findall(blocks, text, re.DOTALL):
                found.add(re.sub(r"{{ (\w+) }}", r"%(\1)s", body))
        else:
            joined = re.sub(r'"\s*\n\s*"', "", text)
            found |= set(
                re.findall(r'\b(?:_|gettext_lazy|ngettext)\(\s*"([^"]+)"', joined)
            )
    return found


@pytest.mark.parametrize("language", ["ar", "zh", "en", "fr", "ru", "es"])
def test_every_sentence_is_translated_in_all_its_forms(language):
    folders = (MINE, PACKAGE / "locale", PACKAGE / "signin" / "locale")
    known = {
        first(message) for each in folders for message in catalogue(each, language)
    }

    assert said() - known == set()
    assert [m.id for m in catalogue(MINE, language) if not all(forms(m))] == []


@pytest.mark.parametrize("language", ["ar", "zh", "fr", "ru", "es"])
def test_translations_keep_the_names_of_their_sentence(language):
    wrong = [
        message.id
        for message in catalogue(MINE, language)
        for form in forms(message)
        if isinstance(message.id, str)
        and set(NAMES.findall(form)) != set(NAMES.findall(message.id))
    ]

    assert wrong == []


@pytest.mark.parametrize("language", ["ar", "zh", "ru"])
def test_nothing_is_left_in_english(language):
    left = [m.id for m in catalogue(MINE, language) if m.id == m.string]

    assert left == []
