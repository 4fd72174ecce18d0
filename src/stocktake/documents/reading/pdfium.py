"""Lines, sizes and boxes of a PDF page through pdfium's plain interface.

Only whole lines are asked about, and single letters only where a raised footnote
number may stand, so that hundreds of pages a second can be read.
"""

import ctypes
import math
import re
from collections.abc import Callable, Iterator
from typing import Any, Final, TypeAlias

import pypdfium2 as pdfium
from pypdfium2 import raw

from stocktake.documents.reading import fragments
from stocktake.documents.reading.lines import Line, Page


ENGINE: Final = f"pdfium {pdfium.PYPDFIUM_INFO.version}"

_BREAK: Final = "\r\n"
_RAISED = re.compile(
    r"(?:(?<=[^\W\d_])|(?<=[.,;:!?”\"’'»)\]%。，；」]))\s?"
    r"(?P<mark>\d{1,3}(?:\s?[,–-]\s?\d{1,3})*)(?=[\s.,;:!?)”»’\ufffe]|$)"
)
_MARK_FIRST = re.compile(r"\s*(?P<mark>\d{1,3}|\*{1,4}|[†‡a-z])\s?(?=\S)")
_ARABIC = re.compile(r"[\u0600-\u06ff\ufb50-\ufdff\ufe70-\ufeff]")
_ARABIC_DIGITS: Final = "٠١٢٣٤٥٦٧٨٩"
_FIRST_WORDS: Final = 40  # points; a number and the blank after it are no cell
_LOOSE: Final = 0.54  # of its size, the mean width of a letter with its share of blanks
_BLANK = re.compile(r"\s+")
_UNITS = re.compile(r"(?:\b(?:k|c|m|d)?m|CO|PM|H)$")
_HALF = re.compile("[\ud800-\udfff]")  # of a sign that UTF-16 keeps in two


def pages(document: pdfium.PdfDocument) -> Iterator[Page]:
    """Each page with its lines, in the order in which the file draws them."""
    for index in range(len(document)):
        page = raw.FPDF_LoadPage(document.raw, index)
        text = raw.FPDFText_LoadPage(page)
        try:
            yield _Reader(page, text, index + 1).page()
        finally:
            raw.FPDFText_ClosePage(text)
            raw.FPDF_ClosePage(page)


_Box: TypeAlias = tuple[float, float, float, float]
_Place: TypeAlias = Callable[[float, float, float, float], _Box]


class _Reader:
    """Reads one page; holds the numbers that pdfium writes its answers into."""

    def __init__(self, page: Any, text: Any, number: int) -> None:
        self._text = text
        self._number = number
        self._width = float(raw.FPDF_GetPageWidthF(page))
        self._height = float(raw.FPDF_GetPageHeightF(page))
        self._sides = [ctypes.c_double() for _ in range(4)]
        self._rectangle = raw.FS_RECTF()
        self._matrix = raw.FS_MATRIX()
        self._place = _placing(page, self._width, self._height)

    def page(self) -> Page:
        page = Page(self._number, self._width, self._height)
        start = 0
        for printed in self._whole().split(_BREAK):
            page.lines.extend(self._lines(printed, start))
            start += len(printed) + len(_BREAK)
        page.lines = fragments.joined(page.lines)
        return page

    def _whole(self) -> str:
        """The page's text, one Python character for each of pdfium's."""
        count = raw.FPDFText_CountChars(self._text)
        if count <= 0:
            return ""
        buffer = (ctypes.c_ushort * (count + 1))()
        raw.FPDFText_GetText(self._text, 0, count, buffer)
        units = bytes(buffer)[:-2]
        text = units.decode("utf-16-le", "replace")
        return text if len(text) == count else "".join(map(chr, buffer[:count]))

    def _lines(self, printed: str, start: int) -> Iterator[Line]:
        """The line; two, where pdfium has joined them at a hyphen."""
        parts = printed.split("\ufffe")
        for position, part in enumerate(parts):
            if part.strip(" \u00a0\x00"):
                line = self._line(part, start)
                if line and line.text.strip():
                    line.text += "-" if position < len(parts) - 1 else ""
                    yield line
            start += len(part) + 1

    def _line(self, printed: str, start: int) -> Line | None:
        inked = self._inked(start, len(printed))
        if not inked:
            return None
        box = self._around(inked)
        mark = self._first_mark(printed, start)
        letter = start + len(mark) + _indent(printed[len(mark) :])
        size = self._size(letter)
        text, end = printed, len(printed)
        calls: tuple[str, ...] = ()
        if mark and _ends_arabic_line(self._left_of(start), box, printed):
            text, calls, mark = printed[len(mark) :], (mark.strip(),), ""
        elif not mark:
            text, end, calls = self._without_marks(printed, start, size)
        return Line(
            self._number,
            _whole_signs(text),
            *box,
            size=size,
            bold=self._bold(letter)
            and self._bold(start + len(printed[:end].rstrip(" *")) - 1),
            mark=mark,
            calls=calls,
            gap=max(
                _widest_blank(inked), self._blank_in_words(printed, start, box, size)
            ),
        )

    def _inked(self, start: int, length: int) -> list[_Box]:
        """Left, bottom, right, top of each piece in the page's own coordinates."""
        count = raw.FPDFText_CountRects(self._text, start, length)
        left, top, right, bottom = self._sides
        found = []
        for index in range(count):
            raw.FPDFText_GetRect(self._text, index, left, top, right, bottom)
            if right.value - left.value > 0.5 or top.value - bottom.value > 0.5:
                found.append((left.value, bottom.value, right.value, top.value))
        return found

    def _around(self, found: list[_Box]) -> _Box:
        """Left, top, right, bottom of the pieces, in points from the top left."""
        lefts, bottoms, rights, tops = zip(*found, strict=True)
        return self._place(min(lefts), max(tops), max(rights), min(bottoms))

    def _size(self, letter: int) -> float:
        size = float(raw.FPDFText_GetFontSize(self._text, letter))
        if raw.FPDFText_GetMatrix(self._text, letter, self._matrix):
            size *= math.hypot(self._matrix.b, self._matrix.d)
        return round(size, 1)

    def _bold(self, letter: int) -> bool:
        return bool(raw.FPDFText_GetFontWeight(self._text, letter) >= 600)

    def _first_mark(self, printed: str, start: int) -> str:
        """The raised number, letter or asterisks that a footnote begins with."""
        found = _MARK_FIRST.match(printed)
        if found and self._raised(
            found.start("mark"), found.end("mark"), printed, start
        ):
            return printed[: found.end("mark")]
        return ""

    def _blank_in_words(
        self, printed: str, start: int, box: _Box, size: float
    ) -> float:
        """The widest blank between words, asked for where a line is wider than its letters."""
        if box[2] - box[0] < max(100, _LOOSE * len(printed) * size):
            return 0.0
        widest = 0.0
        for blank in _BLANK.finditer(printed, 1, len(printed) - 1):
            left, right = (
                self._side(start + blank.start() - 1),
                self._side(start + blank.end()),
            )
            if left[1] - box[0] > _FIRST_WORDS:
                widest = max(widest, right[0] - left[1])
        return widest

    def _side(self, letter: int) -> tuple[float, float]:
        left, right, bottom, top = self._sides
        raw.FPDFText_GetCharBox(self._text, letter, left, right, bottom, top)
        return left.value, right.value

    def _left_of(self, letter: int) -> float:
        raw.FPDFText_GetLooseCharBox(self._text, letter, self._rectangle)
        rectangle = self._rectangle
        left, *_ = self._place(
            rectangle.left, rectangle.top, rectangle.right, rectangle.bottom
        )
        return left

    def _without_marks(
        self, printed: str, start: int, size: float
    ) -> tuple[str, int, tuple[str, ...]]:
        """The line without raised footnote numbers, where its own words end, the numbers."""
        kept, end, last, calls = [], 0, len(printed), []
        for found in _RAISED.finditer(printed):
            if _UNITS.search(printed, 0, found.start("mark")):
                continue
            if self._is_raised(
                start + found.start("mark"), start + found.start() - 1, size
            ):
                kept.append(printed[end : found.start()])
                end = found.end()
                calls.append(found["mark"])
                if not printed[end:].strip():
                    last = found.start()
        return "".join(kept) + printed[end:], last, tuple(calls)

    def _is_raised(self, letter: int, before: int, size: float) -> bool:
        """Smaller type, or a small sign of the same type that stands higher."""
        if self._size(letter) < 0.8 * size:
            return True
        if chr(raw.FPDFText_GetUnicode(self._text, letter)) in _ARABIC_DIGITS:
            # They are small signs themselves, and letters before them hang below the line.
            return self._baseline(letter) > self._baseline(before) + 0.2 * size
        low, high = self._extent(letter)
        return high - low < 0.54 * size and low > self._extent(before)[0] + 0.2 * size

    def _extent(self, letter: int) -> tuple[float, float]:
        left, right, bottom, top = self._sides
        raw.FPDFText_GetCharBox(self._text, letter, left, right, bottom, top)
        return bottom.value, top.value

    def _baseline(self, letter: int) -> float:
        x, y = ctypes.c_double(), ctypes.c_double()
        raw.FPDFText_GetCharOrigin(self._text, letter, x, y)
        return y.value

    def _raised(self, begin: int, end: int, printed: str, start: int) -> bool:
        """Whether letters are clearly smaller than the first ones after them."""
        after = end + _indent(printed[end:])
        if after >= len(printed):
            return False
        return self._size(start + begin) < 0.8 * self._size(start + after)


def _widest_blank(found: list[_Box]) -> float:
    """The widest blank between pieces of a line, once its first words are printed."""
    if len(found) < 2:
        return 0.0
    pieces = sorted(found)
    start, edge, widest = pieces[0][0], pieces[0][2], 0.0
    for left, _, right, _ in pieces[1:]:
        if edge - start > _FIRST_WORDS:
            widest = max(widest, left - edge)
        edge = max(edge, right)
    return widest


def _whole_signs(text: str) -> str:
    """Signs beyond the first 65,536 put together from their two halves."""
    if not _HALF.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _ends_arabic_line(left: float, box: _Box, printed: str) -> bool:
    """Whether a raised number that comes first stands at the left, where Arabic ends."""
    return left < box[0] + 0.1 * (box[2] - box[0]) and bool(_ARABIC.search(printed))


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())


def _placing(page: Any, width: float, height: float) -> _Place:
    """From the page's own coordinates to points from the top left, turned pages too."""
    fine = 100
    x, y = ctypes.c_int(), ctypes.c_int()

    def seen(at_x: float, at_y: float) -> tuple[float, float]:
        raw.FPDF_PageToDevice(
            page, 0, 0, round(width * fine), round(height * fine), 0, at_x, at_y, x, y
        )
        return x.value / fine, y.value / fine

    zero, along, up = seen(0, 0), seen(1000, 0), seen(0, 1000)
    xx, xy = (along[0] - zero[0]) / 1000, (along[1] - zero[1]) / 1000
    yx, yy = (up[0] - zero[0]) / 1000, (up[1] - zero[1]) / 1000

    def place(
        left: float, top: float, right: float, bottom: float
    ) -> tuple[float, float, float, float]:
        xs = [zero[0] + xx * a + yx * b for a, b in ((left, top), (right, bottom))]
        ys = [zero[1] + xy * a + yy * b for a, b in ((left, top), (right, bottom))]
        return min(xs), min(ys), max(xs), max(ys)

    return place
