"""What governs a dataflow: a rule, or the statement that its publisher protected it.

Those of shipped dataflows lie in the charter's edition (``disclosure/FLOW.yaml``); one
that is set lies in the home's folder ``policies`` and goes before.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from stocktake.charter import queries as charter
from stocktake.indicators.disclosure import policy as rules
from stocktake.indicators.disclosure.policy import Policy, rule_columns
from stocktake.indicators.structures import reading as structures
from stocktake.indicators.structures.rules import Flow
from stocktake.kernel import home
from stocktake.kernel.data import read_yaml
from stocktake.kernel.errors import BrokenData, NotFound


STATED = "already_protected"
EXAMPLE = """\
already_protected:
  by: UN DESA, Population Division
  reason: Published worldwide in this detail; nothing finer is kept here.
  date: 2026-11-24
  sources: [UNDESA_2019, UNDESA_2020]  # codes of SOURCE; without: all figures
"""


class Statement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody says that figures were protected before they came; none is withheld here.

    ``sources`` are the codes of SOURCE that this is said of; none named: all figures.
    """

    by: str
    reason: str
    date: date
    sources: tuple[str, ...] = ()


class _Stated(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A policy file that holds a statement."""

    already_protected: Statement


Governing = Policy | Statement


def read(source: bytes, flow: Flow, *, name: str) -> Governing:
    """A policy file for a dataflow, or BrokenData by file, key and reason."""
    found = _read(source, name)
    for fault in _faults(found, flow):
        msg = f"{name}: {fault}"
        raise BrokenData(msg)
    return found


def _read(source: bytes, name: str) -> Governing:
    if STATED in read_yaml(source, dict[str, Any], name=name):
        return read_yaml(source, _Stated, name=name).already_protected
    return rules.checked(read_yaml(source, Policy, name=name), name=name)


def _faults(found: Governing, flow: Flow) -> Iterator[str]:
    """What of a policy does not fit its dataflow."""
    if isinstance(found, Statement):
        for key, text in (("by", found.by), ("reason", found.reason)):
            if not text.strip():
                yield f"say who protected the figures, and why none needs it here - at `$.{STATED}.{key}`"
        return
    yield from _unknown(found.dimensions, flow.dimension_ids, "dimension", flow.id)
    yield from _unknown(rule_columns(found), flow.attribute_ids, "attribute", flow.id)
    if found.rounding is not None:
        yield (
            "rounding looks at one table alone, and the releases of a dataflow follow one"
            " another: withhold cells instead - at `$.rounding`"
        )


def _unknown(
    names: Iterable[str], known: Collection[str], what: str, flow: str
) -> Iterator[str]:
    at = "dimensions" if what == "dimension" else "rule"
    for name in names:
        if name not in known:
            yield f"`{name}` is no {what} of {flow} ({', '.join(known)}) - at `$.{at}`"


def folder() -> Path:
    """Where policies that were set are kept."""
    return home.place() / "policies"


def path(reference: str) -> Path:
    """The file of a dataflow's policy in the home."""
    name = reference.replace(":", ".").replace("(", ".").rstrip(")")
    return folder() / f"{name}.yaml"


def text(reference: str) -> str:
    """The policy of a dataflow as it was written; empty where it has none."""
    own = path(reference)
    if own.is_file():
        return own.read_text(encoding="utf-8")
    return _shipped(reference)


@cache
def _shipped(reference: str) -> str:
    flow = next((f for f in structures.own_flows() if f.reference == reference), None)
    if flow is None:
        return ""
    try:
        found = charter.file(charter.DEFAULT_EDITION, f"disclosure/{flow.id}.yaml")
    except NotFound:
        return ""
    return found.decode()


def governing(reference: str) -> Governing | None:
    """What governs a dataflow, by its reference; None where nobody decided anything."""
    own = path(reference)
    changed = own.stat().st_mtime_ns if own.is_file() else 0
    return _governing(reference, own, changed)


def has_rule(reference: str) -> bool:
    """Whether figures of a dataflow leave only protected."""
    return isinstance(governing(reference), Policy)


@cache
def _governing(reference: str, own: Path, _changed: int) -> Governing | None:
    written = text(reference)
    return _read(written.encode(), own.name) if written else None


def keep(source: bytes, flow: Flow) -> None:
    """Set the policy of a dataflow, whole or not at all."""
    home.write_whole(path(flow.reference), source)
