"""Numbers printed before paragraphs, in the scripts of the six languages."""

import re
from dataclasses import dataclass
from typing import Final


_CHINESE: Final = "零一二三四五六七八九"
_DIGITS: Final = str.maketrans(
    "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹０１２３４５６７８９", "012345678901234567890123456789"
)

_ALL_DIGITS: Final = "0123456789٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹０１２３４５６７８９"
_N = r"[0-9٠-٩۰-۹０-９]{1,3}"  # full-width digits are what is looked for
_MAIN = (
    re.compile(
        rf"[§¶]?\s?(?P<n>{_N})\s?(?:[.)．](?![0-9٠-٩])|、|[-–ـ]\s?(?=\D))\s*(?=\S)"
    ),
    re.compile(rf"\.(?P<n>{_N})\s+(?=\S)"),
    re.compile(r"(?P<n>[一二三四五六七八九十百零〇]{1,5})[、．.]\s*(?=\S)"),
    re.compile(r"第(?P<n>[一二三四五六七八九十百零〇]{1,5})段\s*"),
)
_POINT = re.compile(rf"(?P<n>{_N})[.．](?P<p>{_N})[.)]?\s+(?=\S)")
_PART = re.compile(
    r"(?P<label>[(（](?:[a-z]{1,2}|[ivxlc]{1,5}|[A-Z]|[а-яё]|[ء-ي]ـ?|[0-9٠-٩]{1,2}|[一二三四五六七八九十]{1,3})[)）])\s*(?=\S)"
)
_BULLET = re.compile(r"[•◦▪■●○–—*\uf0b7\uf0a7\u2023\u27a2➢✓·‣-]\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class Printed:
    """What stands before a paragraph: the number as printed and what it is worth."""

    number: str  # "12", "140.27", "十二", "١٢"
    value: int
    point: int | None  # 27 of 140.27
    length: int  # characters up to the paragraph's first word
    chinese: bool = (
        False  # written in words, as headings often are where paragraphs have digits
    )


def main_number(text: str) -> Printed | None:
    """The paragraph number that a line begins with.

    >>> main_number("140.27 Ratify the Convention")
    Printed(number='140.27', value=140, point=27, length=7, chinese=False)
    >>> main_number("十二、移民").value
    12
    """
    found = _POINT.match(text)
    if found:
        number = f"{found['n']}.{found['p']}"
        return Printed(number, _value(found["n"]), _value(found["p"]), found.end())
    for pattern in _MAIN:
        found = pattern.match(text)
        if found:
            chinese = found["n"][0] not in _ALL_DIGITS
            return Printed(
                found["n"], _value(found["n"]), None, found.end(), chinese=chinese
            )
    return None


def part_label(text: str) -> tuple[str, int]:
    """The label of a sub-item, ``(a)``, and its length; an empty one if there is none."""
    found = _PART.match(text)
    return (found["label"], found.end()) if found else ("", 0)


def bullet(text: str) -> int:
    """How many characters of a bullet stand before the text."""
    found = _BULLET.match(text)
    return found.end() if found else 0


def _value(digits: str) -> int:
    """What a number in any of the scripts is worth.

    >>> _value("一百二十三"), _value("٢٤"), _value("二十")
    (123, 24, 20)
    """
    plain = digits.translate(_DIGITS)
    if plain.isdigit():
        return int(plain)
    total, unit = 0, 0
    for sign in digits:
        if sign in "十百":
            total += max(unit, 1) * (10 if sign == "十" else 100)
            unit = 0
        else:
            unit = _CHINESE.index(sign) if sign in _CHINESE else 0
    return total + unit
