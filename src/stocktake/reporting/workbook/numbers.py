"""Numbers and dates as people type them; what has two readings is not guessed."""

import re
import unicodedata
from datetime import date
from decimal import Decimal
from typing import Final

from stocktake.reporting.workbook.misread import Misread


_SPACES = re.compile(r"[\s\u00a0\u202f\u2009'’_]")
_NUMBER = re.compile(r"[-+−]?\d[\d.,]*|[-+−]?[.,]\d+")
_MONTHS: Final = (
    "january janvier enero январь января يناير ",
    "february février fevrier febrero февраль февраля فبراير شباط",
    "march mars marzo март марта مارس آذار",
    "april avril abril апрель апреля أبريل نيسان",
    "may mai mayo май мая مايو أيار",
    "june juin junio июнь июня يونيو يونيه حزيران",
    "july juillet julio июль июля يوليو يوليه تموز",
    "august août aout agosto август августа أغسطس آب",
    "september septembre septiembre setiembre сентябрь сентября سبتمبر أيلول",
    "october octobre octubre октябрь октября أكتوبر",
    "november novembre noviembre ноябрь ноября نوفمبر",
    "december décembre decembre diciembre декабрь декабря ديسمبر",
)
_MONTH: Final = {
    name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()
}
_SHORT: Final = {
    name[:3]: number for name, number in _MONTH.items() if name.isascii()
} | {
    "jun": 6,
    "jul": 7,
}
_ISO = re.compile(r"(\d{4})[-./年](\d{1,2})(?:[-./月](\d{1,2})日?|月)?")
_DAY_FIRST = re.compile(r"(\d{1,2})([-./])(\d{1,2})[-./](\d{4})")
_MONTH_YEAR = re.compile(r"(\d{1,2})[-./](\d{4})")
_YEAR = re.compile(r"(\d{4})年?")


def digits(text: str) -> str:
    """Arabic-Indic and other digits and separators as 0-9, ``.`` and ``,``."""
    found = []
    for sign in text:
        value = unicodedata.digit(sign, None) if sign.isdigit() else None
        found.append(str(value) if value is not None else sign)
    return "".join(found).replace("٫", ".").replace("٬", ",").replace("،", ",")


def number(text: str, *, whole: bool = False) -> str:
    """A number as typed, in the form ``number`` of the questionnaire takes; Misread else.

    >>> number("1 240,5"), number("١٢٣"), number("1,240,000")
    ('1240.5', '123', '1240000')
    """
    bare = _SPACES.sub("", digits(text)).replace("−", "-")
    if not _NUMBER.fullmatch(bare):
        code = "words-in-number" if re.search(r"\d", bare) else "not-a-number"
        raise Misread(code=code, given=text)
    marks = [sign for sign in bare if sign in ".,"]
    if len(set(marks)) == 2:
        decimal = marks[-1]
        if marks.count(decimal) > 1:
            raise Misread(code="not-a-number", given=text)
        return _joined(bare, decimal)
    if len(marks) > 1:
        return _grouped(bare, marks[0], text)
    if marks and _looks_grouped(bare, marks[0]):
        if whole:
            return _joined(bare, "")
        raise Misread(code="two-readings-number", given=text)
    return _joined(bare, marks[0] if marks else "")


def _grouped(bare: str, mark: str, text: str) -> str:
    first, *rest = bare.lstrip("+-").split(mark)
    if not 1 <= len(first) <= 3 or any(len(part) != 3 for part in rest):
        raise Misread(code="not-a-number", given=text)
    return _joined(bare, "")


def _looks_grouped(bare: str, mark: str) -> bool:
    before, _, after = bare.lstrip("+-").partition(mark)
    return len(after) == 3 and 1 <= len(before) <= 3 and before.strip("0") != ""


def _joined(bare: str, decimal: str) -> str:
    kept = "".join(sign for sign in bare if sign not in ".," or sign == decimal)
    return format(Decimal(kept.replace(",", ".")), "f")


def day(text: str) -> str:
    """A day, month or year as typed, as 2024-03-31, 2024-03 or 2024; Misread else.

    >>> day("31.03.2024"), day("March 2024"), day("2024"), day("2024年3月1日")
    ('2024-03-31', '2024-03', '2024', '2024-03-01')
    """
    bare = " ".join(digits(text).strip().rstrip(".").split())
    if found := _YEAR.fullmatch(bare):
        return found[1]
    if found := _ISO.fullmatch(bare):
        return _made(text, int(found[1]), int(found[2]), int(found[3] or 0))
    if found := _DAY_FIRST.fullmatch(bare):
        return _day_first(text, int(found[1]), int(found[3]), int(found[4]))
    if found := _MONTH_YEAR.fullmatch(bare):
        return _made(text, int(found[2]), int(found[1]), 0)
    return _in_words(text, bare)


def _day_first(text: str, first: int, second: int, year: int) -> str:
    if first <= 12 and second <= 12 and first != second:
        raise Misread(code="two-readings-date", given=text)
    day_, month = (first, second) if second <= 12 else (second, first)
    return _made(text, year, month, day_)


def _in_words(text: str, bare: str) -> str:
    words = re.findall(r"\d+|[^\W\d_]+", bare.casefold())
    left_out = {"de", "del", "г", "года", "st", "nd", "rd", "th", "er"}
    words = [word for word in words if word not in left_out]
    months = [m for word in words if (m := _MONTH.get(word) or _SHORT.get(word))]
    numbers = [int(word) for word in words if word.isdigit()]
    if len(months) != 1 or len(words) != 1 + len(numbers):
        raise Misread(code="not-a-date", given=text)
    match numbers:
        case [year] if year > 999:
            return _made(text, year, months[0], 0)
        case [day_, year] if year > 999:
            return _made(text, year, months[0], day_)
    raise Misread(code="not-a-date", given=text)


def _made(text: str, year: int, month: int, day_: int) -> str:
    try:
        made = date(year, month, day_ or 1)
    except ValueError as error:
        raise Misread(code="not-a-date", given=text) from error
    return made.isoformat() if day_ else made.isoformat()[:7]
