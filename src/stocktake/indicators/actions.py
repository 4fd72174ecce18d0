"""Take statistics in: load a file and publish the release it makes."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
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
from stocktake.indicators.structures.rules import Flow


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
    protection = leaving.protection_of(row, loaded.flow, progress)
    with leaving.in_force(row, protection):
        record(
            "observations.loaded",
            by=by.name,
            about=row.urn,
            at=at,
            data={"digest": row.digest, "observations": row.observations}
            | asdict(loaded.changes)
            | {"file": loaded.file.name, "sha256": loaded.file.sha256}
            | leaving.told(protection),
        )
    if protection is not None and not protection.digest:
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
    policies.keep(source, flow)
    anew = ruled or policies.has_rule(reference)
    with _leaving_again(flow, at, progress) if anew else _nothing_anew() as told:
        record(
            "disclosure.decided",
            by=by.name,
            about=flow.urn,
            at=at,
            data={"policy": source.decode(), **told},
        )
    return standings.standing(reference)


@contextmanager
def _nothing_anew() -> Iterator[dict[str, Any]]:
    with transaction.atomic():
        yield {}


@contextmanager
def _leaving_again(
    flow: Flow, at: datetime, progress: Progress
) -> Iterator[dict[str, Any]]:
    """What is loaded as a release of its own under the policy now in force."""
    last = models.Release.objects.filter(flow=flow.reference).order_by("number").last()
    if last is None:
        with _nothing_anew() as told:
            yield told
        return
    row = models.Release(
        flow=flow.reference,
        number=last.number + 1,
        digest=last.digest,
        published_at=at,
        observations=last.observations,
        added=0,
        changed=0,
        removed=0,
        files=last.files,
    )
    protection = leaving.protection_of(row, flow, progress)
    with leaving.in_force(row, protection):
        yield {"release": row.number, **leaving.told(protection)}


def _facts(loaded: Loaded) -> Mapping[str, Any]:
    """What a release keeps of the file it was made from."""
    return {
        **asdict(loaded.file),
        "rows": loaded.checked.rows,
        "refused": loaded.checked.bad,
        "corrections": {each.id: count for each, count in loaded.corrections},
    }
