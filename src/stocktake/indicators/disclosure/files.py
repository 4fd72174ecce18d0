"""Tables as CSV files: in with dimensions and value, out with a status."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from stocktake.indicators.disclosure import making
from stocktake.indicators.disclosure.policy import Policy, rule_columns
from stocktake.indicators.disclosure.protected import Protected
from stocktake.indicators.disclosure.table import Bools, Floats, Known, Table
from stocktake.kernel.errors import BrokenData, Refused


STATUS = "status"
PUBLISHED, WITHHELD, NOT_AVAILABLE = "published", "withheld", "not available"
ROUNDED = "rounded"


@dataclass(frozen=True)
class Sheet:
    """A CSV file as read: its header, its rows, and the table they make."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    keys: tuple[tuple[str, ...], ...]
    values: tuple[float | None, ...]
    status: tuple[str, ...]  # empty without such a column
    columns: dict[str, Floats]


def read(path: Path, policy: Policy, *, partial: bool = False) -> Sheet:
    """Read a file, or refuse it by row and column.

    With ``partial``, a dimension of the policy that the file lacks stands at its total.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        msg = f"{path.name}: cannot be read as UTF-8 text: {error}"
        raise BrokenData(msg) from error
    rows = [tuple(row) for row in csv.reader(text.splitlines()) if any(row)]
    if not rows:
        msg = f"{path.name}: the file is empty."
        raise BrokenData(msg)
    header, body = tuple(name.strip() for name in rows[0]), rows[1:]
    _check(path, header, body, policy, partial=partial)
    places = [header.index(n) if n in header else -1 for n in policy.dimensions]
    keys = tuple(
        tuple(row[i].strip() if i >= 0 else policy.total for i in places)
        for row in body
    )
    further = [name for name in rule_columns(policy) if name in header]
    return Sheet(
        header,
        tuple(body),
        keys,
        _numbers(path, header, body, policy.value),
        _statuses(header, body),
        {
            name: np.array(
                [v or 0.0 for v in _numbers(path, header, body, name)], dtype=float
            )
            for name in further
        },
    )


def table(sheet: Sheet, policy: Policy) -> Table:
    """The table that a file holds."""
    return making.make(
        sheet.keys,
        sheet.values,
        dimensions=policy.dimensions,
        total=policy.total,
        hierarchies=policy.trees,
        tolerance=policy.tolerance,
        columns=sheet.columns,
    )


def write(
    path: Path,
    sheet: Sheet,
    policy: Policy,
    protected: Protected,
) -> None:
    """Write a protected table: the file's columns and a status; withheld is empty.

    Columns that only the rules read, such as contributions, are left out.
    """
    shown = PUBLISHED if policy.rounding is None else ROUNDED
    kept = [
        i
        for i, name in enumerate(sheet.header)
        if name != STATUS and name not in rule_columns(policy)
    ]
    at = sheet.header.index(policy.value)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([*(sheet.header[i] for i in kept), STATUS])
        for row, old, cell in zip(sheet.rows, sheet.values, protected, strict=True):
            new, cells = cell.value, list(row)
            if new != old:
                cells[at] = "" if new is None else f"{new:.10g}"
            status = shown if new is not None else WITHHELD
            status = NOT_AVAILABLE if old is None else status
            writer.writerow([*(cells[i] for i in kept), status])


def _check(
    path: Path,
    header: tuple[str, ...],
    body: Sequence[tuple[str, ...]],
    policy: Policy,
    *,
    partial: bool,
) -> None:
    """Refuse a file without the columns of the policy, or with ragged rows."""
    needed = (policy.value,) if partial else (*policy.dimensions, policy.value)
    missing = [name for name in needed if name not in header]
    if missing:
        msg = (
            f"{path.name}: no column `{missing[0]}`; the file has {', '.join(header)}."
            " Name its columns in the policy (`dimensions`, `value`)."
        )
        raise BrokenData(msg)
    for number, row in enumerate(body, start=2):
        if len(row) != len(header):
            msg = f"{path.name}: row {number} has {len(row)} cells, not {len(header)}."
            raise BrokenData(msg)


def _numbers(
    path: Path, header: tuple[str, ...], body: Sequence[tuple[str, ...]], name: str
) -> tuple[float | None, ...]:
    """One column as numbers; an empty cell is None and never zero."""
    at = header.index(name)
    numbers: list[float | None] = []
    for number, row in enumerate(body, start=2):
        text = row[at].strip()
        try:
            numbers.append(float(text) if text else None)
        except ValueError as error:
            msg = f"{path.name}: row {number}: `{text}` in `{name}` is no number."
            raise BrokenData(msg) from error
    return tuple(numbers)


def _statuses(
    header: tuple[str, ...], body: Sequence[tuple[str, ...]]
) -> tuple[str, ...]:
    """The column of statuses, where there is one."""
    if STATUS not in header:
        return ()
    at = header.index(STATUS)
    return tuple(row[at].strip() for row in body)


def hidden(published: Sheet, whole: Table, count: int) -> Bools:
    """Which cells of the whole table a published file withholds.

    ``count`` is how many are the file's; of the others, those without a value are.

    Raises ``Refused`` when the file publishes a value that is not the table's.
    """
    value = dict(zip(published.keys, published.values, strict=True))
    withheld: Bools = np.asarray(whole.known != Known.VALUE)
    for cell in range(count):
        shown = value.get(whole.key(cell))
        withheld[cell] = shown is None
        if shown is not None and abs(shown - whole.values[cell]) > 1e-6:
            msg = (
                f"{whole.title(cell)} is {shown:g} in the published table and"
                f" {whole.values[cell]:g} in the original."
            )
            raise Refused(msg)
    return withheld


def not_available(published: Sheet) -> tuple[int, ...]:
    """The cells of a published file that were empty before protection."""
    return tuple(i for i, s in enumerate(published.status) if s == NOT_AVAILABLE)
