"""The chain of events holds, and says where it was broken."""

from datetime import UTC, datetime

import pytest
from django.db import transaction

from stocktake.audit import actions, queries
from stocktake.audit.models import Event


pytestmark = pytest.mark.django_db
NOON = datetime(2024, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
def four_events():
    for number in range(4):
        actions.record(
            "thing.done",
            by="tester",
            about=f"stocktake:thing:{number}",
            at=NOON,
            data={"n": number},
        )
    return list(Event.objects.order_by("id"))


def test_an_untouched_chain_holds(four_events):
    assert queries.verify() == (4, ())
    assert four_events[3].previous == four_events[2].hash


@pytest.mark.parametrize(
    "change",
    [
        {"data": {"n": 99}},
        {"by": "somebody else"},
        {"about": "stocktake:thing:9"},
        {"at": datetime(2024, 6, 2, 12, tzinfo=UTC)},
        {"kind": "thing.undone"},
    ],
)
def test_an_altered_event_is_named(four_events, change):
    Event.objects.filter(pk=four_events[1].pk).update(**change)

    _, faults = queries.verify()

    assert [(fault.event, "altered" in fault.what) for fault in faults] == [
        (four_events[1].pk, True)
    ]


def test_a_removed_event_is_noticed_at_the_one_after(four_events):
    Event.objects.filter(pk=four_events[1].pk).delete()

    _, faults = queries.verify()

    assert [fault.event for fault in faults] == [four_events[2].pk]


def test_two_events_in_each_others_place_are_noticed(four_events):
    first, second = four_events[1], four_events[2]
    swapped = {
        "kind": second.kind,
        "by": second.by,
        "about": second.about,
        "at": second.at,
        "data": second.data,
    }
    Event.objects.filter(pk=second.pk).update(hash="x" * 64)
    Event.objects.filter(pk=first.pk).update(
        **swapped, previous=second.previous, hash=second.hash
    )

    _, faults = queries.verify()

    assert first.pk in {fault.event for fault in faults}


@pytest.mark.django_db(transaction=True)
def test_a_reaction_is_told_after_commit_and_not_after_a_rollback():
    told = []
    actions.react("thing.told", lambda about, data: told.append((about, data["n"])))

    def fail_after_recording():
        with transaction.atomic():
            actions.record(
                "thing.told",
                by="tester",
                about="stocktake:thing:1",
                at=NOON,
                data={"n": 1},
            )
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_after_recording()
    with transaction.atomic():
        actions.record(
            "thing.told", by="tester", about="stocktake:thing:2", at=NOON, data={"n": 2}
        )
        before_commit = list(told)

    assert before_commit == []
    assert told == [("stocktake:thing:2", 2)]
