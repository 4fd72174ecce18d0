"""Kill the import of a real workbook at random moments, and prove that it is whole or absent.

Three workbooks of one draft, each with every question answered otherwise, are taken in in
turn by a child process; it says each one once the import has returned. It is killed by
SIGKILL at a random moment. Then the draft must hold all answers of the one that was said
last, or all of the next one; the audit chain must hold; and after the last kill the same
file must go in, and once more change nothing.

    python benchmarks/import_kills.py [--kills 300] [--seed 1] [--themes 5] [--json]
"""

import argparse
import contextlib
import hashlib
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
from stocktake.reporting.rules import Strand
from stocktake.reporting.workbook.report import Choice


URN = "stocktake:submission:2024/XAA/state/1"
COUNT = 3  # so that an older one can be told from the next one


def workbooks(themes: int) -> list[bytes]:
    """The same empty workbook, filled in thrice and differently, as far as these themes."""
    actions.open_round("2024", illustrative=True, **files.WHO)
    draft = actions.start_draft("2024", sender="XAA", strand=Strand.STATE, **files.WHO)
    empty = offline.export(draft.key, language="en", **files.WHO)
    items = {
        item
        for item in draft.questionnaire.blocks
        if item.partition(".")[0] in set(map(str, range(1, themes + 1)))
    }
    return [
        files.filled(empty, draft.questionnaire, random.Random(dice), items)
        for dice in range(COUNT)
    ]


def bring(book: bytes) -> Any:
    """Take a workbook in; where both sides changed an answer, the file's stands."""
    return offline.import_(book, "answers.xlsx", take=Choice.WORKBOOK, **files.WHO)


def fingerprint() -> str:
    """What the draft holds, in one line."""
    rows = queries.answers(queries.draft(URN).key)
    told = {address: row.value for address, row in rows.items()}
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def write(pipe: int, books: list[bytes], turn: int) -> None:
    """Take the workbooks in, one after the other, and say which, until killed."""
    while True:
        bring(books[turn % COUNT])
        os.write(pipe, f"{turn}\n".encode())
        turn += 1


def killed_once(books: list[bytes], turn: int, after: float) -> list[int]:
    """Start a child, kill it after so many seconds; the turns it said."""
    connections.close_all()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        with contextlib.suppress(BaseException):
            write(writing, books, turn)
        os._exit(9)  # a child that ends by itself is a fault
    os.close(writing)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status):
        sys.exit("The child ended by itself; nothing was proved.")
    with os.fdopen(reading, "rb") as said:
        return [int(line) for line in said.read().split()]


def faults_after(whole: list[str], last: int) -> list[str]:
    """What does not hold after a kill; ``last`` is the turn that was said last."""
    found = [str(fault) for fault in audit.verify()[1]]
    now = fingerprint()
    if now not in whole:
        found.append("the draft holds a part of a workbook")
    elif now not in {whole[last % COUNT], whole[(last + 1) % COUNT]}:
        found.append(f"the draft lost turn {last}, which was said to be done")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            if cursor.fetchone()[0] != "ok":
                found.append("the database is damaged")
    return found


def main() -> None:
    """Kill and look, as often as asked; exit 1 with the faults if anything was torn."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--themes", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    call_command("migrate", verbosity=0)
    books = workbooks(asked.themes)
    whole: list[str] = []
    answers, took = 0, 0.0
    for book in books:
        began = time.monotonic()
        answers = len(bring(book).taken)
        took = time.monotonic() - began
        whole.append(fingerprint())
    chance, last, acknowledged, unsaid = random.Random(asked.seed), COUNT - 1, 0, 0
    faults: list[str] = []
    for kill in range(asked.kills):
        said = killed_once(books, last + 1, chance.uniform(0.0, 1.5 * took))
        acknowledged += len(said)
        last = said[-1] if said else last
        faults += [f"kill {kill}: {fault}" for fault in faults_after(whole, last)]
        if fingerprint() == whole[(last + 1) % COUNT]:
            last, unsaid = last + 1, unsaid + 1
    bring(books[last % COUNT])
    again = bring(books[last % COUNT])
    if fingerprint() != whole[last % COUNT] or again.taken:
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
