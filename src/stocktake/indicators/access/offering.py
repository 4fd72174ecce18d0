"""A finer table, protected together with what is public and attacked before it is offered."""

import csv
import hashlib
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from stocktake.indicators.disclosure import (
    auditing,
    files,
    linked,
    policy,
    protecting,
)
from stocktake.indicators.releases.asking import Answer
from stocktake.indicators.structures.rules import VALUE
from stocktake.kernel import home
from stocktake.kernel.errors import BrokenData, Refused


Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Offer:
    """What the secretariat wants to offer; ``original`` holds true values and is not kept."""

    code: str
    title: str
    original: Path
    policy: Path
    about: str = ""
    subject: str = ""  # tables of one subject share cells; its code where none is said
    public: tuple[Path, ...] = ()  # tables already published that share cells
    flow: str = ""  # a dataflow whose release in force is public too
    key: str = "all"  # the part of it that the table is about
    span: tuple[str, str] = ("", "")  # and the time periods
    columns: dict[str, str] = field(default_factory=dict)  # dimension: component


@dataclass(frozen=True, slots=True)
class Attacked:
    """A protected table that held, ready to be offered."""

    dimensions: tuple[str, ...]
    policy: str
    against: tuple[dict[str, str], ...]
    digest: str
    cells: int
    withheld: int
    attack: dict[str, Any]


def attack(
    offer: Offer,
    public: Answer | None,
    earlier: Mapping[str, tuple[str, tuple[str, ...]]],
    progress: Progress,
) -> Attacked:
    """Protect the table with all that is out already, attack all as one, keep what held.

    The researcher sees the finer table, the public ones and those of the same subject
    that were offered ``earlier`` (name: digest and dimensions), so the outsider of the
    audit does too: a cell is hidden only where no table shows it. Refused where anything
    that the policy calls sensitive can be derived too well.
    """
    rules = policy.read(offer.policy)
    sheet = files.read(offer.original, rules, partial=True)
    paths = [*offer.public, *_earlier(earlier, rules)]
    others = [files.read(path, rules, partial=True) for path in paths]
    if public is not None:
        others.append(_sheet_of(public, rules, offer.columns))
    joined = linked.link(sheet, others, rules)
    try:
        done = protecting.protect(joined.table, rules, linked=joined, progress=progress)
    except Refused as error:
        msg = f"{offer.code} is not offered. Together with what is out already: {error}"
        raise Refused(msg) from error
    found = auditing.audit(
        joined.table,
        rules,
        hidden=done.hidden & ~joined.public,
        kept=joined.kept(rules),
        progress=progress,
    )
    if found.violations:
        raise Refused(_gave_way(offer, found))
    data = _written(offer, sheet, rules, done)
    return Attacked(
        dimensions=rules.dimensions,
        policy=offer.policy.read_text(encoding="utf-8"),
        against=_against(offer, public, earlier),
        digest=keep(data),
        cells=len(done.table),
        withheld=done.withheld,
        attack={
            "violations": 0,
            "sensitive": len(done.primaries),
            "protection": done.method,
            "audit": found.method,
            "public cells": int(joined.public.sum()),
            "revised public cells": joined.revised,
            "determined": found.determined,
        },
    )


def _sheet_of(
    public: Answer, rules: policy.Policy, columns: dict[str, str]
) -> files.Sheet:
    """The public observations as a table of the same dimensions; one cell each.

    A dimension that the dataflow lacks stands at its total. Observations that would
    fall into one cell (several sources or years) are refused: the key must choose.
    """
    named = {name: columns.get(name, name) for name in rules.dimensions}
    held = {name: c for name, c in named.items() if c in public.flow.key_ids}
    if not held:
        msg = (
            f"None of {', '.join(named.values())} is a dimension of {public.flow.id}: say"
            " which dimension is which component (--column DIMENSION=COMPONENT)."
        )
        raise BrokenData(msg)
    cells: dict[tuple[str, ...], float | None] = {}
    for record in public.records():
        key = tuple(
            str(record[held[name]]) if name in held else rules.total for name in named
        )
        if key in cells:
            msg = (
                f"{public.flow.id} has several public figures for {'/'.join(key)}. Narrow"
                " the key to one source, year and frequency (--key)."
            )
            raise Refused(msg)
        cells[key] = record[VALUE]
    keys = tuple(cells)
    return files.Sheet(
        header=(*rules.dimensions, rules.value),
        rows=tuple((*key, "") for key in keys),
        keys=keys,
        values=tuple(cells.values()),
        status=(),
        columns={},
    )


def _earlier(
    earlier: Mapping[str, tuple[str, tuple[str, ...]]], rules: policy.Policy
) -> list[Path]:
    """Tables that researchers may hold already; the policy must know their dimensions."""
    for name, (_, dimensions) in earlier.items():
        missing = [each for each in dimensions if each not in rules.dimensions]
        if missing:
            msg = (
                f"{name} is about the same subject and has the dimension {missing[0]}: name"
                " it in the policy, so that both can be attacked together."
            )
            raise BrokenData(msg)
    return [folder() / f"{digest}.csv" for digest, _ in earlier.values()]


def _against(
    offer: Offer,
    public: Answer | None,
    earlier: Mapping[str, tuple[str, tuple[str, ...]]],
) -> tuple[dict[str, str], ...]:
    """What the table was attacked together with, by name and content."""
    told = [
        {"name": path.name, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
        for path in offer.public
    ]
    told += [{"name": name, "sha256": held} for name, (held, _) in earlier.items()]
    if public is not None:
        name = f"{public.release.flow} {public.release.number}"
        told.append({"name": name, "sha256": public.release.digest})
    return tuple(told)


def _gave_way(offer: Offer, found: auditing.Audit) -> str:
    worst = next((row for row in found.intervals if row.violation), None)
    shown = ""
    if worst is not None:
        shown = (
            f", such as {'/'.join(worst.key)}: between {worst.lower:g} and"
            f" {worst.upper:g} ({worst.violation})"
        )
    return (
        f"{offer.code} is not offered: together with what is public, {found.violations}"
        f" cells can be derived too well{shown}. Make it coarser, or its policy stricter."
    )


def _written(
    offer: Offer, sheet: files.Sheet, rules: policy.Policy, done: protecting.Outcome
) -> bytes:
    draft = folder() / f".{offer.code}.draft"
    draft.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        files.write(draft, sheet, rules, done.table)
        return draft.read_bytes()
    finally:
        draft.unlink(missing_ok=True)


def folder() -> Path:
    """Where protected tables lie; no public page leads there."""
    return home.place() / "research"


def keep(data: bytes) -> str:
    """Store a protected table under its SHA-256, whole or not at all."""
    digest = hashlib.sha256(data).hexdigest()
    target = folder() / f"{digest}.csv"
    draft = folder() / f".{digest}.draft"
    draft.write_bytes(data)
    draft.chmod(0o600)
    draft.replace(target)
    return digest


@dataclass(frozen=True, slots=True)
class Slice:
    """Cells of a protected table: header and rows; withheld ones have no value."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    withheld: int


def codes(digest: str, dimensions: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The codes of each dimension, totals first, else in the order of the file."""
    header, rows = _read(digest)
    found = {}
    for name in dimensions:
        at = header.index(name)
        found[name] = tuple(dict.fromkeys(row[at] for row in rows))
    return found


def cells(digest: str, wanted: dict[str, tuple[str, ...]]) -> Slice:
    """The cells whose codes are among those wanted; a dimension not named is not limited."""
    header, rows = _read(digest)
    asked = [(header.index(name), set(chosen)) for name, chosen in wanted.items()]
    taken = tuple(row for row in rows if all(row[at] in some for at, some in asked))
    status = header.index(files.STATUS)
    hidden = sum(row[status] == files.WITHHELD for row in taken)
    return Slice(header, taken, hidden)


def _read(digest: str) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    path = folder() / f"{digest}.csv"
    try:
        data = path.read_bytes()
    except OSError as error:
        msg = f"The table {digest[:12]} is not in its place under the home: offer it again."
        raise BrokenData(msg) from error
    if hashlib.sha256(data).hexdigest() != digest:
        msg = f"The table {digest[:12]} was changed after it was attacked: offer it again."
        raise BrokenData(msg)
    lines = csv.reader(io.StringIO(data.decode("utf-8")))
    header = tuple(next(lines))
    return header, [tuple(row) for row in lines]
