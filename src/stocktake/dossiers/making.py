"""Make a dossier's folder: gather, press, freeze; nothing is recorded, so it runs anywhere."""

from collections.abc import Iterator, Sequence
from concurrent.futures import as_completed
from pathlib import Path
from typing import Any

import django
import msgspec
from django.db import connections
from msgspec import Struct

from stocktake.charter import queries as charter
from stocktake.dossiers import freezing, gathering, pressing, queries
from stocktake.dossiers.evidence import Evidence
from stocktake.dossiers.pressing import Progress, silent
from stocktake.dossiers.render.pdf import forget
from stocktake.dossiers.rules import Dossier, Scope
from stocktake.kernel.processes import executor
from stocktake.reporting import queries as reporting


class Order(Struct, frozen=True):
    """One dossier that is wanted."""

    round: str
    scope: Scope
    language: str
    formats: tuple[str, ...]
    out: Path | None = None


class Made(Struct, frozen=True, kw_only=True):
    """One dossier whose folder stands: what its record will say."""

    round: str
    scope: Scope
    language: str
    tier: str
    title: str
    folder: str
    manifest: str  # SHA-256
    files: list[dict[str, Any]]


def make(order: Order, progress: Progress = silent) -> Made:
    """Gather, press and freeze one dossier."""
    formats = pressing.formats_of(order.formats)
    if order.out is not None:
        freezing.check_target(order.out)
    progress("gather", 0, 2)
    evidence = gathering.gather(order.round, scope=order.scope, language=order.language)
    progress("gather", 1, 2)
    dossier = pressing.composed(evidence, gathering.passages)
    progress("gather", 2, 2)
    files = pressing.pressed(evidence, dossier, formats, progress)
    manifest = freezing.manifest(files, _inputs(evidence, dossier))
    digest = freezing.sha256(manifest)
    folder = (
        order.out or queries.home() / order.round / f"{_slug(dossier)}-{digest[:12]}"
    )
    freezing.put(folder, {**files, freezing.MANIFEST: manifest})
    return Made(
        round=order.round,
        scope=order.scope,
        language=order.language,
        tier=dossier.tier,
        title=dossier.cover.title,
        folder=str(folder),
        manifest=digest,
        files=freezing.listed(files),
    )


def make_all(orders: Sequence[Order], workers: int) -> Iterator[Made]:
    """Make many, each as it is done; one worker makes them here."""
    if workers < 2 or len(orders) < 2:
        yield from map(_one_of_many, orders)
        return
    connections.close_all()  # a worker opens its own
    with executor(min(workers, len(orders)), django.setup) as pool:
        asked = [pool.submit(_one_of_many, order) for order in orders]
        try:
            for done in as_completed(asked):
                yield done.result()
        finally:
            pool.shutdown(cancel_futures=True)


def _one_of_many(order: Order) -> Made:
    made = make(order)
    forget()
    return made


def _inputs(evidence: Evidence, dossier: Dossier) -> dict[str, Any]:
    """What the dossier was made from, each by its hash."""
    edition = msgspec.json.encode(
        charter.edition(dossier.edition), order="deterministic"
    )
    state = dossier.scope.code if dossier.scope.kind == "state" else None
    reports = reporting.submissions(dossier.round, state=state)
    told = evidence.assessment
    return {
        "round": dossier.round,
        "scope": msgspec.to_builtins(dossier.scope),
        "language": dossier.language,
        "as_of": dossier.as_of.isoformat(),
        "edition": {"code": dossier.edition, "sha256": freezing.sha256(edition)},
        "tier": dossier.tier,
        "stocktake": dossier.version,
        "content": freezing.sha256(msgspec.json.encode(dossier)),
        "submissions": [
            {"urn": one.urn, "sha256": _sealed(one)}
            for one in sorted(reports, key=lambda row: row.urn)
        ],
        "documents": sorted({one.sha256 for row in reports for one in row.documents}),
        "findings": {
            "made_by": told.made_by,
            "count": len(told.findings),
            "sha256": told.digest,
            "methods": [one.name for one in told.methods],
            "releases": sorted(
                {f.release for one in told.findings for f in one.figures if f.release}
            ),
        }
        if told
        else None,
    }


def _sealed(row: reporting.SubmissionRow) -> str:
    """The hash of what a submission encloses and says about whom."""
    said = [row.urn, row.about, sorted(one.sha256 for one in row.documents)]
    return freezing.sha256(msgspec.json.encode(said))


def _slug(dossier: Dossier) -> str:
    scope = dossier.scope
    return "-".join(part for part in (scope.kind, scope.code, dossier.language) if part)
