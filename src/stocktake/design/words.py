"""How days, numbers and languages are written, by language."""

from datetime import date, datetime

from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, gettext_lazy

from stocktake.kernel.languages import LANGUAGES


NAMES = {
    "ar": gettext_lazy("Arabic"),
    "zh": gettext_lazy("Chinese"),
    "en": gettext_lazy("English"),
    "fr": gettext_lazy("French"),
    "ru": gettext_lazy("Russian"),
    "es": gettext_lazy("Spanish"),
}
SMALL_MONTHS = frozenset({"fr", "es"})  # Django has "Juin"; both languages write "juin"


def day(value: date | datetime) -> str:
    """A day as the page's language writes it: 30 June 2024, 2024年6月30日."""
    if get_language() == "zh":
        return f"{value.year}年{value.month}月{value.day}日"
    written = date_format(value, "j E Y", use_l10n=False)
    return written.lower() if get_language() in SMALL_MONTHS else written


def number(value: float) -> str:
    """A whole number with its thousands kept apart, as the page's language does it."""
    return number_format(value, use_l10n=True, force_grouping=True)


def language_name(code: str) -> str:
    """A language's name in the page's language; its code where we do not know it."""
    return str(NAMES.get(code, code))


def direction(code: str) -> str:
    """The direction of a language's script, for the attribute ``dir``."""
    return LANGUAGES[code].direction if code in LANGUAGES else "auto"
