"""Build and freeze a dossier."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from django.db import transaction

from stocktake.accounts.rules import Acting, Permission
from stocktake.audit.actions import record
from stocktake.dossiers import making, queries
from stocktake.dossiers.making import Made, Order
from stocktake.dossiers.models import Frozen
from stocktake.dossiers.pressing import FORMATS, Progress, silent
from stocktake.dossiers.queries import FrozenRow
from stocktake.dossiers.rules import WHOLE_ROUND, Scope
from stocktake.kernel.processes import cores
from stocktake.reporting import queries as reporting


def build(
    round_code: str,
    *,
    by: Acting,
    at: datetime,
    scope: Scope = WHOLE_ROUND,
    language: str = "en",
    formats: Sequence[str] = FORMATS,
    out: Path | None = None,
    progress: Progress = silent,
) -> FrozenRow:
    """Freeze the dossier of a round, a State or a theme; return its record.

    The files are written aside and renamed into place: killed, it leaves no half folder.
    The same inputs give the same bytes, and then nothing is recorded twice.
    """
    by.require(Permission.DOSSIER_BUILD)
    order = Order(round_code, scope, language, tuple(formats), out)
    return _record(making.make(order, progress), by=by, at=at)


def build_each(
    orders: Sequence[Order],
    *,
    by: Acting,
    at: datetime,
    workers: int | None = None,
    progress: Progress = silent,
) -> tuple[FrozenRow, ...]:
    """Freeze one dossier for each order, in as many processes as there are cores.

    What is frozen stays so if the run is ended; the same run again goes over it and
    changes nothing.
    """
    by.require(Permission.DOSSIER_BUILD)
    rows = []
    progress("dossiers", 0, len(orders))
    for done, made in enumerate(making.make_all(orders, workers or cores()), start=1):
        rows.append(_record(made, by=by, at=at))
        progress("dossiers", done, len(orders))
    return tuple(sorted(rows, key=lambda row: row.code))


@transaction.atomic
def _record(made: Made, *, by: Acting, at: datetime) -> FrozenRow:
    folder = Path(made.folder)
    place = queries.place(folder)
    known = Frozen.objects.select_related("round").filter(folder=place).first()
    if known is None or known.manifest != made.manifest:
        known, _ = Frozen.objects.update_or_create(
            folder=place,
            defaults={
                "round_id": reporting.round_key(made.round),
                "scope": made.scope.kind,
                "code": made.scope.code,
                "language": made.language,
                "tier": made.tier,
                "title": made.title,
                "manifest": made.manifest,
                "files": made.files,
                "at": at,
            },
        )
        record(
            "dossier.frozen",
            by=by.name,
            about=known.urn,
            at=at,
            data={"manifest": made.manifest, "folder": place},
        )
    return queries.row(known)
