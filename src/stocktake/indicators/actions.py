"""Take statistics in: load a file and publish the release it makes."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction

from stocktake.accounts.rules import Acting, Permission
from stocktake.audit.actions import record
from stocktake.indicators import mapping, models, queries
from stocktake.indicators.loading.load import Loaded, Request
from stocktake.indicators.loading.load import load as load_file
from stocktake.indicators.releases.rules import Release
from stocktake.kernel.errors import Refused


STARTER = Path(__file__).resolve().parent / "data" / "starter"
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
    and in its place, readers see the one before; so they do when this is killed.
    """
    by.require(Permission.STATISTICS_LOAD)
    loaded = load_file(
        request, before=queries.current_or_none, at=at, progress=progress
    )
    if not loaded.digest:
        return loaded, None
    return loaded, _publish(loaded, by=by, at=at)


def load_starter(
    *,
    by: Acting,
    at: datetime,
    progress: Progress = lambda _stage, _done, _total: None,
) -> tuple[Loaded, ...]:
    """Load the figures that are shipped; what is loaded already is left as it is."""
    paths = sorted(STARTER.glob("*.csv"))
    return _load_shipped(paths, by=by, at=at, progress=progress)


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
    known = {
        file["sha256"]
        for files in models.Release.objects.values_list("files", flat=True)
        for file in files
    }
    paths = [
        path
        for path in sorted(STARTER.glob("*.csv"))
        if hashlib.sha256(path.read_bytes()).hexdigest() not in known
    ]
    return _load_shipped(paths, by=by, at=at, progress=progress)


def _load_shipped(
    paths: Sequence[Path], *, by: Acting, at: datetime, progress: Progress
) -> tuple[Loaded, ...]:
    done = []
    for number, path in enumerate(paths, start=1):
        how = mapping.read(path.with_suffix(".yaml"))
        done.append(load(Request(path, mapping=how), by=by, at=at)[0])
        progress("starter set", number, len(paths))
    return tuple(done)


def _publish(loaded: Loaded, *, by: Acting, at: datetime) -> Release:
    flow = loaded.flow.reference
    before = queries.current_or_none(loaded.flow)
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
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            record(
                "observations.loaded",
                by=by.name,
                about=row.urn,
                at=at,
                data={"digest": row.digest, "observations": row.observations}
                | asdict(loaded.changes)
                | {"file": loaded.file.name, "sha256": loaded.file.sha256},
            )
    except IntegrityError as error:
        msg = f"Another load of {flow} was published meanwhile. Run this one again."
        raise Refused(msg) from error
    return queries.release(flow, number=row.number)


def _facts(loaded: Loaded) -> Mapping[str, Any]:
    """What a release keeps of the file it was made from."""
    return {
        **asdict(loaded.file),
        "rows": loaded.checked.rows,
        "refused": loaded.checked.bad,
        "corrections": {each.id: count for each, count in loaded.corrections},
    }
