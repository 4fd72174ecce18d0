"""Known errors of sources: data with a reason, applied where everybody can see it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import duckdb
import msgspec

from stocktake.indicators import sql
from stocktake.indicators.structures.rules import STATUS, VALUE, Flow
from stocktake.kernel import home
from stocktake.kernel.data import read_yaml_file
from stocktake.kernel.errors import BrokenData


SHIPPED = Path(__file__).resolve().parents[1] / "data" / "corrections"


class Correction(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One known error: where it is, what the source says, what holds instead.

    It is applied only where the value is still ``was`` (to three decimals), so that a corrected edition
    of the source is left as it is. Without ``value`` only the status changes.
    """

    id: str
    flow: str
    where: dict[str, str]
    reason: str
    provider: str
    reported: Literal["not yet", "reported", "confirmed"]
    was: float | None = None
    value: float | None = None
    status: str = ""


def known(flow: Flow) -> Iterator[Correction]:
    """The corrections to a dataflow: those shipped, then those of the home."""
    for place in (SHIPPED, home.place() / "corrections"):
        for path in sorted(place.glob("*.yaml")):
            for each in read_yaml_file(path, tuple[Correction, ...]):
                if each.flow == flow.id:
                    yield _checked(each, flow, path)


def _checked(correction: Correction, flow: Flow, path: Path) -> Correction:
    for name in correction.where:
        if name not in flow.key_ids:
            msg = f"{path.name}: {correction.id}: `{name}` is no dimension of {flow.id}"
            raise BrokenData(msg)
    return correction


def correct(
    con: duckdb.DuckDBPyConnection, flow: Flow
) -> tuple[tuple[Correction, int], ...]:
    """Apply the corrections to ``good``; each with the number of observations it met."""
    applied = []
    for each in known(flow):
        conditions = [
            f"CAST({sql.name(name)} AS VARCHAR) = {sql.text(code)}"
            for name, code in each.where.items()
        ]
        if each.was is not None:
            conditions.append(f"round({sql.name(VALUE)}, 3) = {round(each.was, 3)!r}")
        done = con.execute(
            sql.ask(
                "correct",
                changes=", ".join(_changes(each, flow)),
                conditions=" AND ".join(conditions),
            )
        ).fetchone()
        if done and done[0]:
            applied.append((each, int(done[0])))
    return tuple(applied)


def _changes(correction: Correction, flow: Flow) -> Iterator[str]:
    value = sql.name(VALUE)
    said = "no value"
    if correction.value is not None:
        yield f"{value} = {correction.value!r}"
    if correction.status and STATUS in flow.attribute_ids:
        yield f"{STATUS} = {sql.text(correction.status)}"
    if correction.was is not None:
        said = f"{correction.was:g}"
    if "COMMENT_OBS" in flow.attribute_ids:
        note = f"Corrected here ({correction.id}): {correction.reason} The source says {said}."
        yield f"COMMENT_OBS = {sql.text(note)}"
