"""Compare the paragraph numbers that PDFs print with those that the reader finds.

The printed numbers are read by another path than the reader's own: the layout text of
poppler's ``pdftotext`` where it is installed, else pypdf's; and by another rule: the
longest chain of rising numbers over all lines of the document.

    python scripts/measure_passages.py REPORTS/*.pdf
"""

import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdf

from stocktake.documents.reading import read
from stocktake.kernel.errors import StocktakeError


AIM = 0.98
_WHOLE = re.compile(r"\s*(\d{1,3})\.(?!\d)\s*(\S.*)")
_POINT = re.compile(r"\s*(\d{1,3})\.(\d{1,3})\.?\s+(\S.*)")
_LEADERS = re.compile(r"\.{4}|(?:\. ){4}")


@dataclass(frozen=True)
class Printed:
    """One number printed at the beginning of a line."""

    number: tuple[int, int]  # (140, 27) for 140.27, (12, 0) for 12.
    page: int

    def __str__(self) -> str:
        main, point = self.number
        return f"{main}.{point}" if point else str(main)


@dataclass(frozen=True)
class Measured:
    """What was compared in one document."""

    name: str
    printed: int
    found: int  # with the right number on the right page
    missing: tuple[str, ...]
    passages: int

    @property
    def share(self) -> float:
        """Found of printed; 1 where nothing is printed."""
        return self.found / self.printed if self.printed else 1.0


def measure(path: Path) -> Measured:
    """Compare one PDF."""
    reading = read(path.read_bytes(), path.name)
    printed = printed_numbers(page_texts(path))
    read_numbers = Counter(
        (passage.number, passage.page) for passage in reading.passages
    )
    found, missing = 0, []
    for each in printed:
        if read_numbers[str(each), each.page]:
            read_numbers[str(each), each.page] -= 1
            found += 1
        else:
            missing.append(f"{each} (p. {each.page})")
    return Measured(
        path.name, len(printed), found, tuple(missing), len(reading.passages)
    )


def page_texts(path: Path) -> list[str]:
    """The text of each page, by a reader that is not ours."""
    tool = shutil.which("pdftotext")
    if tool is None:
        return [page.extract_text() for page in pypdf.PdfReader(path).pages]
    done = subprocess.run([tool, "-layout", path, "-"], capture_output=True, check=True)
    return done.stdout.decode().split("\f")[:-1]


def printed_numbers(pages: Sequence[str]) -> list[Printed]:
    """The longest chain of rising numbers, and the points below each of them."""
    whole = [each for each in _candidates(pages) if each.number[1] == 0]
    points = [each for each in _candidates(pages) if each.number[1] > 0]
    mains = _longest_chain(whole, lambda each: each.number[0])
    kept = list(mains)
    for main in sorted({each.number[0] for each in points}):
        below = [each for each in points if each.number[0] == main]
        chain = _longest_chain(below, lambda each: each.number[1])
        kept += chain if len(chain) >= 3 else []
    return kept


def _candidates(pages: Sequence[str]) -> Iterator[Printed]:
    for page, text in enumerate(pages, start=1):
        for line in text.split("\n"):
            if _LEADERS.search(line):
                continue
            point, whole = _POINT.match(line), _WHOLE.match(line)
            if point:
                yield Printed((int(point[1]), int(point[2])), page)
            elif whole:
                yield Printed((int(whole[1]), 0), page)


def _longest_chain(found: Sequence[Printed], value) -> list[Printed]:
    """The longest sequence that rises by one to three; of equals the latest.

    The latest, because a table of contents may print the same numbers before.
    """
    best: list[tuple[int, int]] = []  # length, index before
    for i, each in enumerate(found):
        length, before = (1, -1) if value(each) <= 3 else (-1000, -1)
        for j in range(i):
            if 1 <= value(each) - value(found[j]) <= 3 and best[j][0] + 1 >= length:
                length, before = best[j][0] + 1, j
        best.append((length, before))
    if not best:
        return []
    index = max(range(len(best)), key=lambda i: (best[i][0], i))
    chain = []
    while index >= 0:
        chain.append(found[index])
        index = best[index][1]
    return chain[::-1]


def main(paths: Sequence[Path]) -> int:
    """Print a line per document and the total; 1 where the aim is missed."""
    results = []
    for path in paths:
        try:
            results.append(measure(path))
        except StocktakeError as error:
            print(f"refused  {error}")
    for each in results:
        print(
            f"{each.share:7.1%}  {each.found:4} of {each.printed:4} numbers, {each.passages:4} passages  {each.name}"
        )
        if each.missing:
            print("         missing: " + ", ".join(each.missing[:12]))
    printed, found = (
        sum(each.printed for each in results),
        sum(each.found for each in results),
    )
    share = found / printed if printed else 0.0
    print(
        f"{share:7.2%}  {found} of {printed} numbers in {len(results)} documents (aim {AIM:.0%})"
    )
    return 0 if share >= AIM else 1


if __name__ == "__main__":
    sys.exit(main([Path(each) for each in sys.argv[1:]]))
