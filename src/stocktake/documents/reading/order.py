"""The order in which a person reads the lines of a page."""

from collections.abc import Sequence

from stocktake.documents.reading.lines import Line, Page


def read_in_order(page: Page) -> None:
    """Put the page's lines in reading order: runs down a column stay together."""
    runs = _runs(page.lines)
    page.lines = [line for run in _sorted(runs) for line in run]


def _runs(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines as drawn, cut wherever the next one stands higher than the last."""
    runs: list[list[Line]] = []
    for line in lines:
        if runs and line.top >= runs[-1][-1].top - 0.5 * line.size:
            runs[-1].append(line)
        else:
            runs.append([line])
    return runs


def _sorted(runs: list[list[Line]]) -> list[list[Line]]:
    """Runs by height; those beside each other (columns) as they are drawn."""
    placed: list[list[Line]] = []
    for run in runs:
        top, bottom = _extent(run)
        index = len(placed)
        while index and _below(placed[index - 1], top, bottom):
            index -= 1
        placed.insert(index, run)
    return placed


def _below(run: list[Line], top: float, bottom: float) -> bool:
    """Whether a run lies wholly below a stretch of the page."""
    first, _ = _extent(run)
    return first >= bottom - 1 and first > top


def _extent(run: list[Line]) -> tuple[float, float]:
    return min(line.top for line in run), max(line.bottom for line in run)
