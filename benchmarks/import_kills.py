"""Kill the import of a real workbook at random moments, and prove that it is whole or absent.

A draft with every question answered is taken away, every answer is written anew, and the
file is taken in by a child process, which says when it begins and once the import has
returned. It is killed by SIGKILL at a random moment in between or soon after. Then the
draft must hold all texts of that file or none of them, and all of them where it was said;
the audit chain must hold; and in the end the same file must go in, once.

    python benchmarks/import_kills.py [--kills 200] [--seed 1] [--themes 5] [--json]
"""

import argparse
import contextlib
import json
import os
import random
import signal
import sys
import time
from typing import Any

from django.core.management import call_command
from django.db import connection, connections

import offline as files  # benchmarks/offline.py: a home of its own, workbooks filled in
from stocktake.audit import queries as audit
from stocktake.reporting import actions, queries
from stocktake.reporting.actions import offline
from stocktake.reporting.questionnaires.rules import Kind
from stocktake.reporting.rules import Strand
from stocktake.reporting.workbook import reading


URN = "stocktake:submission:2024/XAA/state/1"
DICE = random.Random(1)


def begun(themes: int) -> int:
    """A draft that is full as far as these themes; how many answers it holds."""
    actions.open_round("2024", illustrative=True, **files.WHO)
    draft = actions.start_draft("2024", sender="XAA", strand=Strand.STATE, **files.WHO)
    items = {
        item
        for item in draft.questionnaire.blocks
        if item.partition(".")[0] in set(map(str, range(1, themes + 1)))
    }
    empty = offline.export(draft.key, language="en", **files.WHO)
    return len(bring(files.filled(empty, draft.questionnaire, DICE, items)).taken)


def rewritten(turn: int) -> bytes:
    """The draft as a workbook in which every answer was typed anew, texts with this turn."""
    draft = queries.draft(URN)
    data = offline.export(draft.key, language="en", **files.WHO)
    file = reading.opened(data, "answers.xlsx", offline._signer())  # noqa: SLF001
    given: dict[str, Any] = {}
    for address, row in queries.answers(draft.key).items():
        if address.count("/") == 2:  # a record
            given[address] = row.value
            continue
        field = draft.questionnaire.field(address)
        if field.kind is Kind.TEXT:
            given[address] = {"en": f"Turn {turn}."}
        else:
            given[address] = files.value(field, "en", DICE)
    return files.written(file, draft.questionnaire, given)


def bring(book: bytes) -> Any:
    """Take a workbook in."""
    report = offline.import_(book, "answers.xlsx", **files.WHO)
    assert not report.not_understood, report.not_understood[:3]
    return report


def of_turn(turn: int) -> tuple[int, int]:
    """How many texts of the draft are of a turn, and how many texts there are."""
    texts = [
        row.value["en"]
        for row in queries.answers(queries.draft(URN).key).values()
        if isinstance(row.value, dict) and "en" in row.value
    ]
    return texts.count(f"Turn {turn}."), len(texts)


def killed_once(book: bytes, after: float) -> bool:
    """Start a child that takes a workbook in, kill it; whether it said it was done."""
    connections.close_all()
    reading_end, writing_end = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading_end)
        with contextlib.suppress(BaseException):
            os.write(writing_end, b"begin ")
            bring(book)
            os.write(writing_end, b"done")
            time.sleep(60)
        os._exit(9)  # a child that ends by itself is a fault
    os.close(writing_end)
    said = os.read(reading_end, 6)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status) or said != b"begin ":
        sys.exit("The child ended by itself; nothing was proved.")
    with os.fdopen(reading_end, "rb") as rest:
        return b"done" in rest.read()


def faults_after(turn: int, said: bool) -> list[str]:  # noqa: FBT001
    """What does not hold after a kill."""
    found = [str(fault) for fault in audit.verify()[1]]
    count, whole = of_turn(turn)
    if count not in {0, whole}:
        found.append(f"torn: {count} of {whole} texts")
    if said and count != whole:
        found.append(f"lost: {count} of {whole} texts, though it was said")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            if cursor.fetchone()[0] != "ok":
                found.append("the database is damaged")
    return found


def main() -> None:
    """Kill and look, as often as asked; exit 1 with the faults if anything was torn."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--themes", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    call_command("migrate", verbosity=0)
    answers = begun(asked.themes)
    book = rewritten(0)
    began = time.monotonic()
    bring(book)
    took = time.monotonic() - began
    chance, acknowledged, unsaid = random.Random(asked.seed), 0, 0
    faults: list[str] = []
    turn, book = 1, rewritten(1)
    for kill in range(1, asked.kills + 1):
        said = killed_once(book, chance.uniform(0.0, 1.6 * took))
        faults += [f"kill {kill}: {fault}" for fault in faults_after(turn, said)]
        acknowledged += said
        if of_turn(turn)[0]:  # it went in: the next one is written anew
            unsaid += not said
            turn, book = turn + 1, rewritten(turn + 1)
    bring(book)
    if bring(book).taken or len(set(of_turn(turn))) != 1:
        faults.append("after the last kill the same file did not go in whole, once")
    told = {
        "kills": asked.kills,
        "answers": answers,
        "seconds_of_one_import": round(took, 2),
        "imports_acknowledged": acknowledged,
        "done_but_killed_before_it_was_said": unsaid,
        "events": audit.verify()[0],
        "faults": faults,
    }
    print(json.dumps(told, indent=None if asked.json else 2))
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
