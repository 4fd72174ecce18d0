"""How the columns of somebody's table become concepts, codes and units; read from YAML."""

from pathlib import Path
from typing import Final

import msgspec

from stocktake.indicators.structures.rules import TIME, VALUE, Flow
from stocktake.kernel.data import read_yaml, read_yaml_file
from stocktake.kernel.errors import BrokenData, NotFound


SHIPPED: Final = Path(__file__).resolve().parent / "data" / "mappings"
EXAMPLE: Final = """\
flow: MIGRANT_STOCK
columns: {Country: REF_AREA, Gender: SEX, Year: TIME_PERIOD, People: OBS_VALUE}
codes: {SEX: {Women: F, Men: M, Both: _T}}
constants: {FREQ: A, ORIGIN: _T, AGE: _T, SOURCE: NSO}
unit: PS
by_name: [REF_AREA]              # areas are written as names, in any of the six languages
missing: {"..": O}               # this text means: no value, with this status
"""


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who published a file, when, and under which licence."""

    publisher: str = ""
    title: str = ""
    edition: str = ""
    as_of: str = ""
    licence: str = ""
    url: str = ""


class Mapping(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How one kind of table is read.

    ``values`` is for wide tables: each column of values with the codes that its
    heading stands for. ``skip`` leaves rows out by what a column holds. A heading that
    occurs twice is called ``heading#2`` the second time.
    """

    flow: str
    columns: dict[str, str] = {}
    codes: dict[str, dict[str, str]] = {}
    constants: dict[str, str] = {}
    unit: str = ""
    sheet: str = ""
    header_row: int = 1
    values: dict[str, dict[str, str]] = {}
    by_name: tuple[str, ...] = ()
    missing: dict[str, str] = {}
    skip: dict[str, tuple[str, ...]] = {}
    sum: bool = False  # rows with the same key are counts to be added up
    repeats: bool = False  # the same row with the same value may come twice
    source: Source = Source()

    @property
    def fixed(self) -> dict[str, str]:
        """The constants, with the unit among them."""
        return {**self.constants, **({"UNIT_MEASURE": self.unit} if self.unit else {})}


def read(path: Path) -> Mapping:
    """Read a mapping file, or refuse it by file, key and reason."""
    return read_yaml_file(path, Mapping)


def shipped() -> tuple[str, ...]:
    """The names of the mappings that come with the program."""
    return tuple(sorted(path.stem for path in SHIPPED.glob("*.yaml")))


def named(text: str) -> Mapping:
    """A mapping by the path of its file, or by the name of a shipped one."""
    path = SHIPPED / f"{text}.yaml"
    if path.parent == SHIPPED and path.exists():
        return read(path)
    if Path(text).is_file():
        return read(Path(text))
    msg = (
        f"{text!r} is neither a mapping file nor one of those that are shipped: "
        f"{', '.join(shipped())}."
    )
    raise NotFound(msg)


def parse(source: bytes, *, name: str) -> Mapping:
    """A mapping from YAML bytes."""
    return read_yaml(source, Mapping, name=name)


def check(mapping: Mapping, flow: Flow, columns: tuple[str, ...], *, name: str) -> None:
    """Refuse a mapping that names columns or concepts that are not there, or leaves some out."""
    faults = [*_unknown(mapping, flow, columns), *_left_out(mapping, flow)]
    if faults:
        msg = f"The mapping does not fit {name}:\n" + "\n".join(
            f"- {fault}" for fault in faults
        )
        raise BrokenData(msg)


def _unknown(mapping: Mapping, flow: Flow, columns: tuple[str, ...]) -> list[str]:
    known = {*flow.key_ids, *flow.attribute_ids, VALUE}
    named_columns = (*mapping.columns, *mapping.values, *mapping.skip)
    concepts = (
        *mapping.columns.values(),
        *mapping.codes,
        *mapping.constants,
        *mapping.by_name,
        *(concept for held in mapping.values.values() for concept in held),
    )
    listed = ", ".join(columns[:40])
    return [
        f"there is no column {column!r}; there are: {listed}"
        for column in dict.fromkeys(named_columns)
        if column not in columns
    ] + [
        f"{concept!r} is no concept of {flow.id}; it has {', '.join(sorted(known))}"
        for concept in dict.fromkeys(concepts)
        if concept not in known
    ]


def _left_out(mapping: Mapping, flow: Flow) -> list[str]:
    given = {*mapping.columns.values(), *mapping.fixed}
    wide = [set(held) for held in mapping.values.values()]
    given |= set.intersection(*wide) if wide else set()
    needed = [*flow.key_ids, *(() if mapping.values else (VALUE,))]
    needed += [each.id for each in flow.attributes if each.required]
    return [
        f"nothing gives {concept}: name a column, a constant"
        f"{', the unit' if concept == 'UNIT_MEASURE' else ''}"
        f"{', or each column of values' if concept == TIME else ''}"
        for concept in needed
        if concept not in given
    ]


def schema() -> dict[str, object]:
    """The JSON Schema of a mapping file."""
    found = msgspec.json.schema(Mapping)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **found}
