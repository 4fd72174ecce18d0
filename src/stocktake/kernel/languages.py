"""The six official languages of the United Nations, and text held in several."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Language:
    """One language: its ISO 639-1 code, its own name, its direction."""

    code: str
    own_name: str
    direction: str  # "ltr" or "rtl"


LANGUAGES: Final[Mapping[str, Language]] = {
    language.code: language
    for language in (
        Language("ar", "العربية", "rtl"),
        Language("zh", "中文", "ltr"),
        Language("en", "English", "ltr"),
        Language("fr", "Français", "ltr"),
        Language("ru", "Русский", "ltr"),
        Language("es", "Español", "ltr"),
    )
}


def in_language(text: Mapping[str, str], language: str) -> str:
    """The text in this language; else in English; else in the first there is.

    >>> in_language({"en": "Data", "fr": "Données"}, "fr")
    'Données'
    """
    return text.get(language) or text.get("en") or next(iter(text.values()), "")


def direction(language: str) -> str:
    """``rtl`` for Arabic, ``ltr`` for the others and for languages we do not know."""
    known = LANGUAGES.get(language)
    return known.direction if known else "ltr"
