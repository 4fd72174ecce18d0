"""Many people save the same answer at the same moment: one wins, every word is kept."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from django.db import connection, connections

from stocktake.accounts.rules import LOCAL_ADMINISTRATOR, Acting, Role
from stocktake.reporting import actions, queries
from stocktake.reporting.rules import Strand


NOON = datetime(2024, 6, 1, 12, tzinfo=UTC)
PEOPLE = 8


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_one_of_those_who_save_at_once_wins_and_no_word_is_lost():
    if connection.settings_dict["NAME"] and "memory" in str(
        connection.settings_dict["NAME"]
    ):
        pytest.skip("an in-memory database has one connection only")
    actions.open_round("2024", by=LOCAL_ADMINISTRATOR, at=NOON, illustrative=True)
    draft = actions.start_draft(
        "2024", sender="XAA", strand=Strand.STATE, by=LOCAL_ADMINISTRATOR, at=NOON
    )
    together = Barrier(PEOPLE)

    def write(number):
        by = Acting(
            f"Ministry {number}", frozenset({Role.CONTRIBUTOR}), frozenset({"XAA"})
        )
        together.wait()
        try:
            actions.save_answer(
                draft.key,
                "1.2/status_note",
                {"en": f"words of {number}"},
                expected_revision=0,
                by=by,
                at=NOON,
            )
        except actions.Clash as clash:
            return clash
        finally:
            connections.close_all()
        return None

    with ThreadPoolExecutor(PEOPLE) as pool:
        clashes = [c for c in pool.map(write, range(PEOPLE)) if c is not None]

    history = queries.history(draft.key, "1.2/status_note")
    assert len(clashes) == PEOPLE - 1
    assert {change.value["en"] for change in history} == {
        f"words of {number}" for number in range(PEOPLE)
    }
    assert [change.outcome for change in history].count("taken") == 1
    assert queries.answers(draft.key)["1.2/status_note"].revision == 1
