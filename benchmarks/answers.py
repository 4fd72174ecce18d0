"""Time a large draft: 38 items answered, 304 measures; pages, checks, saving.

    python benchmarks/answers.py [--json]

Prints processor milliseconds (the least of five runs) and database queries.
"""

import argparse
import json
import os
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any


os.environ["STOCKTAKE_HOME"] = tempfile.mkdtemp(prefix="stocktake-answers-")
os.environ.setdefault("STOCKTAKE_SECRET_KEY", "only-for-this-benchmark")
os.environ["DJANGO_SETTINGS_MODULE"] = "stocktake.site.settings"

import django


django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from stocktake.accounts.rules import LOCAL_ADMINISTRATOR  # noqa: E402
from stocktake.reporting import actions, queries  # noqa: E402
from stocktake.reporting.rules import Strand  # noqa: E402


NOON = datetime(2024, 6, 1, 12, tzinfo=UTC)
WHO: dict[str, Any] = {"by": LOCAL_ADMINISTRATOR, "at": NOON}
TEXT = {"en": "word " * 100, "fr": "mot " * 100}
MEASURE = {
    "title": {"en": "Act", "ar": "قانون"},
    "kind": "law",
    "status": "in-force",
    "date": "2023",
    "body": {"en": "Ministry"},
    "legal_reference": "Act 1 of 2023",
    "population": "1240",
    "budget": {"amount": "5", "currency": "EUR"},
    "side_effects_watched": ["redirected-flows"],
    "description": TEXT,
    "evidence": ["https://example.org/a"],
}


def answers(items: list[str]) -> list[actions.Change]:
    """A status, a text and eight measures for each item."""
    given: dict[str, Any] = {}
    for number, item in enumerate(items):
        given |= {f"{item}/status": "in-force", f"{item}/status_note": TEXT}
        for place in range(8):
            record = f"{item}/measures/{number * 8 + place:012x}"
            given[record] = {"position": place}
            given |= {f"{record}/{field}": value for field, value in MEASURE.items()}
    return [actions.Change(address, value) for address, value in given.items()]


def timed(what: Callable[[], object]) -> dict[str, float]:
    """The least processor time of five runs after a first one, and the queries of one."""
    what()
    with CaptureQueriesContext(connection) as asked:
        what()
    times = []
    for _ in range(5):
        start = time.process_time()
        what()
        times.append(time.process_time() - start)
    return {"ms": round(min(times) * 1000, 1), "queries": len(asked)}


def main() -> None:
    """Build the draft, time what pages ask of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    call_command("migrate", verbosity=0)
    actions.open_round("2024", **WHO)
    draft = actions.start_draft("2024", sender="XAA", strand=Strand.STATE, **WHO)
    blocks = draft.questionnaire.blocks.values()
    changes = answers([b.item for b in blocks if "measures" in b.by_id])
    start = time.process_time()
    saved = actions.save_answers(draft.key, changes, origin="workbook", **WHO)
    batch = round((time.process_time() - start) * 1000)
    key, note = draft.key, "1.2/status_note"

    def save() -> None:
        seen = queries.revisions(key, items=["1.2"])[note]
        value = {"en": f"revision {seen}"}
        actions.save_answer(key, note, value, expected_revision=seen, **WHO)

    told = {
        "answers": len(saved.taken),
        "batch": {"ms": batch},
        "block": timed(lambda: queries.block(key, "1.2", language="en")),
        "outline": timed(lambda: queries.outline(key, language="en")),
        "checks": timed(lambda: queries.faults(key)),
        "all answers": timed(lambda: queries.answers(key)),
        "save one": timed(save),
        "who is writing": timed(lambda: queries.recent_editors(key, at=NOON)),
    }
    print(json.dumps(told, indent=None if asked.json else 2))


if __name__ == "__main__":
    main()
