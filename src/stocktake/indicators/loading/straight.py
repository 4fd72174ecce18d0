"""The straight way: a file without faults is typed and tested in one pass, piece by piece.

Most files have no fault. What does, or merges or deletes, goes the long way
(``staging``, ``checking``), where each fault is put into words. Pieces of large files
are kept by their content until the load is done, so that one that was interrupted goes
on where it stopped.
"""

import contextlib
import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb
import msgspec

from stocktake.indicators import sql
from stocktake.indicators.loading import pieces, typed
from stocktake.indicators.loading.typed import Reading, Typed
from stocktake.indicators.reading.opened import ROW, Opened
from stocktake.indicators.structures.rules import CodeList, Flow


Progress = Callable[[str, int, int], None]
_KEPT = 2  # counts up whenever what is kept of a piece changes
_PLACE = "#place"


@dataclass(frozen=True, slots=True)
class Straight:
    """A file that is typed: its rows, the codes that occur, how many pieces were there before."""

    rows: int
    used: Mapping[str, frozenset[str]]
    components: tuple[str, ...]
    unused: tuple[str, ...]
    listed: Mapping[str, int]  # typed by their whole list, with how many codes it has
    cut: bool  # into pieces, which are kept
    reused: int


def go(
    con: duckdb.DuckDBPyConnection,
    opened: Opened,
    flow: Flow,
    lists: Mapping[str, CodeList],
    *,
    keep: Path,
    progress: Progress,
) -> Straight | None:
    """Make the view ``staged``, typed; None where the long way must be gone.

    ``keep`` is the folder for pieces of large files.
    """
    plain = typed.reading(con, opened, flow, lists)
    if plain is None:
        return None
    plain.make_types()
    supposed = typed.supposing(plain)
    for reading in (supposed, plain) if supposed.constants else (plain,):
        try:
            found, cut, reused = _typed(reading, keep, progress)
        except (
            typed.LongWayError,
            duckdb.InvalidInputException,
            duckdb.ConversionException,
        ):
            _forget_typed(con)
            continue
        return _staged(reading, found, cut=cut, reused=reused)
    return None


def _staged(
    reading: Reading, found: list[Typed], *, cut: bool, reused: int
) -> Straight:
    """The view ``staged`` on what was typed."""
    opened = reading.opened
    row = sql.name(_PLACE) if cut else f"rowid + {opened.first_row}"
    if opened.spooled:
        row = sql.name(ROW)
    columns = ", ".join(reading.shown())
    reading.con.execute(sql.ask("staged_typed", row=row, columns=columns))
    taken = {*reading.columns.values(), reading.about, reading.action, ROW}
    return Straight(
        rows=sum(each.rows for each in found),
        used=_union(each.used for each in found),
        components=reading.components,
        unused=tuple(each for each in opened.columns if each not in taken),
        # Pieces come back from their files as texts.
        listed={}
        if cut
        else {name: len(reading.lists[name].ranks) for name in reading.coded},
        cut=cut,
        reused=reused,
    )


def _typed(
    reading: Reading, keep: Path, progress: Progress
) -> tuple[list[Typed], bool, int]:
    """The table or view ``typed``; its pieces, whether it was cut, how many were kept before."""
    opened, con = reading.opened, reading.con
    total = pieces.count(opened.path, pieces.SIZE)
    if total <= pieces.WHOLE:
        con.execute(sql.ask("typed_table", typed=reading.statement(opened)))
        learnt = reading.learn("typed")
        progress("check", 1, 1)
        return [learnt], False, 0
    found, parts, reused, before = [], [], 0, opened.first_row
    recipe = _recipe(reading)
    for piece in pieces.cut(opened.path, skip=opened.skip, size=pieces.SIZE):
        name = hashlib.sha256(recipe)
        name.update(piece.data)
        held = keep / f"{name.hexdigest()}.parquet"
        known = _kept(held)
        reused += known is not None
        one = known or _type_piece(reading, piece.data, held)
        place = sql.text(str(held))
        parts.append(sql.ask("piece", before=before, path=place))
        found.append(one)
        before += one.rows
        progress("check", piece.number + 1, max(total, piece.number + 1))
    con.execute(sql.ask("typed_pieces", pieces=" UNION ALL ".join(parts)))
    return found, True, reused


def _type_piece(reading: Reading, data: bytes, into: Path) -> Typed:
    """Type one piece into a Parquet file that is there whole or not at all."""
    cut, draft = into.parent / "piece.csv", into.parent / "piece.parquet"
    cut.write_bytes(data)
    opened = replace(reading.opened, path=cut, skip=0)
    place = sql.text(str(draft))
    reading.con.execute(
        sql.ask("typed_piece", typed=reading.statement(opened), path=place)
    )
    found = reading.learn(f"read_parquet({place})")
    draft.replace(into)
    _beside(into).write_bytes(msgspec.json.encode(found))
    cut.unlink()
    return found


def _kept(path: Path) -> Typed | None:
    """What is known of a piece that an interrupted load has typed."""
    beside = _beside(path)
    if not (path.exists() and beside.exists()):
        return None
    return msgspec.json.decode(beside.read_bytes(), type=Typed)


def _beside(path: Path) -> Path:
    return path.with_suffix(".json")


def _recipe(reading: Reading) -> bytes:
    """All that what becomes of a piece depends on, besides its bytes."""
    told: list[Any] = [
        _KEPT,
        duckdb.__version__,
        reading.flow,
        {name: list(held.ranks) for name, held in reading.lists.items()},
        reading.opened.columns,
        reading.opened.delimiter,
        sorted(reading.opened.labelled),
        dict(reading.columns),
        reading.about,
        reading.action,
        reading.opened.structures[:1],
        dict(reading.constants),
    ]
    return hashlib.sha256(msgspec.json.encode(told)).digest()


def _union(
    found: Iterable[Mapping[str, list[str]]],
) -> dict[str, frozenset[str]]:
    every: dict[str, set[str]] = {}
    for used in found:
        for component, codes in used.items():
            every.setdefault(component, set()).update(codes)
    return {component: frozenset(codes) for component, codes in every.items()}


def forget(con: duckdb.DuckDBPyConnection, lists: Mapping[str, CodeList]) -> None:
    """Take back what was made on the straight way, before the long one is gone."""
    con.execute(sql.ask("forget", kind="VIEW", name="staged"))
    _forget_typed(con)
    for each in lists:
        con.execute(sql.ask("forget", kind="TYPE", name=typed.kind(each)))


def _forget_typed(con: duckdb.DuckDBPyConnection) -> None:
    """``typed`` is a view or a table, and asking for the other is an error."""
    for kind in ("VIEW", "TABLE"):
        with contextlib.suppress(duckdb.CatalogException):
            con.execute(sql.ask("forget", kind=kind, name="typed"))
