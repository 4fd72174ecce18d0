"""One file into one new release, or into nothing: the whole way, without the records."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import duckdb
import msgspec

from stocktake.indicators import sql
from stocktake.indicators.loading import checking, correcting, staging, straight
from stocktake.indicators.mapping import Mapping as ColumnMapping
from stocktake.indicators.mapping import Source
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
    ``reused`` counts pieces of the file that an interrupted load had dealt with.
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
    reused: int = 0


@dataclass(frozen=True, slots=True)
class Request:
    """What to load: the file, the dataflow (or the file says it), how its columns read.

    ``source`` says who published it, where no mapping does.
    """

    path: Path
    flow: str = ""
    mapping: ColumnMapping | None = None
    skip_bad: Path | None = None
    source: Source | None = None


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
        with duckdb.connect(str(place / "release.duckdb")) as con:
            return _Making(con, flow, request, (place, kept), file, at, progress).run(
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


@dataclass(slots=True)
class _Making:
    """The steps from an opened file to a release, each on the one connection.

    ``places`` are the folder that goes away in any case, and the one that stays where
    the load is interrupted.
    """

    con: duckdb.DuckDBPyConnection
    flow: Flow
    request: Request
    places: tuple[Path, Path]
    file: File
    at: datetime
    progress: Progress

    def run(self, opened: Opened, before: Release | None) -> Loaded:
        """Stage, check, and make what is to be published."""
        lists = structures.lists(self.flow)
        if before:
            attach = f"ATTACH {sql.text(str(before.path))} AS previous (READ_ONLY)"
            self.con.execute(attach)
        known = bool(before)
        if self.request.mapping is None:
            found = self._straight(opened, lists, known=known)
            if found is not None:
                return found
        return self._long(opened, lists, known=known)

    def _straight(
        self, opened: Opened, lists: Mapping[str, CodeList], *, known: bool
    ) -> Loaded | None:
        """The release of a file without faults; None where there may be one."""
        con, flow = self.con, self.flow
        way = straight.go(
            con, opened, flow, lists, keep=self.places[1], progress=self.progress
        )
        if way is not None:
            checked = checking.Checked(way.rows, 0, {}, ())
            number = making.number_of(con, self.file.sha256, before=known)
            sizes = making.make_types(con, flow, lists, way.used, before=known)
            kind = "TABLE" if any(correcting.known(flow)) else "VIEW"
            making.make_good(
                con, flow, lists, staging.Staged(way.components), checked,
                number=number, kind=kind,
            )  # fmt: skip
            found = Loaded(flow, self.file, checked, way.unused, 0, reused=way.reused)
            # Of very many keys it is cheaper to see the same ones once they are sorted.
            later = way.cut and not known
            if later or not making.same_keys(con, flow, sizes, way.listed):
                done = self._publishable(found, lists, number, known=known, later=later)
                if done is not None:
                    return done
            making.forget(con, flow, lists, kind)
        straight.forget(con, lists)
        return None

    def _long(
        self, opened: Opened, lists: Mapping[str, CodeList], *, known: bool
    ) -> Loaded:
        """Every fault in words; what is left is a release, if anything is."""
        con, flow, request = self.con, self.flow, self.request
        duplicates = _duplicates(request.mapping)
        staged = staging.stage(
            con, opened, flow, lists, request.mapping, name=request.path.name
        )
        checked = checking.check(con, flow, lists, staged, duplicates=duplicates)
        self.progress("check", 1, 1)
        found = Loaded(flow, self.file, checked, staged.unused, staged.aside)
        if request.skip_bad and checked.bad:
            self._write_bad(opened)
        if checked.bad and (not request.skip_bad or checked.bad == checked.rows):
            return found
        number = making.number_of(con, self.file.sha256, before=known)
        in_file = making.used_in_file(con, flow, lists, staged.components)
        making.make_types(con, flow, lists, in_file, before=known)
        making.make_good(
            con, flow, lists, staged, checked, number=number, duplicates=duplicates
        )
        done = self._publishable(found, lists, number, known=known)
        assert done is not None
        return done

    def _publishable(
        self,
        found: Loaded,
        lists: Mapping[str, CodeList],
        number: int,
        *,
        known: bool,
        later: bool = False,
    ) -> Loaded | None:
        """Corrections, what is new, the sorted table, the archive.

        None where keys that were to be compared ``later`` turn out to be the same.
        """
        con, flow = self.con, self.flow
        corrected = correcting.correct(con, flow)
        if known:
            making.see_before(con, flow, lists)
        changes = making.make_fresh(con, flow, found.checked, before=known)
        if known and not changes:
            return replace(found, corrections=corrected)
        count = making.make_observations(con, flow, before=known)
        self.progress("sort", 1, 1)
        if later and making.same_neighbours(con, flow):
            return None
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
        place = self.places[0]
        archive = place / "release.parquet"
        digest = making.archive(self.con, archive, self.flow, [found.file.sha256])
        self.con.execute("CHECKPOINT")
        self.con.close()
        store.put(place / "release.duckdb", archive, self.flow.reference, digest)
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
