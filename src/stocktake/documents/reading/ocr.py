"""Pages that are only pictures, read by tesseract where it is installed."""

import csv
import io
import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

import pypdfium2 as pdfium

from stocktake.documents import pictures
from stocktake.documents.checking import Unreadable
from stocktake.documents.reading.lines import Line, Page


_LANGUAGES: Final = {
    "ara": "Arabic", "chi_sim": "Chinese", "eng": "English",
    "fra": "French", "rus": "Russian", "spa": "Spanish",
}  # fmt: skip
_SCRIPTS: Final = {
    "Arabic": ("ara",), "Han": ("chi_sim",), "HanS": ("chi_sim",), "Cyrillic": ("rus",),
    "Latin": ("eng", "fra", "spa"),
}  # fmt: skip
_INSTALL: Final = (
    "Send the DOCX or a PDF with text; or install tesseract with its language data (on Debian: "
    "apt-get install tesseract-ocr tesseract-ocr-ara tesseract-ocr-chi-sim tesseract-ocr-fra "
    "tesseract-ocr-rus tesseract-ocr-spa) and take the file in again."
)
_DOTS: Final = 200  # an inch
_SECONDS: Final = 120  # for one page
_FEW: Final = 20  # letters; a page with fewer has no text
_SURE: Final = 30.0  # of 100; words below are noise


def is_picture(data: bytes, pages: Sequence[Page]) -> bool:
    """Whether most pages hold no text that can be taken, but something else is drawn."""
    bare = [page for page in pages if sum(len(line.text) for line in page.lines) < _FEW]
    if len(bare) <= 0.5 * len(pages):
        return False
    document = pdfium.PdfDocument(data)
    try:
        return any(any(document[page.number - 1].get_objects()) for page in bare)
    finally:
        document.close()


def read(data: bytes) -> tuple[list[Page], str]:
    """The pages with their lines, and the engine; ``Unreadable`` says what is missing."""
    languages = _installed()
    if not languages:
        msg = "its pages are pictures, without text"
        raise Unreadable(msg, _INSTALL)
    document = pdfium.PdfDocument(data)
    try:
        used = _fitting(document, languages)
        pages = [_page(document, index, used) for index in range(len(document))]
    finally:
        document.close()
    return pages, f"{_version()} ({used})"


@cache
def _installed() -> frozenset[str]:
    """Those of the six languages that tesseract has data for, and ``osd`` for scripts."""
    if shutil.which("tesseract") is None:
        return frozenset()
    done = _run(["--list-langs"])
    return frozenset(done.split()) & {*_LANGUAGES, "osd"}


@cache
def _version() -> str:
    return " ".join(_run(["--version"]).split()[:2])


def _fitting(document: pdfium.PdfDocument, languages: frozenset[str]) -> str:
    """The installed languages of the script that the first pages are in."""
    script = _script(document) if "osd" in languages else "Latin"
    wanted = _SCRIPTS.get(script, ("eng",))
    found = [code for code in wanted if code in languages]
    if not found:
        named = " or ".join(_LANGUAGES[code] for code in wanted)
        what = f"its pages are pictures in {script} script, and tesseract has no data for {named}"
        package = f"tesseract-ocr-{wanted[0].replace('_', '-')}"
        raise Unreadable(
            what, f"Send the DOCX; or install {package} and take it in again."
        )
    return "+".join(found)


def _script(document: pdfium.PdfDocument) -> str:
    for index in range(min(3, len(document))):
        told = _run(["-", "-", "--psm", "0"], _picture(document, index))
        for line in told.splitlines():
            if line.startswith("Script:"):
                return line.removeprefix("Script:").strip()
    return "Latin"


def _picture(document: pdfium.PdfDocument, index: int) -> bytes:
    return pictures.draw(document, index, _across(document, index))


def _across(document: pdfium.PdfDocument, index: int) -> int:
    """How many pixels wide a page is drawn to be read."""
    width: float = document[index].get_width()
    return max(1, round(width * _DOTS / 72))


def _page(document: pdfium.PdfDocument, index: int, languages: str) -> Page:
    width, height = document[index].get_size()
    told = _run(
        ["-", "-", "-l", languages, "--psm", "1", "tsv"], _picture(document, index)
    )
    point = 1 / pictures.pixels_a_point((width, height), _across(document, index))
    return Page(index + 1, width, height, list(_lines(told, index + 1, point)))


def _lines(table: str, number: int, point: float) -> Iterator[Line]:
    """Lines from tesseract's table of words, in points."""
    words: dict[tuple[str, ...], list[dict[str, str]]] = {}
    for row in csv.DictReader(
        io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE
    ):
        if (
            row["level"] == "5"
            and float(row["conf"]) >= _SURE
            and (row["text"] or "").strip()
        ):
            place = row["block_num"], row["par_num"], row["line_num"]
            words.setdefault(place, []).append(row)
    for line in words.values():
        yield _line(line, number, point)


def _line(words: list[dict[str, str]], number: int, point: float) -> Line:
    left = min(int(word["left"]) for word in words) * point
    top = min(int(word["top"]) for word in words) * point
    right = max(int(word["left"]) + int(word["width"]) for word in words) * point
    bottom = max(int(word["top"]) + int(word["height"]) for word in words) * point
    text = " ".join(word["text"].strip() for word in words)
    return Line(number, text, left, top, right, bottom, size=10.0, bold=False)


def _run(arguments: list[str], picture: bytes = b"") -> str:
    """Call tesseract; an empty answer where it fails or takes too long."""
    try:
        done = subprocess.run(  # noqa: S603  # fixed arguments, found by name
            ["tesseract", *arguments],  # noqa: S607
            input=picture,
            capture_output=True,
            check=False,
            timeout=_SECONDS,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", "replace")
