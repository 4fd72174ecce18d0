"""Answer away from the network for many States: files out, all filled in, in again.

    python benchmarks/offline.py [how many States, 193 if not given]

Everything goes through the database, in a home of its own, one file after the other.
Prints a Markdown table: seconds of the processor, and queries of one file.
"""

import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Collection
from datetime import UTC, datetime
from typing import Any
from unittest import mock


os.environ["STOCKTAKE_HOME"] = tempfile.mkdtemp(prefix="stocktake-offline-")
os.environ.setdefault("STOCKTAKE_SECRET_KEY", "only-for-this-benchmark")
os.environ["DJANGO_SETTINGS_MODULE"] = "stocktake.site.settings"

import django
import msgspec


django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from stocktake.accounts.rules import LOCAL_ADMINISTRATOR  # noqa: E402
from stocktake.geography import queries as geography  # noqa: E402
from stocktake.reporting import actions  # noqa: E402
from stocktake.reporting.actions import offline  # noqa: E402
from stocktake.reporting.questionnaires.rules import Field, Kind  # noqa: E402
from stocktake.reporting.rules import Strand  # noqa: E402
from stocktake.reporting.workbook import layout, reading, writing  # noqa: E402
from stocktake.reporting.workbook.meta import Stood  # noqa: E402


NOON = datetime(2024, 6, 1, 12, tzinfo=UTC)
WHO: dict[str, Any] = {"by": LOCAL_ADMINISTRATOR, "at": NOON}
LANGUAGES = ("en", "fr", "es", "ar", "ru", "zh")
MEASURES = 4
WORDS = "The law of 2023 gives every migrant access to counsel, care and school. " * 4


def value(field: Field, language: str, dice: random.Random) -> Any:
    """A plausible answer of a field; None for kinds that are left open."""
    if field.kind is Kind.CHOICE:
        return dice.choice(field.options).code
    if field.kind is Kind.LIST:
        return [option.code for option in field.options[:2]]
    made = {
        Kind.TEXT: {language: f"{WORDS}{dice.randrange(10**6)}"},
        Kind.LINE: "Act 12 of 2023",
        Kind.NUMBER: str(dice.randrange(100_000)),
        Kind.MONEY: {"amount": str(dice.randrange(10**7)), "currency": "EUR"},
        Kind.DATE: "2023-03-01",
        Kind.INDICATOR: {"source": "own", "value": "8", "year": 2023},
    }
    return made.get(field.kind)


def filled(
    empty: bytes,
    questionnaire: Any,
    dice: random.Random,
    items: Collection[str] = (),
) -> bytes:
    """An empty workbook as a person sends it back who answered every question.

    Four measures and one of each other record, in the rows that are left for new ones;
    only of ``items`` where any are named.
    """
    file = reading.opened(empty, "answers.xlsx", offline._signer())  # noqa: SLF001
    page = layout.Layout(questionnaire, file.meta, file.signer)
    given: dict[str, Any] = {}
    for block in questionnaire.blocks.values():
        if items and block.item not in items:
            continue
        for field in block.fields:
            given[f"{block.item}/{field.id}"] = value(field, page.language, dice)
        for group in block.groups:
            at = f"{block.item}/{group.id}"
            for number in range(MEASURES if group.id == "measures" else 1):
                record = f"{at}/{page.new_record(at, number)}"
                given[record] = {"position": number + 1}
                for field in group.fields:
                    given[f"{record}/{field.id}"] = value(field, page.language, dice)
    return written(file, questionnaire, given)


def written(file: reading.Opened, questionnaire: Any, given: dict[str, Any]) -> bytes:
    """The file with these answers in its cells, as if a person had typed them."""
    base = {a: Stood(1, v) for a, v in given.items() if v is not None}
    meta = msgspec.structs.replace(file.meta, base=base)
    made = layout.Layout(questionnaire, meta, file.signer)
    with mock.patch.multiple(layout, SPARE={}, SPARE_ELSE=0):
        assert made.sheets
    made.meta = file.meta  # what stood there when it was exported
    return writing.workbook(made)


class Times:
    """Seconds and queries by what was done."""

    def __init__(self) -> None:
        self.seconds: dict[str, list[float]] = {}
        self.queries: dict[str, int] = {}

    def of(self, what: str, do: Callable[[], Any]) -> Any:
        """Do something and note what it took; the first time its queries are counted."""
        if what not in self.queries:
            with CaptureQueriesContext(connection) as asked:
                done = do()
            self.queries[what] = len(asked)
            return done
        began = time.process_time()
        done = do()
        self.seconds.setdefault(what, []).append(time.process_time() - began)
        return done


def state(code: str, language: str, times: Times, dice: random.Random) -> int:
    """One State's files; how many answers it gave. Size of the full workbook is printed once."""
    draft = actions.start_draft("2024", sender=code, strand=Strand.STATE, **WHO)

    def export(kind: str) -> bytes:
        return offline.export(draft.key, kind=kind, language=language, **WHO)

    def bring(data: bytes) -> Any:
        return offline.import_(data, "answers", **WHO)

    empty = times.of("write an empty workbook", lambda: export(".xlsx"))
    answered = filled(empty, draft.questionnaire, dice)
    taken = times.of("bring it in, every answer new", lambda: bring(answered))
    full = times.of("write the full workbook", lambda: export(".xlsx"))
    same = times.of("bring that in, nothing changed", lambda: bring(full))
    texts = times.of("write the texts as a Word file", lambda: export(".docx"))
    again = times.of("bring that in, no text changed", lambda: bring(texts))
    for report in (taken, same, again):
        assert not report.not_understood, report.not_understood[:3]
        assert not report.clashing, report.clashing[:3]
    assert not same.taken, same.taken[:3]
    assert not again.taken, again.taken[:3]
    return len(taken.taken)


def main(count: int) -> None:
    """The files of the first States."""
    call_command("migrate", verbosity=0)
    actions.open_round("2024", **WHO)
    times, dice = Times(), random.Random(1)
    began, load = time.monotonic(), os.getloadavg()[0]
    answers = 0
    for number, area in enumerate(geography.states()[:count]):
        answers = state(area.alpha3, LANGUAGES[number % 6], times, dice)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{count} States, {answers} answers each, load at the start {load:.1f}\n")
    print("| step | seconds a file | seconds for 193 | queries |")
    print("| --- | --- | --- | --- |")
    for what, seconds in times.seconds.items():
        mean = sum(seconds) / len(seconds)
        told = f"{mean:.2f} | {mean * 193:.0f} | {times.queries[what]}"
        print(f"| {what} | {told} |")
    print(f"\n{time.monotonic() - began:.0f} s by the wall, peak memory {peak:.0f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 193)
