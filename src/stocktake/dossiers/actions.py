"""Build and freeze a dossier."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import msgspec
from django.db import transaction

from stocktake.accounts.rules import Acting, Permission
from stocktake.audit.actions import record
from stocktake.charter import queries as charter
from stocktake.design import maps
from stocktake.dossiers import content, freezing, gathering, queries, rules
from stocktake.dossiers.models import Frozen
from stocktake.dossiers.queries import FrozenRow
from stocktake.dossiers.render.docx import docx
from stocktake.dossiers.render.html import html
from stocktake.dossiers.render.pdf import pdf, picture
from stocktake.dossiers.rules import WHOLE_ROUND, Dossier, Map, Scope
from stocktake.geography import queries as geography
from stocktake.kernel.errors import Refused
from stocktake.reporting import queries as reporting


Progress = Callable[[str, int, int], None]
FORMATS: Final = ("pdf", "docx", "html", "json")


def silent(_stage: str, _done: int, _total: int) -> None:
    """Tell nobody."""


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
    wanted = _formats(formats)
    if out is not None:
        freezing.check_target(out)
    progress("gather", 0, 1)
    dossier = content.compose(
        gathering.gather(round_code, scope=scope, language=language), gathering.passages
    )
    _exact(dossier)
    progress("gather", 1, 1)
    files = _render(dossier, wanted, progress)
    manifest = freezing.manifest(files, _inputs(dossier))
    folder = (
        out
        or queries.home()
        / round_code
        / f"{_slug(dossier)}-{freezing.sha256(manifest)[:12]}"
    )
    freezing.put(folder, {**files, freezing.MANIFEST: manifest})
    return _record(dossier, files, manifest, folder, by=by, at=at)


def _formats(formats: Sequence[str]) -> tuple[str, ...]:
    unknown = [one for one in formats if one not in FORMATS]
    if unknown or not formats:
        msg = f"There is no format {', '.join(unknown) or 'named'}. Choose among {', '.join(FORMATS)}."
        raise Refused(msg)
    return tuple(one for one in FORMATS if one in formats)


def _exact(dossier: Dossier) -> None:
    """A citation that is not exact is a fault of ours; it never leaves the house."""
    wrong = rules.inexact(dossier)
    if wrong:
        msg = f"The dossier was not frozen: {len(wrong)} citations are not exact. {wrong[0]}"
        raise Refused(msg)


def _render(
    dossier: Dossier, formats: Sequence[str], progress: Progress
) -> dict[str, bytes]:
    world = _world(dossier)
    makers: dict[str, Callable[[], bytes]] = {
        "pdf": lambda: pdf(dossier, world=world),
        "docx": lambda: docx(dossier, picture=picture(world) if world else b""),
        "html": lambda: html(dossier, world=world),
        "json": lambda: _json(dossier),
    }
    files = {}
    for done, name in enumerate(formats):
        progress("write", done, len(formats))
        files[f"dossier.{name}"] = makers[name]()
    progress("write", len(formats), len(formats))
    return files


def _json(dossier: Dossier) -> bytes:
    return msgspec.json.format(msgspec.json.encode(dossier), indent=1) + b"\n"


def _world(dossier: Dossier) -> str:
    """The map as SVG; empty where there is none or only tiles."""
    for block in rules.blocks(dossier):
        if isinstance(block, Map) and block.values:
            shapes = geography.shapes()
            values = {code: mark.value for code, mark in block.values}
            return maps.world(
                shapes.shapes,
                values,
                view_box=shapes.view_box,
                description=block.description,
            )
    return ""


def _inputs(dossier: Dossier) -> dict[str, Any]:
    """What the dossier was made from, by hash."""
    edition = msgspec.json.encode(
        charter.edition(dossier.edition), order="deterministic"
    )
    state = dossier.scope.code if dossier.scope.kind == "state" else None
    reports = reporting.submissions(dossier.round, state=state)
    return {
        "round": dossier.round,
        "scope": msgspec.to_builtins(dossier.scope),
        "language": dossier.language,
        "as_of": dossier.as_of.isoformat(),
        "edition": {"code": dossier.edition, "sha256": freezing.sha256(edition)},
        "tier": dossier.tier,
        "stocktake": dossier.version,
        "content": freezing.sha256(msgspec.json.encode(dossier)),
        "submissions": sorted(one.urn for one in reports),
        "documents": sorted({one.sha256 for row in reports for one in row.documents}),
    }


def _slug(dossier: Dossier) -> str:
    scope = dossier.scope
    return "-".join(part for part in (scope.kind, scope.code, dossier.language) if part)


@transaction.atomic
def _record(
    dossier: Dossier,
    files: dict[str, bytes],
    manifest: bytes,
    folder: Path,
    *,
    by: Acting,
    at: datetime,
) -> FrozenRow:
    digest, place = freezing.sha256(manifest), queries.place(folder)
    known = Frozen.objects.select_related("round").filter(folder=place).first()
    if known is None or known.manifest != digest:
        known, _ = Frozen.objects.update_or_create(
            folder=place,
            defaults={
                "round_id": reporting.round_key(dossier.round),
                "scope": dossier.scope.kind,
                "code": dossier.scope.code,
                "language": dossier.language,
                "tier": dossier.tier,
                "title": dossier.cover.title,
                "manifest": digest,
                "files": freezing.listed(files),
                "at": at,
            },
        )
        record(
            "dossier.frozen",
            by=by.name,
            about=known.urn,
            at=at,
            data={"manifest": digest, "folder": place},
        )
    return queries.row(known)
