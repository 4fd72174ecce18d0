"""One file into one new release, or into nothing: the whole way, without the records."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import duckdb

from stocktake.indicators import sql
from stocktake.indicators.loading import checking, correcting, staging
from stocktake.indicators.mapping import Mapping as ColumnMapping
from stocktake.indicators.reading.opened import ROW, Opened
from stocktake.indicators.reading.opening import open_file
from stocktake.indicators.reading.sdmx_csv import STRUCTURE
from stocktake.indicators.releases import making, store
from stocktake.indicators.releases.rules import Changes, File, Release
from stocktake.indicators.structures import reading as structures
from stocktake.indicators.structures.rules import CodeList, Flow, reference
from stocktake.kernel.errors import Refused


Progress = Callable[[str, int, int], None]
NONE = Changes(0, 0, 0)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load found and, where something is to be published, the new release.

    ``digest`` is empty when nothing was made: all rows bad, or nothing new.
    """

    flow: Flow
    file: File
    checked: checking.Checked
    unused: tuple[str, ...]
    aside: int
    corrections: tuple[tuple[correcting.Correction, int], ...] = ()
    changes: Changes = NONE
    observations: int = 0
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """What to load: the file, the dataflow (or the file says it), how its columns read."""

    path: Path
    flow: str = ""
    mapping: ColumnMapping | None = None
    skip_bad: Path | None = None


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
    with store.making() as place:
        opened = open_file(
            request.path,
            place / "spool.csv",
            mapping=request.mapping,
            dimensions=guess.dimension_ids if guess else (),
        )
        progress("read", 1, 1)
        flow = guess or structures.flow(_said(opened, request.path))
        _agrees(opened, flow, request)
        with duckdb.connect(str(place / "release.duckdb")) as con:
            return _Making(con, flow, request, place, at, progress).run(
                opened, before(flow)
            )


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


@dataclass(slots=True)
class _Making:
    """The steps from an opened file to a release, each on the one connection."""

    con: duckdb.DuckDBPyConnection
    flow: Flow
    request: Request
    place: Path
    at: datetime
    progress: Progress

    def run(self, opened: Opened, before: Release | None) -> Loaded:
        """Stage, check, and make what is to be published."""
        lists = structures.lists(self.flow)
        duplicates = _duplicates(self.request.mapping)
        staged = staging.stage(
            self.con, opened, self.flow, lists, self.request.mapping,
            name=self.request.path.name,
        )  # fmt: skip
        checked = checking.check(
            self.con, self.flow, lists, staged, duplicates=duplicates
        )
        self.progress("check", 1, 1)
        file = _file(self.request, opened)
        found = Loaded(self.flow, file, checked, staged.unused, staged.aside)
        if self.request.skip_bad and checked.bad:
            self._write_bad(opened)
        if checked.bad and (not self.request.skip_bad or checked.bad == checked.rows):
            return found
        if before:
            attach = f"ATTACH {sql.text(str(before.path))} AS previous (READ_ONLY)"
            self.con.execute(attach)
        return self._publishable(found, lists, staged, duplicates, known=bool(before))

    def _publishable(
        self,
        found: Loaded,
        lists: Mapping[str, CodeList],
        staged: staging.Staged,
        duplicates: str,
        *,
        known: bool,
    ) -> Loaded:
        """Types, corrections, what is new, the sorted table, the archive."""
        con, flow = self.con, self.flow
        number = making.number_of(con, found.file.sha256, before=known)
        making.make_types(con, flow, lists, staged, before=known)
        making.make_good(
            con,
            flow,
            lists,
            staged,
            found.checked,
            duplicates=duplicates,
            number=number,
        )
        corrected = correcting.correct(con, flow)
        if known:
            making.see_before(con, flow, lists)
        changes = making.make_fresh(con, flow, found.checked, before=known)
        if known and not changes:
            return replace(found, corrections=corrected)
        count = making.make_observations(con, flow, before=known)
        self.progress("sort", 1, 1)
        making.note_file(con, found.file, number=number, at=self.at, before=known)
        digest = self._put(found)
        return replace(
            found,
            corrections=corrected,
            changes=changes,
            observations=count,
            digest=digest,
        )

    def _put(self, found: Loaded) -> str:
        """Archive, close, and move the release into its place."""
        archive = self.place / "release.parquet"
        digest = making.archive(self.con, archive, self.flow, [found.file.sha256])
        self.con.execute("DROP VIEW IF EXISTS old")
        self.con.execute("CHECKPOINT")
        self.con.close()
        store.put(self.place / "release.duckdb", archive, self.flow.reference, digest)
        self.progress("archive", 1, 1)
        return digest

    def _write_bad(self, opened: Opened) -> None:
        """The bad rows as the file has them, each with its number and what is wrong."""
        row = '"#row"' if opened.spooled else f"rowid + {opened.first_row}"
        statement = sql.ask(
            "bad_rows",
            row=f"CAST({row} AS BIGINT)",
            columns=sql.names(name for name in opened.columns if name != ROW),
            path=sql.text(str(self.request.skip_bad)),
        )
        self.con.execute(statement)


def _duplicates(mapping: ColumnMapping | None) -> str:
    if mapping is None:
        return "refuse"
    return "add up" if mapping.sum else "once" if mapping.repeats else "refuse"


def _file(request: Request, opened: Opened) -> File:
    """The file's name, hash, format and, from the mapping, its publisher."""
    with request.path.open("rb") as held:
        sha256 = hashlib.file_digest(held, "sha256").hexdigest()
    source = request.mapping.source if request.mapping else None
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
