"""Answers and their history, read and written in bulk."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from stocktake.kernel.parts import in_parts
from stocktake.reporting.models import Answer, Edit


# What one person saves within this time is one entry of the history.
ONE_SITTING: Final = timedelta(minutes=10)
_CHUNK = 400  # rows a statement; SQLite takes a limited number of parameters


def standing(submission: int, addresses: Iterable[str]) -> dict[str, Answer]:
    """The rows at these addresses and at the records they lie in."""
    wanted = set(addresses)
    wanted |= {address.rpartition("/")[0] for address in wanted}
    found: dict[str, Answer] = {}
    for some in in_parts(sorted(wanted), _CHUNK):
        rows = Answer.objects.filter(submission_id=submission, address__in=some)
        found |= {row.address: row for row in rows}
    return found


def positions(submission: int, items: set[str]) -> dict[str, list[int]]:
    """The positions of the records of some items, by ``item/group``."""
    places: dict[str, list[int]] = {}
    rows = Answer.objects.filter(
        submission_id=submission, item__in=items, value__has_key="position"
    )
    for address, value in rows.values_list("address", "value"):
        if address.count("/") == 2 and value is not None:
            places.setdefault(address.rpartition("/")[0], []).append(value["position"])
    return places


def store(rows: Iterable[Answer]) -> None:
    """Write new and changed answers."""
    new: list[Answer] = []
    old: list[Answer] = []
    for row in rows:
        (new if row.pk is None else old).append(row)
    Answer.objects.bulk_create(new, batch_size=_CHUNK)
    if old:
        fields = ["value", "revision", "languages", "by", "at", "origin", "confirmed"]
        Answer.objects.bulk_update(old, fields, batch_size=50)


def remember(edits: Sequence[Edit], *, at: datetime, origin: str) -> None:
    """Keep the history; what one person changes in one sitting is one entry."""
    last: dict[str, Edit] = {}
    if origin == "person" and len(edits) <= 50:
        rows = Edit.objects.filter(
            submission_id__in={edit.submission_id for edit in edits},
            address__in=[edit.address for edit in edits],
        )
        last = {row.address: row for row in rows.order_by("id")}
    new, old = [], []
    for edit in edits:
        before = last.get(edit.address)
        if before is not None and _one_sitting(before, edit, at):
            before.value, before.revision, before.at = edit.value, edit.revision, at
            old.append(before)
        else:
            new.append(edit)
    Edit.objects.bulk_create(new, batch_size=_CHUNK)
    if old:
        Edit.objects.bulk_update(old, ["value", "revision", "at"], batch_size=50)


def _one_sitting(before: Edit, edit: Edit, at: datetime) -> bool:
    same = (before.by, before.origin, before.outcome)
    return same == (edit.by, edit.origin, "taken") == (
        edit.by,
        edit.origin,
        edit.outcome,
    ) and (at - before.at <= ONE_SITTING)
