"""What the first sheet says: whose workbook it is, how to fill it in, where everything is."""

from collections.abc import Iterable, Iterator

from stocktake.geography import queries as geography
from stocktake.kernel.errors import NotFound
from stocktake.kernel.languages import in_language
from stocktake.reporting.workbook.layout import Layout, Sheet


ID = "cover"


def lines(
    layout: Layout, sheets: Iterable[Sheet]
) -> Iterator[tuple[str, str, str, str]]:
    """Left, right, style, and the id of the line that a link leads to."""
    yield from _text(layout)
    for sheet in sheets:
        for line in sheet.lines:
            if line.kind == "item":
                yield sheet.name, line.cells["question"].text, "entry", line.id


def _text(layout: Layout) -> Iterator[tuple[str, str, str, str]]:
    say, meta = layout.say, layout.meta
    title = in_language(layout.questionnaire.title, layout.language)
    yield title, "", "title", ""
    yield say("workbook"), "", "subtitle", ""
    yield say("sender"), sender_name(meta.sender, layout.language), "fact", ""
    yield say("round"), meta.round, "fact", ""
    yield say("version"), f"{meta.questionnaire} {meta.version}", "fact", ""
    yield say("written"), f"{meta.exported[:16].replace('T', ' ')} UTC", "fact", ""
    yield say("how"), "", "head", ""
    steps = ("white", "list", "rows", "prefilled", "dates", "back")
    for number, step in enumerate(steps, 1):
        text = say(f"step_{step}", yes=say("yes"))
        yield str(number), text, "step", ""
    yield say("contents"), "", "head", ""


def sender_name(code: str, language: str) -> str:
    """The name of a State with its code; an organisation's code as it is."""
    try:
        return f"{geography.name(code, language)} ({code})"
    except NotFound:
        return code
