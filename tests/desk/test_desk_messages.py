"""The sentences of the desk: all there, in all six languages, with their names kept."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po


PACKAGE = Path(__file__).resolve().parents[2] / "src" / "stocktake"
ROOM = PACKAGE / "desk"


def first(text) -> str:
    """A sentence, or the singular of one with a plural."""
    return text if isinstance(text, str) else text[0]


def catalogues(language: str, *, of: Path) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for file in of.rglob(f"{language}/LC_MESSAGES/django.po"):
        with file.open("rb") as source:
            for one in read_po(source, locale=language):
                if one.id:
                    forms = (one.string,) if isinstance(one.string, str) else one.string
                    found[first(one.id)] = tuple(forms)
    return found


def in_template(text: str) -> set[str]:
    said = set(re.findall(r'{% translate "([^"]+)"', text))
    for block in re.findall(
        r"{% blocktranslate[^%]*%}(.*?){% endblocktranslate %}", text, re.DOTALL
    ):
        one = block.split("{% plural %}")[0]
        said.add(re.sub(r"{{ (\w+) }}", r"%(\1)s", one))
    return said


def said() -> set[str]:
    """What templates and modules say."""
    found: set[str] = set()
    for file in ROOM.rglob("*.html"):
        found |= in_template(file.read_text("utf-8"))
    for file in ROOM.rglob("*.py"):
        joined = re.sub(r'"\s*\n\s*"', "", file.read_text("utf-8"))
        found |= set(re.findall(r'\b(?:_|ngettext)\(\s*"([^"]+)"', joined))
    return found


@pytest.mark.parametrize("language", ["ar", "zh", "en", "fr", "ru", "es"])
def test_every_sentence_of_the_desk_is_translated(language):
    known = catalogues(language, of=PACKAGE)

    assert said() - set(known) == set()
    assert [
        sentence
        for sentence, forms in catalogues(language, of=ROOM).items()
        if not all(forms)
    ] == []


@pytest.mark.parametrize("language", ["ar", "zh", "fr", "ru", "es"])
def test_translations_of_the_desk_keep_the_names_of_their_sentence(language):
    def names(text: str) -> set[str]:
        return set(re.findall(r"%\(\w+\)s|\{\w+\}", text))

    wrong = [
        sentence
        for sentence, forms in catalogues(language, of=ROOM).items()
        if names(forms[-1]) != names(sentence)
    ]

    assert wrong == []


@pytest.mark.parametrize("language", ["ar", "zh", "ru"])
def test_nothing_of_the_desk_is_left_in_english(language):
    left = [
        sentence
        for sentence, forms in catalogues(language, of=ROOM).items()
        if sentence in forms and not sentence.startswith("%(name)s, ")
    ]

    assert left == []
