"""Read and verify the chain."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from stocktake.audit.models import Event
from stocktake.audit.rules import FIRST, event_hash


@dataclass(frozen=True, slots=True)
class Fault:
    """One place where the chain does not hold."""

    event: int
    what: str


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event, as other rooms see it."""

    kind: str
    by: str
    about: str
    at: datetime
    data: Mapping[str, Any]


def events(kind: str) -> Iterator[EventRow]:
    """The events of one kind, the oldest first. One query."""
    rows = Event.objects.filter(kind=kind).order_by("id")
    for row in rows.values_list("kind", "by", "about", "at", "data").iterator():
        yield EventRow(*row)


@dataclass(frozen=True, slots=True)
class ListedEvent:
    """One event with its place in the chain and its hash."""

    number: int
    kind: str
    by: str
    about: str
    at: datetime
    data: Mapping[str, Any]
    hash: str


def listed(
    *, kind: str = "", about: str = "", offset: int = 0, limit: int
) -> tuple[int, tuple[ListedEvent, ...]]:
    """How many events there are, and some of them, the newest first. Two queries.

    ``about`` keeps those about a URN that holds these words.
    """
    rows = Event.objects.order_by("-id")
    if kind:
        rows = rows.filter(kind=kind)
    if about:
        rows = rows.filter(about__icontains=about)
    fields = ("id", "kind", "by", "about", "at", "data", "hash")
    page = rows.values_list(*fields)[offset : offset + limit]
    return rows.count(), tuple(ListedEvent(*row) for row in page)


def kinds() -> tuple[str, ...]:
    """The kinds of events that there are, sorted. One query."""
    found = Event.objects.order_by("kind").values_list("kind", flat=True).distinct()
    return tuple(found)


def verify() -> tuple[int, tuple[Fault, ...]]:
    """How many events there are, and where any was altered, removed or reordered."""
    faults: list[Fault] = []
    previous, count = FIRST, 0
    for event in Event.objects.order_by("id").iterator():
        count += 1
        if event.previous != previous:
            faults.append(
                Fault(
                    event.pk, "an event before this one was removed, added or reordered"
                )
            )
        expected = event_hash(
            event.previous,
            kind=event.kind,
            by=event.by,
            about=event.about,
            at=event.at,
            data=event.data,
        )
        if event.hash != expected:
            faults.append(Fault(event.pk, "this event was altered"))
        previous = event.hash
    return count, tuple(faults)
