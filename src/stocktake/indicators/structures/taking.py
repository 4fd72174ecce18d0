"""Take structures of other agencies into the home."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from django.db import transaction

from stocktake.accounts.rules import Acting, Permission
from stocktake.audit.actions import record
from stocktake.indicators import models
from stocktake.indicators.structures import reading
from stocktake.indicators.structures.foreign import taken as foreign
from stocktake.indicators.structures.reading import Taken
from stocktake.indicators.structures.rules import Flow
from stocktake.kernel import home
from stocktake.kernel.errors import Refused


def take(paths: Sequence[Path], *, by: Acting, at: datetime) -> tuple[Flow, ...]:
    """Keep the dataflows of structure messages, all or none; figures can be loaded then.

    A dataflow that is here already takes its new structure, unless releases were made
    with other dimensions: that needs a new version.
    """
    by.require(Permission.STATISTICS_LOAD)
    files = {path.name: path.read_bytes() for path in paths}
    found = foreign.read(files)
    for each in found:
        _unchanged_key(each.flow)
    reading.folder().mkdir(parents=True, exist_ok=True)
    with transaction.atomic():
        for each in found:
            _keep(each)
            record(
                "structure.taken",
                by=by.name,
                about=each.flow.urn,
                at=at,
                data={
                    name: hashlib.sha256(data).hexdigest()
                    for name, data in files.items()
                },
            )
    return tuple(each.flow for each in found)


def _unchanged_key(flow: Flow) -> None:
    if not models.Release.objects.filter(flow=flow.reference).exists():
        return
    before = reading.flow(flow.reference)
    if before.key_ids != flow.key_ids:
        msg = (
            f"{flow.reference} has releases with the dimensions {', '.join(before.key_ids)}; "
            f"the file has {', '.join(flow.key_ids)}. Give the changed structure a new version."
        )
        raise Refused(msg)


def _keep(taken: Taken) -> None:
    """Under its own name, whole or not at all."""
    flow = taken.flow
    place = reading.folder() / f"{flow.agency}.{flow.id}.{flow.version}.yaml"
    home.write_whole(place, foreign.written(taken))
