"""One file into one new release, or into nothing: the whole way, without the records."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import duckdb
import msgspec

from stocktake.indicators.loading import staging
from stocktake.indicators.loading.requests import Loaded, Progress, Request
from stocktake.indicators.loading.ways import Making
from stocktake.indicators.reading.opened import Opened
from stocktake.indicators.reading.opening import open_file
from stocktake.indicators.reading.sdmx_csv import STRUCTURE
from stocktake.indicators.releases import making, store
from stocktake.indicators.releases.rules import File, Release
from stocktake.indicators.structures import reading as structures
from stocktake.indicators.structures.rules import Flow, reference
from stocktake.kernel.errors import Refused


__all__ = ["Loaded", "Progress", "Request", "hashed", "load"]


def load(
    request: Request,
    *,
    before: Callable[[Flow], Release | None],
    at: datetime,
    progress: Progress = lambda _stage, _done, _total: None,
) -> Loaded:
    """Load a file into a new release in its place under the releases of the home.

    With bad rows and no ``skip_bad`` nothing is made, and the report says why.
    """
    guess = _asked(request)
    sha256 = hashed(request.path)
    with store.staging(_key(request, sha256)) as kept, store.making() as place:
        opened = open_file(
            request.path,
            kept / "spool.csv",
            mapping=request.mapping,
            dimensions=guess.dimension_ids if guess else (),
            progress=progress,
        )
        progress("read", 1, 1)
        flow = guess or structures.flow(_said(opened, request.path))
        _agrees(opened, flow, request)
        file = _file(request, opened, sha256)
        with duckdb.connect() as con:
            making.begin(con, place)
            return Making(con, flow, request, (place, kept), file, at, progress).run(
                opened, before(flow)
            )


def hashed(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as held:
        return hashlib.file_digest(held, "sha256").hexdigest()


def _key(request: Request, sha256: str) -> str:
    """The same for the same bytes loaded in the same way."""
    told = msgspec.json.encode((sha256, request.flow, request.mapping))
    return hashlib.sha256(told).hexdigest()[:32]


def _asked(request: Request) -> Flow | None:
    named = request.flow or (request.mapping.flow if request.mapping else "")
    if request.mapping and request.flow:
        _same_flow(request.flow, request.mapping.flow)
    return structures.flow(named) if named else None


def _same_flow(asked: str, mapped: str) -> None:
    if structures.flow(asked) != structures.flow(mapped):
        msg = f"The mapping is for {mapped}, not for {asked}."
        raise Refused(msg)


def _said(opened: Opened, path: Path) -> str:
    if not opened.structures:
        msg = (
            f"{path.name} does not say what dataflow it is about: name it with --flow."
        )
        raise Refused(msg)
    return opened.structures[0]


def _agrees(opened: Opened, flow: Flow, request: Request) -> None:
    """A message about another structure is refused, unless a mapping says how to read it.

    SDMX-CSV says it in each row; those about others are left aside later.
    """
    by_row = STRUCTURE in opened.components.values()
    if request.mapping or not opened.structures or by_row:
        return
    if not any(staging.is_about(said, flow) for said in opened.structures):
        said = ", ".join(str(reference(text)) for text in opened.structures)
        msg = f"{request.path.name} is about {said}, not about {flow.reference}."
        raise Refused(msg)


def _file(request: Request, opened: Opened, sha256: str) -> File:
    """The file's name, hash, format and, from the mapping, its publisher."""
    source = request.mapping.source if request.mapping else request.source
    return File(
        name=request.path.name,
        sha256=sha256,
        format=opened.format,
        publisher=source.publisher if source else "",
        title=source.title if source else "",
        edition=source.edition if source else "",
        as_of=source.as_of if source else "",
        licence=source.licence if source else "",
        url=source.url if source else "",
    )
