"""Take statistics in: load a file and publish the release it makes."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from stocktake.accounts.rules import Acting, Permission
from stocktake.audit.actions import record
from stocktake.indicators import leaving, mapping, models, queries, standings
from stocktake.indicators.loading.load import Loaded, Request
from stocktake.indicators.loading.load import load as load_file
from stocktake.indicators.publishing import policies
from stocktake.indicators.releases.rules import Release
from stocktake.indicators.standings import Standing


_DATA = Path(__file__).resolve().parent / "data"
STARTER = _DATA / "starter"
ILLUSTRATIVE = _DATA / "illustrative"
Progress = Callable[[str, int, int], None]


def load(
    request: Request,
    *,
    by: Acting,
    at: datetime,
    progress: Progress = lambda _stage, _done, _total: None,
) -> tuple[Loaded, Release | None]:
    """Load a file; publish a new release of its dataflow when it says anything new.

    With bad rows and no ``skip_bad`` nothing is published. Until the release is whole
    and in its place, readers see the one before; so they do when this is killed, and
    where the dataflow's rule keeps the release back (``standings`` says why).
    """
    by.require(Permission.STATISTICS_LOAD)
    loaded = load_file(request, before=queries.loaded, at=at, progress=progress)
    if not loaded.digest:
        return loaded, None
    return loaded, _publish(loaded, by=by, at=at, progress=progress)


def load_starter(
    *,
    by: Acting,
    at: datetime,
    progress: Progress = lambda _stage, _done, _total: None,
) -> tuple[Loaded, ...]:
    """Load the figures that are shipped; what is loaded already is left as it is."""
    return _load_shipped(_tables(STARTER), by=by, at=at, progress=progress)


def ensure_starter(
    *,
    by: Acting,
    at: datetime,
    progress: Progress = lambda _stage, _done, _total: None,
) -> tuple[Loaded, ...]:
    """Load the shipped figures that were never loaded here, and no others.

    A file is known by its SHA-256 in the record of releases, so that a second start
    reads nothing, and figures that somebody loaded since are left as they are.
    """
    return _load_shipped(_unknown(STARTER), by=by, at=at, progress=progress)


def ensure_illustrative(
    *,
    by: Acting,
    at: datetime,
    progress: Progress = lambda _stage, _done, _total: None,
) -> tuple[Loaded, ...]:
    """Load the invented figures on the invented States that were never loaded here.

    They go the way of all figures and have a source of their own, so that they are told
    apart wherever they stand; what is told of real States leaves them out.
    """
    return _load_shipped(_unknown(ILLUSTRATIVE), by=by, at=at, progress=progress)


def _tables(folder: Path) -> list[Path]:
    """The tables of a folder by name; a revision comes after what it revises."""
    return sorted(folder.glob("*.csv"), key=lambda path: path.stem)


def _unknown(folder: Path) -> list[Path]:
    """The tables of a folder that no release here was made from."""
    known = {
        file["sha256"]
        for files in models.Release.objects.values_list("files", flat=True)
        for file in files
    }
    return [
        path
        for path in _tables(folder)
        if hashlib.sha256(path.read_bytes()).hexdigest() not in known
    ]


def _load_shipped(
    paths: Sequence[Path], *, by: Acting, at: datetime, progress: Progress
) -> tuple[Loaded, ...]:
    done = []
    for number, path in enumerate(paths, start=1):
        how = mapping.read(path.with_suffix(".yaml"))
        done.append(load(Request(path, mapping=how), by=by, at=at)[0])
        progress("shipped figures", number, len(paths))
    return tuple(done)


def _publish(
    loaded: Loaded, *, by: Acting, at: datetime, progress: Progress
) -> Release | None:
    flow = loaded.flow.reference
    before = queries.loaded(loaded.flow)
    row = models.Release(
        flow=flow,
        number=before.number + 1 if before else 1,
        digest=loaded.digest,
        published_at=at,
        observations=loaded.observations,
        added=loaded.changes.added,
        changed=loaded.changes.changed,
        removed=loaded.changes.removed,
        files=[_facts(loaded)],
    )
    data = {"digest": row.digest, "observations": row.observations}
    data |= asdict(loaded.changes)
    data |= {"file": loaded.file.name, "sha256": loaded.file.sha256}
    held = leaving.publish(
        row,
        loaded.flow,
        event="observations.loaded",
        data=data,
        by=by,
        at=at,
        progress=progress,
    )
    if held is not None and not held.digest:
        return None
    return queries.release(flow, number=row.number)


def set_policy(
    text: str,
    source: bytes,
    *,
    name: str,
    by: Acting,
    at: datetime,
    progress: Progress = lambda _stage, _done, _total: None,
) -> Standing:
    """Set what governs a dataflow; ``name`` is the file that a fault is told of.

    From now on a rule holds for every release. What is loaded leaves again under it, as
    a release of its own; what was public unprotected is no longer given out.
    """
    by.require(Permission.DISCLOSURE_DECIDE)
    flow = queries.flow(text)
    reference = flow.reference
    policies.read(source, flow, name=name)
    ruled = policies.has_rule(reference)
    last = models.Release.objects.filter(flow=reference).order_by("number").last()
    policies.keep(source, flow)
    data = {"policy": source.decode(), "sha256": hashlib.sha256(source).hexdigest()}
    if last is None or not (ruled or policies.has_rule(reference)):
        with transaction.atomic():
            record("disclosure.decided", by=by.name, about=flow.urn, at=at, data=data)
        return standings.standing(reference)
    row = models.Release(
        flow=reference,
        number=last.number + 1,
        digest=last.digest,
        published_at=at,
        observations=last.observations,
        added=0,
        changed=0,
        removed=0,
        files=last.files,
    )
    leaving.publish(
        row,
        flow,
        event="disclosure.decided",
        data=data,
        by=by,
        at=at,
        progress=progress,
    )
    return standings.standing(reference)


def _facts(loaded: Loaded) -> Mapping[str, Any]:
    """What a release keeps of the file it was made from."""
    return {
        **asdict(loaded.file),
        "rows": loaded.checked.rows,
        "refused": loaded.checked.bad,
        "corrections": {each.id: count for each, count in loaded.corrections},
    }
