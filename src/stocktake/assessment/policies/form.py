"""The form that coders fill in: one line for each State and question, and the code book beside it."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import xlsxwriter

from stocktake.assessment.definitions import Definition, definitions
from stocktake.assessment.policies.gathering import policy_indicators
from stocktake.charter import queries as charter
from stocktake.geography import queries as geography
from stocktake.kernel.errors import Refused
from stocktake.kernel.languages import direction, in_language


# What the mapping policy-scores reads; it is the same in every language.
HEADINGS: Final = (
    "State",
    "Indicator",
    "Year",
    "Coder",
    "Score",
    "Reason",
    "Legal reference",
    "Text",
    "Question",
)
_WIDTHS: Final = (8, 14, 7, 14, 7, 50, 36, 36, 60)
_SCORE: Final = HEADINGS.index("Score")
_SHEETS: Final = ("Scores", "Code book")


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose policies are coded, for which year, by whom; ``language`` is that of the questions."""

    states: tuple[str, ...]
    year: int
    coder: str
    language: str = "en"
    edition: str = charter.DEFAULT_EDITION


def form(asked: Asked) -> bytes:
    """The workbook: sheet ``Scores`` to fill in, sheet ``Code book`` to read."""
    if not asked.coder.strip():
        msg = "Every score says who gave it: name the coder, for example XUNI-1."
        raise Refused(msg)
    known = policy_indicators(definitions(asked.edition))
    if not known:
        msg = f"Edition {asked.edition} has no policy indicator with a dataflow."
        raise Refused(msg)
    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
    }
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"created": datetime(asked.year, 1, 1, tzinfo=UTC)})
        head = book.add_format({"bold": True, "bottom": 1})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        _scores(book.add_worksheet(_SHEETS[0]), asked, known, (head, wrap))
        _code_book(book.add_worksheet(_SHEETS[1]), asked, known, (head, wrap))
    return out.getvalue()


def code(one: Definition) -> str:
    """How the dataflow writes an indicator: the part of its key that names it."""
    assert one.flow is not None
    return one.flow[1].split(".")[2]


def _scores(
    sheet: Any, asked: Asked, known: Sequence[Definition], formats: tuple[Any, Any]
) -> None:
    head, wrap = formats
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, HEADINGS, head)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width, wrap)
    lines = [
        (state, code(one), asked.year, asked.coder, "", "", "", "", _title(one, asked))
        for state in asked.states
        for one in known
    ]
    for row, line in enumerate(lines, start=1):
        sheet.write_row(row, 0, line)
    steps = sorted(
        {step.value for one in known for step in one.anchors if step.value is not None}
    )
    sheet.data_validation(
        1, _SCORE, max(len(lines), 1), _SCORE, {"validate": "list", "source": steps}
    )


def _code_book(
    sheet: Any, asked: Asked, known: Sequence[Definition], formats: tuple[Any, Any]
) -> None:
    """Every question with its commitment, and what each score means."""
    head, wrap = formats
    if direction(asked.language) == "rtl":
        sheet.right_to_left()
    sheet.freeze_panes(1, 0)
    for column, width in enumerate((14, 10, 60, 8, 16, 70)):
        sheet.set_column(column, column, width, wrap)
    titles = ("Indicator", "Commitment", "Question", "Score", "Means", "When")
    sheet.write_row(0, 0, titles, head)
    lines = [
        (
            code(one),
            ", ".join(one.commitments),
            _title(one, asked),
            step.value,
            in_language(dict(step.title), asked.language),
            in_language(dict(step.text), asked.language),
        )
        for one in known
        for step in one.anchors
    ]
    for row, line in enumerate(lines, start=1):
        sheet.write_row(row, 0, line)


def _title(one: Definition, asked: Asked) -> str:
    return in_language(dict(one.title), asked.language)


def states_of(names: Sequence[str]) -> tuple[str, ...]:
    """States by code or name, in the order given; all of the world where none is named."""
    if not names:
        return tuple(area.alpha3 for area in geography.states())
    return tuple(dict.fromkeys(geography.find(name).alpha3 for name in names))
