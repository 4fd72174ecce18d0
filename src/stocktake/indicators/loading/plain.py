"""The plain way: a large file of codes and numbers is read by whole columns.

Most large files are so: no quotation marks, codes of lists, time periods of a usual
form, a value. What tells one row from another is packed into one number, in the order
in which a release is sorted; rows are sorted by that number and taken apart again
afterwards. Whatever is not so plain goes the straight way (``straight``), and what has
a fault the long one. Pieces are kept until the load is done, as there.
"""

import hashlib
import mmap
import os
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

import duckdb
import msgspec
import numpy as np

from stocktake.indicators import sql
from stocktake.indicators.loading import checking, pieces, typed
from stocktake.indicators.loading.cells import NotPlainError, lines
from stocktake.indicators.loading.layout import Layout, Numbers, layout
from stocktake.indicators.reading.opened import Opened
from stocktake.indicators.releases import making
from stocktake.indicators.structures.rules import VALUE, CodeList, Flow


Progress = Callable[[str, int, int], None]
_KEPT: Final = 1  # counts up whenever what is kept of a piece changes
_AT_ONCE: Final = 2  # pieces that are read side by side
_LEAST: Final = 16 << 20  # bytes of a file for which preparing this way is worth it


class Packed(msgspec.Struct, frozen=True):
    """What is known of a piece: how many rows it has, and the texts that occur."""

    rows: int
    used: dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Plain:
    """A plain file that was read: its rows, the codes that occur, how many pieces were there before."""

    layout: Layout
    rows: int
    used: Mapping[str, frozenset[str]]
    reused: int


def go(
    con: duckdb.DuckDBPyConnection,
    opened: Opened,
    flow: Flow,
    lists: Mapping[str, CodeList],
    *,
    keep: Path,
    progress: Progress,
) -> Plain | None:
    """Read a large plain file into the view ``packed``; None where it is not plain.

    ``keep`` is the folder for its pieces.
    """
    reading = typed.reading(con, opened, flow, lists)
    large = opened.path.stat().st_size >= min(_LEAST, pieces.SIZE * pieces.WHOLE)
    if reading is None or not large:
        return None
    try:
        how = layout(typed.supposing(reading))
        found, reused = _read(how, keep, progress)
    except NotPlainError:
        return None
    _see_packed(con, how, found)
    used = {each: {code} for each, code in how.constants.items()}
    for one in found.values():
        for each, texts in one.used.items():
            used.setdefault(each, set()).update(texts)
    plain = Plain(
        how,
        rows=sum(one.rows for one in found.values()),
        used={each: frozenset(texts) for each, texts in used.items()},
        reused=reused,
    )
    if _out_of_limits(con, how):
        forget(con)
        return None
    return plain


def _read(
    how: Layout, keep: Path, progress: Progress
) -> tuple[dict[Path, Packed], int]:
    """What each piece became, and how many were there before; some side by side."""
    found: dict[Path, Packed] = {}
    reused, recipe = 0, _recipe(how)
    waiting: deque[tuple[Path, Future[Packed]]] = deque()
    with how.opened.path.open("rb") as file, ThreadPoolExecutor(_AT_ONCE) as pool:
        for first, last in _cut(file, how.opened.skip):
            place = keep / f"{recipe}-{first}-{last}.npy"
            reused += place.exists()
            waiting.append((place, pool.submit(_kept, how, (first, last), place)))
        try:
            while waiting:
                place, job = waiting.popleft()
                found[place] = job.result()
                progress("check", len(found), len(found) + len(waiting))
        finally:
            pool.shutdown(cancel_futures=True)
    return found, reused


def _cut(file: IO[bytes], skip: int) -> Iterator[tuple[int, int]]:
    """Where the pieces of a file begin and end, behind ``skip`` lines."""
    for _ in range(skip):
        file.readline()
    first, end = file.tell(), os.fstat(file.fileno()).st_size
    size = min(pieces.SIZE, max(_LEAST, end // 4))
    while first < end:
        file.seek(min(first + size, end))
        file.readline()
        yield first, file.tell()
        first = file.tell()


def _kept(how: Layout, span: tuple[int, int], place: Path) -> Packed:
    """A piece as packed rows in a file that is there whole or not at all."""
    about = place.with_suffix(".json")
    if place.exists():
        return msgspec.json.decode(about.read_bytes(), type=Packed)
    first, last = span
    begin = first - first % mmap.ALLOCATIONGRANULARITY
    with (
        how.opened.path.open("rb") as source,
        mmap.mmap(
            source.fileno(), last - begin, offset=begin, access=mmap.ACCESS_READ
        ) as data,
    ):
        found, rows = pack(how, data, first - begin, last - begin)
    about.write_bytes(msgspec.json.encode(found))
    draft = place.with_suffix(".draft")
    with draft.open("wb") as file:
        np.save(file, rows)
    draft.replace(place)
    return found


def pack(how: Layout, data: mmap.mmap, first: int, last: int) -> tuple[Packed, Numbers]:
    """Whole records, packed; NotPlainError where anything in them is not plain."""
    parts, used = [], {each: set[str]() for each in how.lexicons}
    for some in lines(data, first, last):
        rows, occurring = how.packed(some)
        parts.append(rows)
        for each, texts in occurring.items():
            used[each] |= texts
    packed = np.concatenate(parts, axis=1)
    told = {each: sorted(texts) for each, texts in used.items()}
    return Packed(packed.shape[1], told), packed


def _recipe(how: Layout) -> str:
    """All that what becomes of a piece depends on, besides the file and the place in it."""
    told = (
        _KEPT,
        how.flow,
        [str(step) for step in how.steps],
        [(each, lexicon.texts) for each, lexicon in how.lexicons.items()],
    )
    return hashlib.sha256(msgspec.json.encode(told)).hexdigest()[:32]


def _see_packed(
    con: duckdb.DuckDBPyConnection, how: Layout, found: Mapping[Path, Packed]
) -> None:
    """The view ``packed`` on the files of all pieces, which are read where they lie."""
    places = np.arange(max(one.rows for one in found.values()), dtype=np.int32)
    parts, before = [], how.opened.first_row
    for number, (place, one) in enumerate(found.items()):
        rows = np.load(place, mmap_mode="r").view(np.ndarray)
        name = f"piece {number}"
        held = {
            "packed": rows[0],
            "value": rows[1].view(np.float64),
            "place": places[: one.rows],
        }
        con.register(name, held)
        parts.append(sql.ask("packed_piece", before=before, name=sql.name(name)))
        before += one.rows
    con.execute(sql.ask("packed", pieces=" UNION ALL ".join(parts)))


def _out_of_limits(con: duckdb.DuckDBPyConnection, how: Layout) -> bool:
    """Whether any value cannot be, or must not leave its office."""
    tests = [
        f"({test.condition})"
        for test in checking.value_tests(how.flow, how.components)
        if test.kind != checking.NO_NUMBER
    ]
    if not tests:
        return False
    columns = ", ".join(_taken_apart(how, {}))
    asked = sql.ask("packed_faults", columns=columns, bad=" OR ".join(tests))
    counted = con.execute(asked).fetchone()
    return bool(counted and counted[0])


def see_sorted(con: duckdb.DuckDBPyConnection, plain: Plain) -> None:
    """The view ``staged``: rows in the order of a release, in the types of ``making``."""
    columns = ", ".join(_taken_apart(plain.layout, plain.used))
    con.execute(sql.ask("staged_sorted", columns=columns))


def _taken_apart(how: Layout, used: Mapping[str, frozenset[str]]) -> Iterator[str]:
    """The components of packed rows as columns; in their types where it is said what is used."""
    for each, lexicon in how.lexicons.items():
        occurs = used.get(each, lexicon.texts)
        texts = (sql.text(t) if t in occurs else "NULL" for t in lexicon.texts)
        kind = making.code_type(each) if used else "VARCHAR"
        listed = f"CAST([{', '.join(texts)}] AS {kind}[])"
        yield f"{how.taken_apart(each, listed)} AS {sql.name(each)}"
    for each, code in how.constants.items():
        yield f"{sql.text(code)} AS {sql.name(each)}"
    yield f'"#value" AS {sql.name(VALUE)}'


def forget(con: duckdb.DuckDBPyConnection) -> None:
    """Take the views back."""
    for name in ("staged", "packed"):
        con.execute(sql.ask("forget", kind="VIEW", name=name))
