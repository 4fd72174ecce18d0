"""From an opened file to a release: the three ways, and the steps that they share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import duckdb

from stocktake.indicators import sql
from stocktake.indicators.loading import checking, correcting, plain, staging, straight
from stocktake.indicators.loading.requests import Loaded, Progress, Request
from stocktake.indicators.mapping import Mapping as ColumnMapping
from stocktake.indicators.reading.opened import ROW, Opened
from stocktake.indicators.releases import doubles, making, store
from stocktake.indicators.releases.rules import Changes, File, Release
from stocktake.indicators.structures import reading as structures
from stocktake.indicators.structures.rules import CodeList, Flow


@dataclass(slots=True)
class Making:
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
            making.attach_before(self.con, before.path)
        known = bool(before)
        found = None
        if self.request.mapping is None:
            if not known and not any(correcting.known(self.flow)):
                found = self._plain(opened, lists)
            found = found or self._straight(opened, lists, known=known)
        return found or self._long(opened, lists, known=known)

    def _plain(self, opened: Opened, lists: Mapping[str, CodeList]) -> Loaded | None:
        """The first release, of a large file that is plain; None where it is not."""
        con, flow = self.con, self.flow
        way = plain.go(
            con, opened, flow, lists, keep=self.places[1], progress=self.progress
        )
        if way is None:
            return None
        sizes = making.make_types(con, flow, lists, way.used, before=False)
        plain.see_sorted(con, way)
        found = self._seen(way.layout.components, lists, way.rows)
        found = replace(found, unused=way.layout.unused, reused=way.reused)
        done = self._publishable(found, lists, 1, known=False, later=sizes, sort=())
        if done is None:
            making.forget(con, flow, lists, "VIEW")
            plain.forget(con)
        return done

    def _seen(
        self,
        components: tuple[str, ...],
        lists: Mapping[str, CodeList],
        rows: int,
        *,
        number: int = 1,
        kind: str = "VIEW",
    ) -> Loaded:
        """``good`` on rows without faults, which are in ``staged``."""
        checked = checking.Checked(rows, 0, {}, ())
        making.make_good(
            self.con, self.flow, lists, staging.Staged(components), checked,
            number=number, kind=kind,
        )  # fmt: skip
        return Loaded(self.flow, self.file, checked, (), 0)

    def _straight(
        self, opened: Opened, lists: Mapping[str, CodeList], *, known: bool
    ) -> Loaded | None:
        """The release of a file without faults; None where there may be one."""
        con, flow = self.con, self.flow
        way = straight.go(
            con, opened, flow, lists, keep=self.places[1], progress=self.progress
        )
        if way is not None:
            number = making.number_of(con, self.file.sha256, before=known)
            sizes = making.make_types(con, flow, lists, way.used, before=known)
            kind = "TABLE" if any(correcting.known(flow)) else "VIEW"
            found = self._seen(
                way.components, lists, way.rows, number=number, kind=kind
            )
            found = replace(found, unused=way.unused, reused=way.reused)
            # Of very many keys it is cheaper to see the same ones once they are sorted.
            later = sizes if way.cut and not known else None
            if later or not doubles.same_keys(con, flow, sizes, way.listed):
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
        later: Mapping[str, int] | None = None,
        sort: Sequence[str] | None = None,
    ) -> Loaded | None:
        """Corrections, what is new, the sorted table, the archive.

        None where keys that were to be compared ``later`` turn out to be the same;
        ``sort`` is blank where rows come sorted.
        """
        con, flow = self.con, self.flow
        corrected = correcting.correct(con, flow)
        changes = None
        if known:
            making.see_before(con, flow, lists)
            changes = making.make_fresh(con, flow, found.checked)
            if not changes:
                return replace(found, corrections=corrected)
        else:
            making.see_fresh(con)
        order = flow.sort_ids if sort is None else sort
        count = making.make_observations(con, flow, before=known, sort=order)
        self.progress("sort", 1, 1)
        if later and doubles.not_after_neighbours(con, flow, later):
            return None
        making.note_file(con, found.file, number=number, at=self.at, before=known)
        digest = self._put(found)
        return replace(
            found,
            corrections=corrected,
            changes=changes or Changes(count, 0, 0),
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
