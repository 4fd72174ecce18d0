"""Numbers printed before paragraphs, in the scripts of the six languages."""

import re
from dataclasses import dataclass
from typing import Final


_CHINESE: Final = "零一二三四五六七八九"
_DIGITS: Final = str.maketrans(
    "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹０１２３４５６７８９", "012345678901234567890123456789"
)

_N = r"[0-9٠-٩۰-۹０-９]{1,3}"  # full-width digits are what is looked for
_MAIN = (
    re.compile(
        rf"[§¶]?\s?(?P<n>{_N})\s?(?:[.)．、]|[-–ـ]\s?(?=\D))\s*(?=\S)(?![0-9٠-٩])"
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


def main_number(text: str) -> Printed | None:
    """The paragraph number that a line begins with.

    >>> main_number("140.27 Ratify the Convention")
    Printed(number='140.27', value=140, point=27, length=7)
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
            return Printed(found["n"], _value(found["n"]), None, found.end())
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


class Sequence:
    """Decides which printed numbers begin a paragraph: the last one plus one to three."""

    def __init__(self) -> None:
        self.last = 0
        self.point = 0
        self.inner = 0

    def accepts(self, printed: Printed, *, after_heading: bool) -> bool:
        """Whether this number follows the one before; it then counts as the last."""
        if printed.point is not None:
            return self._accepts_point(printed)
        if self.last < printed.value <= self.last + 3 or (
            after_heading and printed.value == 1
        ):
            self.last, self.point, self.inner = printed.value, 0, 0
            return True
        return False

    def _accepts_point(self, printed: Printed) -> bool:
        """140.27 after 140.26; 140.1 or 141.1 when a list begins."""
        assert printed.point is not None
        same = (
            printed.value == self.last and self.point < printed.point <= self.point + 3
        )
        begins = printed.point == 1 and self.last <= printed.value <= self.last + 3
        if same or begins:
            self.last, self.point = printed.value, printed.point
            return True
        return False

    def lists(self, printed: Printed) -> bool:
        """Whether this number continues a list inside the paragraph: 1, 2, 3."""
        if printed.point is None and printed.value == self.inner + 1:
            self.inner = printed.value
            return True
        return False
