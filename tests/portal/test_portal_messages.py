"""The catalogues: whole, current, with the plural forms of each language."""

import importlib.util
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.utils import translation
from django.utils.translation import gettext, ngettext


ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "stocktake"
LOCALE = PACKAGE / "locale"
LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")
FORMS = {"ar": 6, "zh": 1, "en": 2, "fr": 2, "ru": 3, "es": 2}

spec = importlib.util.spec_from_file_location(
    "messages", ROOT / "scripts" / "messages.py"
)
messages = importlib.util.module_from_spec(spec)
spec.loader.exec_module(messages)


def catalogue(language: str):
    with (LOCALE / language / "LC_MESSAGES" / "django.po").open("rb") as source:
        return read_po(source, locale=language)


def every_catalogue(language: str):
    for file in messages.catalogues(language):
        with file.open("rb") as source:
            yield from read_po(source, locale=language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_translated_in_all_its_forms(language):
    missing = [
        message.id
        for message in every_catalogue(language)
        if message.id and not all(_forms(message.string))
    ]

    assert missing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_use_the_names_their_sentence_gives(language):
    wrong = [
        message.id
        for message in catalogue(language)
        if message.id
        for form in _forms(message.string)
        if not _names(form) <= _names(_forms(message.id)[-1])
    ]

    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogues_have_the_forms_of_their_language(language):
    plurals = [m for m in catalogue(language) if m.id and isinstance(m.id, tuple)]

    assert plurals
    assert {len(m.string) for m in plurals} == {FORMS[language]}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_compiled_is_what_was_translated(language):
    stale = [
        file
        for file in messages.catalogues(language)
        if file.with_suffix(".mo").read_bytes() != messages.compiled(file, language)
    ]

    assert stale == [], "run: python scripts/messages.py compile"


def test_every_sentence_of_templates_and_pages_is_in_the_catalogues():
    known = {_forms(m.id)[0] for m in every_catalogue("fr") if m.id}
    said = {
        found
        for room in ("portal", "design")
        for template in (PACKAGE / room).rglob("templates/**/*.html")
        for found in re.findall(
            r'{% translate "([^"]+)"', template.read_text(encoding="utf-8")
        )
    }

    assert said - known == set()


COUNTED = {
    "ar": ["لا تقارير", "تقرير واحد", "تقريران", "3 تقارير", "11 تقريراً", "100 تقرير"],
    "zh": ["0份报告", "1份报告", "2份报告", "3份报告", "11份报告", "100份报告"],
    "en": [
        "0 reports",
        "1 report",
        "2 reports",
        "3 reports",
        "11 reports",
        "100 reports",
    ],
    "fr": [
        "0 rapport",
        "1 rapport",
        "2 rapports",
        "3 rapports",
        "11 rapports",
        "100 rapports",
    ],
    "ru": [
        "0 докладов",
        "1 доклад",
        "2 доклада",
        "3 доклада",
        "11 докладов",
        "100 докладов",
    ],
    "es": [
        "0 informes",
        "1 informe",
        "2 informes",
        "3 informes",
        "11 informes",
        "100 informes",
    ],
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_counts_are_said_as_the_language_says_them(language):
    with translation.override(language):
        said = [
            ngettext("%(reports)s report", "%(reports)s reports", n) % {"reports": n}
            for n in (0, 1, 2, 3, 11, 100)
        ]

    assert said == COUNTED[language]


def test_chinese_works_though_django_names_it_otherwise():
    with translation.override("zh"):
        assert gettext("Commitments") == "承诺"


def _forms(string) -> tuple[str, ...]:
    return string if isinstance(string, tuple) else (string,)


def _names(text: str) -> set[str]:
    return set(re.findall(r"%\((\w+)\)s", text))
