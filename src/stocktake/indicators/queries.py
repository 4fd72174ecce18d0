"""Ask about dataflows, releases and observations: what is public, and nothing else.

Where a rule governs a dataflow, a release here is its protected file; one that did not
leave, or was there before the rule, is not among them. Only ``loaded`` and
``loaded_observations`` give what was loaded.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from stocktake.accounts.rules import Acting, Permission
from stocktake.indicators import models
from stocktake.indicators.keys import Slice, slice_of
from stocktake.indicators.publishing import policies
from stocktake.indicators.releases import asking, comparing, store
from stocktake.indicators.releases.asking import Answer
from stocktake.indicators.releases.comparing import Difference
from stocktake.indicators.releases.rules import Release
from stocktake.indicators.structures import reading as structures
from stocktake.indicators.structures.rules import Flow
from stocktake.kernel.errors import NotFound
from stocktake.kernel.languages import in_language


def flows() -> tuple[Flow, ...]:
    """Every dataflow known here, with or without a release."""
    return structures.flows()


def own_flows() -> tuple[Flow, ...]:
    """The dataflows that are shipped."""
    return structures.own_flows()


def flow(text: str) -> Flow:
    """One dataflow by ``ID``, ``AGENCY:ID`` or ``AGENCY:ID(VERSION)``."""
    return structures.flow(text)


def releases(text: str) -> tuple[Release, ...]:
    """All releases of a dataflow, the oldest first. One query."""
    rows = _rows().filter(flow=structures.flow(text).reference)
    return tuple(_public(rows.order_by("number")))


def current() -> dict[str, Release]:
    """The release in force of each dataflow that has one, by its reference. One query."""
    rows = _rows().order_by("flow", "number")
    return {held.flow: held for held in _public(rows)}


def release(
    text: str, *, as_of: datetime | None = None, number: int | None = None
) -> Release:
    """The release in force now, on a day, or of a number; NotFound says what there is."""
    reference = structures.flow(text).reference
    rows = _rows().filter(flow=reference)
    if as_of is not None:
        rows = rows.filter(published_at__lte=as_of)
    if number is not None:
        rows = rows.filter(number=number)
    held = next(_public(rows.order_by("-number")), None)
    if held is None:
        raise NotFound(_no_release(reference, as_of, number))
    return held


def current_or_none(of: Flow) -> Release | None:
    """The release in force, or None before the first."""
    rows = _rows().filter(flow=of.reference)
    return next(_public(rows.order_by("-number")), None)


def loaded(of: Flow) -> Release | None:
    """The newest release as it was loaded: for what makes the next one, never to be shown."""
    row = models.Release.objects.filter(flow=of.reference).order_by("-number").first()
    return _release(row) if row else None


def loaded_observations(
    text: str, key: str = "all", *, start: str = "", end: str = "", by: Acting
) -> Answer:
    """The observations of a key as they were loaded, for whoever decides what may leave."""
    by.require(Permission.DISCLOSURE_DECIDE)
    asked = structures.flow(text)
    held = loaded(asked)
    if held is None:
        raise NotFound(_no_release(asked.reference, None, None))
    return ask(asked, slice_of(asked, key, start=start, end=end), held)


def _rows() -> QuerySet[models.Release]:
    return models.Release.objects.select_related("protection")


def _public(rows: QuerySet[models.Release]) -> Iterator[Release]:
    """The releases among these that left, as they left."""
    for row in rows:
        protection = getattr(row, "protection", None)
        if protection is not None and protection.digest:
            yield _protected(row, protection.digest)
        elif protection is None and not policies.has_rule(row.flow):
            yield _release(row)


def _protected(row: models.Release, digest: str) -> Release:
    """A release as it left; without the hashes by which guesses at its cells could be tested."""
    path, archive = store.paths(row.flow, digest)
    files = tuple({**file, "sha256": ""} for file in row.files)
    return replace(
        _release(row), digest=digest, files=files, path=path, archive=archive
    )


def _no_release(reference: str, as_of: datetime | None, number: int | None) -> str:
    held = releases(reference)
    listed = ", ".join(f"{row.number} of {row.published_at:%Y-%m-%d}" for row in held)
    if not listed and models.Release.objects.filter(flow=reference).exists():
        return (
            f"No release of {reference} is public. `stocktake indicators policy show` says"
            " what keeps it back."
        )
    if not listed:
        return (
            f"{reference} has no release here yet. `stocktake indicators load FILE` "
            "makes one, `stocktake indicators starter` loads what is shipped."
        )
    asked = f"number {number}" if number is not None else f"of {as_of:%Y-%m-%d %H:%M}"
    return f"{reference} has no release {asked}. There are: {listed}."


def _release(row: models.Release) -> Release:
    path, archive = store.paths(row.flow, row.digest)
    return Release(
        flow=row.flow,
        number=row.number,
        digest=row.digest,
        published_at=row.published_at,
        observations=row.observations,
        added=row.added,
        changed=row.changed,
        removed=row.removed,
        files=tuple(row.files),
        path=path,
        archive=archive,
    )


def observations(
    text: str,
    key: str = "all",
    *,
    as_of: datetime | None = None,
    start: str = "",
    end: str = "",
    first: int = 0,
    last: int = 0,
) -> Answer:
    """The observations of a key in the release in force (or that of a day).

    ``key`` is as in SDMX REST: codes in the order of the dimensions, ``.`` between,
    ``+`` for several, blank or ``*`` for all. ``start`` and ``end`` are time periods,
    ``first`` and ``last`` how many of each series. Rows come in the release's order.
    """
    asked = structures.flow(text)
    wanted = slice_of(asked, key, start=start, end=end, first=first, last=last)
    return ask(asked, wanted, release(asked.reference, as_of=as_of))


def files(held: Release) -> tuple[dict[str, Any], ...]:
    """Every file that a release's observations come from, with publisher and licence."""
    return asking.files(held)


def name_of(of: Flow, component: str, code: str, language: str) -> str:
    """The name of a code in a language; the code itself where its list has none."""
    listed = structures.lists(of).get(component)
    found = listed.by_id.get(code) if listed else None
    return in_language(found.names, language) if found else code


def ask(of: Flow, wanted: Slice, held: Release) -> Answer:
    """The observations of a slice in one release."""
    return asking.ask(of, wanted, held)


def differences(text: str, old: int, new: int) -> Iterator[Difference]:
    """What differs between two releases, by key; sorted as a release is."""
    of = structures.flow(text)
    return comparing.differences(
        of, release(of.reference, number=old), release(of.reference, number=new)
    )
