"""Numbers of lists as word processors print them, in the forms of six languages."""

from collections.abc import Callable, Mapping
from typing import Final


_ROMAN: Final = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_LATIN: Final = "abcdefghijklmnopqrstuvwxyz"
_ARABIC: Final = "أبتثجحخدذرزسشصضطظعغفقكلمنهوي"
_ABJAD: Final = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"
_RUSSIAN: Final = "абвгдежзиклмнопрстуфхцчшщэюя"
_CHINESE: Final = "〇一二三四五六七八九"
_CHINESE_FORMS: Final = ("chinese", "japanese", "taiwanese", "ideograph")
_ARABIC_DIGITS: Final = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def printed(value: int, form: str) -> str:
    """A number in one of Word's forms.

    >>> printed(3, "lowerLetter"), printed(4, "upperRoman"), printed(12, "chineseCounting")
    ('c', 'IV', '十二')
    """
    if form.startswith(_CHINESE_FORMS):
        return _chinese(value)
    return _FORMS.get(form, str)(value)


def _letters(value: int, alphabet: str) -> str:
    """a ... z, aa, bb, as Word counts."""
    times, index = divmod(value - 1, len(alphabet))
    return alphabet[index] * (times + 1)


def _roman(value: int) -> str:
    text = ""
    for worth, sign in _ROMAN:
        while value >= worth:
            text, value = text + sign, value - worth
    return text


def _chinese(value: int) -> str:
    if value < 10:
        return _CHINESE[value]
    if value < 100:
        tens, ones = divmod(value, 10)
        return (
            ("" if tens == 1 else _CHINESE[tens])
            + "十"
            + (_CHINESE[ones] if ones else "")
        )
    hundreds, rest = divmod(value, 100)
    between = "零" if 0 < rest < 10 else "一" if 10 <= rest < 20 else ""
    return _CHINESE[hundreds] + "百" + (between + _chinese(rest) if rest else "")


_FORMS: Final[Mapping[str, Callable[[int], str]]] = {
    "lowerLetter": lambda value: _letters(value, _LATIN),
    "upperLetter": lambda value: _letters(value, _LATIN.upper()),
    "lowerRoman": _roman,
    "upperRoman": lambda value: _roman(value).upper(),
    "decimalZero": lambda value: f"{value:02d}",
    "russianLower": lambda value: _letters(value, _RUSSIAN),
    "russianUpper": lambda value: _letters(value, _RUSSIAN.upper()),
    "arabicAlpha": lambda value: _letters(value, _ARABIC),
    "arabicAbjad": lambda value: _letters(value, _ABJAD),
    "hindiNumbers": lambda value: str(value).translate(_ARABIC_DIGITS),
}
