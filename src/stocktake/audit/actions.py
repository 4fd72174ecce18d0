"""Record an event, inside the transaction of what it tells about."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from stocktake.audit.models import Event
from stocktake.audit.rules import FIRST, event_hash


Reaction = Callable[[str, Mapping[str, Any]], None]  # (about, data)
_reactions: dict[str, list[Reaction]] = {}


@transaction.atomic
def record(
    kind: str, *, by: str, about: str, at: datetime, data: dict[str, Any] | None = None
) -> str:
    """Append an event to the chain, tell the reactions after commit, return its hash."""
    _one_writer()
    last = Event.objects.order_by("-id").values_list("hash", flat=True).first()
    previous = last or FIRST
    content = data or {}
    chained = event_hash(previous, kind=kind, by=by, about=about, at=at, data=content)
    Event.objects.create(
        kind=kind,
        by=by,
        about=about,
        at=at,
        data=content,
        previous=previous,
        hash=chained,
    )
    for reaction in _reactions.get(kind, ()):
        transaction.on_commit(lambda reaction=reaction: reaction(about, content))  # type: ignore[misc]
    return chained


def react(kind: str, reaction: Reaction) -> None:
    """Have a later room told, after commit, of each event of a kind."""
    _reactions.setdefault(kind, []).append(reaction)


def _one_writer() -> None:
    """Two writers would chain to the same event: SQLite has one, PostgreSQL takes a lock."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('stocktake.audit'))")
