"""Kill a writer at random moments, and prove that what it was told is saved is saved.

A child process saves answers one by one as the desk does, in batches as an import does,
and submits reports; it says each thing once the action has returned. It is killed by
SIGKILL at a random moment, then everything it said is looked up, batches must be whole or
absent, what is submitted must have its snapshot, and the audit chain must hold.

    python benchmarks/kills.py [--kills 300] [--seed 1] [--json]
"""

import argparse
import contextlib
import json
import os
import random
import signal
import sys
import tempfile
import time
from datetime import UTC, datetime
from typing import Any


HOME = tempfile.mkdtemp(prefix="stocktake-kills-")
os.environ.setdefault("STOCKTAKE_HOME", HOME)
os.environ.setdefault("STOCKTAKE_SECRET_KEY", "only-for-this-benchmark")
os.environ["DJANGO_SETTINGS_MODULE"] = "stocktake.site.settings"

import django  # noqa: E402


django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, connections  # noqa: E402

from stocktake.accounts.rules import LOCAL_ADMINISTRATOR  # noqa: E402
from stocktake.audit import queries as audit  # noqa: E402
from stocktake.geography import queries as geography  # noqa: E402
from stocktake.reporting import actions, queries  # noqa: E402
from stocktake.reporting.models import Submission  # noqa: E402
from stocktake.reporting.rules import Stage, Step, Strand  # noqa: E402


NOON = datetime(2024, 6, 1, 12, tzinfo=UTC)
WHO: dict[str, Any] = {"by": LOCAL_ADMINISTRATOR, "at": NOON}
BATCH = [f"{item}/status_note" for item in ("1.1", "1.2", "1.3", "2.1", "2.2", "3.1")]
TYPED = "4.4/status_note"
SENDERS = [
    area.alpha3 for area in geography.illustrative_states() if area.alpha3 != "XAA"
]


def write(pipe: int, seed: int) -> None:
    """Save, import and submit until killed; say what is done, one line each."""
    chance = random.Random(seed)
    mine = actions.start_draft("2024", sender="XAA", strand=Strand.STATE, **WHO)
    for token in range(seed * 10_000, seed * 10_000 + 9_999):
        kind = chance.choices(("typed", "batch", "submitted"), (6, 3, 1))[0]
        if kind == "typed":
            said = save_typed(mine.key, token)
        elif kind == "batch":
            said = save_batch(mine.key, token)
        else:
            said = submit(SENDERS[token % len(SENDERS)])
        os.write(pipe, f"{kind} {said}\n".encode())


def save_typed(draft: int, token: int) -> str:
    """One answer, as autosave does."""
    seen = queries.revisions(draft, items=["4.4"]).get(TYPED, 0)
    value = {"en": f"{token} {'words ' * 50}"}
    actions.save_answer(draft, TYPED, value, expected_revision=seen, **WHO)
    return str(token)


def save_batch(draft: int, token: int) -> str:
    """Several answers at once, as an import does."""
    seen = queries.revisions(draft)
    changes = [
        actions.Change(address, {"en": str(token)}, seen.get(address, 0))
        for address in BATCH
    ]
    saved = actions.save_answers(draft, changes, origin="workbook", **WHO)
    assert len(saved.taken) == len(BATCH)
    return str(token)


def submit(sender: str) -> str:
    """A report from draft to submitted, with its snapshot."""
    draft = actions.start_draft("2024", sender=sender, strand=Strand.STATE, **WHO)
    if draft.stage is Stage.SUBMITTED:
        actions.move(draft.urn, Step.WITHDRAW, message="again", **WHO)
        draft = actions.start_draft("2024", sender=sender, strand=Strand.STATE, **WHO)
    given = {"about/authority": {"en": "Ministry"}, "about/as_of": "2024"}
    seen = queries.revisions(draft.key)
    actions.save_answers(
        draft.key,
        [actions.Change(a, v, seen.get(a, 0)) for a, v in given.items()],
        **WHO,
    )
    actions.move(draft.urn, Step.SUBMIT, **WHO)
    return draft.urn


def killed_once(chance: random.Random, seed: int) -> list[str]:
    """Start a writer, kill it at a random moment, give back what it said."""
    connections.close_all()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        with contextlib.suppress(BaseException):
            write(writing, seed)
        os._exit(9)  # a writer that ends by itself is a fault
    os.close(writing)
    time.sleep(chance.uniform(0.02, 0.6))
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status):
        sys.exit("The writer ended by itself; nothing was proved.")
    with os.fdopen(reading, "rb") as said:
        return said.read().decode().splitlines()


def faults_after(said: list[str], last: dict[str, int]) -> list[str]:
    """What does not hold of what the writer was told."""
    for line in said:
        kind, _, what = line.partition(" ")
        if kind != "submitted":
            last[kind] = max(last.get(kind, 0), int(what))
    submitted = {
        line.partition(" ")[2] for line in said if line.startswith("submitted")
    }
    answers = queries.answers("2024/XAA/state/1") if last else {}
    found = []
    if "typed" in last and token_of(answers[TYPED].value) < last["typed"]:
        found.append(f"{TYPED} lost {last['typed']}")
    batch = {token_of(answers[a].value) for a in BATCH if a in answers}
    if len(batch) > 1 or ("batch" in last and min(batch, default=0) < last["batch"]):
        found.append(
            f"a batch is torn or lost: {sorted(batch)} after {last.get('batch')}"
        )
    moved = Submission.objects.filter(stage=Stage.SUBMITTED)
    without = moved.filter(snapshots__isnull=True).count()
    if without:
        found.append(f"{without} submitted without a snapshot")
    gone = [urn for urn in sorted(submitted) if queries.draft(urn).stage is Stage.DRAFT]
    found += [f"{urn} was submitted and is a draft" for urn in gone]
    found += [str(fault) for fault in audit.verify()[1]]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA integrity_check")
            if cursor.fetchone()[0] != "ok":
                found.append("the database is damaged")
    return found


def token_of(value: dict[str, str]) -> int:
    """The number at the beginning of a text."""
    return int(value["en"].split()[0])


def main() -> None:
    """Kill and look, as often as asked; exit 1 with the faults if anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    call_command("migrate", verbosity=0)
    actions.open_round("2024", **WHO)
    actions.start_draft("2024", sender="XAA", strand=Strand.STATE, **WHO)
    queries.outline("2024/XAA/state/1", language="en")  # read before the writers fork
    chance, last = random.Random(asked.seed), {}
    counts = dict.fromkeys(("typed", "batch", "submitted"), 0)
    silent, faults = 0, []
    for kill in range(asked.kills):
        said = killed_once(chance, seed=kill + 1)
        silent += not said
        for line in said:
            counts[line.split()[0]] += 1
        faults += [f"kill {kill}: {fault}" for fault in faults_after(said, last)]
    told = {
        "kills": asked.kills,
        "before_anything_was_said": silent,
        "acknowledged": counts,
        "events": audit.verify()[0],
        "faults": faults,
    }
    print(json.dumps(told, indent=None if asked.json else 2))
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
