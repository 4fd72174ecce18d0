"""SDMX-JSON data 1.0 and 2.0: indexes back into codes."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from stocktake.indicators.reading.opened import ACTION, ROW, Columns, Opened, spool
from stocktake.indicators.structures.rules import VALUE
from stocktake.kernel.errors import Refused


def open_sdmx_json(path: Path, into: Path) -> Opened:
    """An SDMX-JSON data message, spooled."""
    try:
        message = msgspec.json.decode(path.read_bytes())
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        msg = f"{path.name} is broken JSON: {error}"
        raise Refused(msg) from error
    data = message.get("data", message) if isinstance(message, dict) else {}
    if not isinstance(data, dict) or "dataSets" not in data:
        what = _holds(data)
        msg = f"{path.name} holds {what}, no data of SDMX-JSON 1.0 or 2.0."
        raise Refused(msg)
    columns = Columns(ROW, ACTION)
    structures: list[str] = []
    try:
        spool(into, _rows(data, columns, structures))
    except (KeyError, IndexError, TypeError, ValueError) as error:
        msg = f"{path.name}: an index of the data points to nothing in the structure ({error!r})."
        raise Refused(msg) from error
    return Opened(
        format="SDMX-JSON 2.0" if "structures" in data else "SDMX-JSON 1.0",
        path=into,
        columns=columns.names,
        structures=tuple(dict.fromkeys(structures)),
        components={name: name for name in columns.names if name != ROW},
        spooled=True,
    )


def _holds(data: Any) -> str:
    if not isinstance(data, dict):
        return "something else"
    if "metadataSets" in data:
        return "reference metadata"
    return f"{', '.join(list(data)[:4]) or 'nothing'}"


def _rows(data: Any, columns: Columns, said: list[str]) -> Iterator[list[str]]:
    """A row for each observation of each data set."""
    structures = data.get("structures") or [data["structure"]]
    number = 0
    for held in data["dataSets"]:
        structure = structures[held.get("structure", 0)]
        said += _names(structure)
        action = str(held.get("action") or "Information")[:1].upper()
        for values in _observations(held, structure):
            number += 1
            names = (ROW, ACTION, *values)
            yield columns.row(names, [str(number), action, *values.values()])


def _names(structure: Any) -> list[str]:
    """What a structure's links say it is of: the dataflow before its structure."""
    links = structure.get("links") or []
    urns = [str(link.get("urn") or "") for link in links]
    flows = [urn for urn in urns if ".Dataflow=" in urn]
    return flows or [urn for urn in urns if ".DataStructure=" in urn]


def _observations(held: Any, structure: Any) -> Iterator[dict[str, str]]:
    """The components of each observation of a data set.

    One without a cell says nothing about its value: only a deletion is made of it.
    """
    dimensions, attributes = structure["dimensions"], structure.get("attributes") or {}
    whole = {
        **_coded(
            _parts(dimensions, "dataSet"), held.get("dimensionIndexes"), zeros=True
        ),
        **_coded(_parts(attributes, "dataSet"), held.get("attributes"), zeros=True),
    }
    groups = _groups(held, structure)
    deleting = str(held.get("action") or "")[:1].upper() == "D"
    for common, key, place, observation in _placed(held, structure):
        if observation or deleting:
            found = whole | common | _observation(structure, place, observation)
            yield found | groups(found, key)


def _placed(
    held: Any, structure: Any
) -> Iterator[tuple[dict[str, str], str, str, Any]]:
    """Each observation: what its series says, the series' key, its place in it, its cells."""
    dimensions, attributes = structure["dimensions"], structure.get("attributes") or {}
    for key, series in (held.get("series") or {}).items():
        common = _key(_parts(dimensions, "series"), key)
        common |= _coded(_parts(attributes, "series"), series.get("attributes"))
        for place, observation in (series.get("observations") or {}).items():
            yield common, key, place, observation
    for place, observation in (held.get("observations") or {}).items():
        yield {}, "", place, observation


def _parts(held: Any, level: str) -> Sequence[Any]:
    return held.get(level) or []


def _groups(held: Any, structure: Any) -> Any:
    """A function from a key to the attributes of the partial keys that it lies in.

    A partial key has a place for each dimension: those of the whole data set, of series,
    of observations; in drafts before 2.0 for those of series alone.
    """
    attributes = _parts(structure.get("attributes") or {}, "dimensionGroup")
    levels = ("dataSet", "series", "observation")
    dimensions = [
        each for level in levels for each in _parts(structure["dimensions"], level)
    ]
    found = {
        tuple(partial.split(":")): _coded(attributes, values)
        for partial, values in (held.get("dimensionGroupAttributes") or {}).items()
    }

    def of(codes: Mapping[str, str], key: str) -> dict[str, str]:
        own = [*key.split(":")]
        return {
            name: value
            for partial, values in found.items()
            if _lies_in(partial, dimensions, codes)
            or (len(partial) < len(dimensions) and _same_places(partial, own))
            for name, value in values.items()
        }

    return of


def _lies_in(
    partial: Sequence[str], dimensions: Sequence[Any], codes: Mapping[str, str]
) -> bool:
    """Whether an observation has the codes that a partial key points to."""
    return len(partial) == len(dimensions) and all(
        place in ("", "~") or _code(each["values"][int(place)]) == codes[each["id"]]
        for place, each in zip(partial, dimensions, strict=True)
    )


def _same_places(partial: Sequence[str], key: Sequence[str]) -> bool:
    return len(partial) == len(key) and all(
        place in ("", "~", own) for place, own in zip(partial, key, strict=True)
    )


def _key(dimensions: Sequence[Any], key: str) -> dict[str, str]:
    """The codes of a key such as ``0:3:1``."""
    places = key.split(":") if key else []
    return {
        each["id"]: _code(each["values"][int(place)])
        for each, place in zip(dimensions, places, strict=True)
    }


def _observation(structure: Any, place: str, observation: Any) -> dict[str, str]:
    """Key, value and attributes of one observation.

    Its place is among the dimensions of observations, or among those of series as well.
    """
    measures = _parts(structure.get("measures") or {}, "observation")
    measures = measures or [{"id": VALUE}]
    attributes = _parts(structure.get("attributes") or {}, "observation")
    cells = list(observation or [])
    dimensions = [*_parts(structure["dimensions"], "observation")]
    if place.count(":") >= len(dimensions):
        dimensions = [*_parts(structure["dimensions"], "series"), *dimensions]
    found = _key(dimensions, place)
    found |= _coded(measures, cells[: len(measures)])
    return found | _coded(attributes, cells[len(measures) :])


def _coded(
    components: Sequence[Any], cells: Any, *, zeros: bool = False
) -> dict[str, str]:
    """Components with the codes their cells point to, or the values they hold.

    ``zeros``: a component with one value and no cell has that value.
    """
    given = list(cells or [])
    found = {}
    for n, each in enumerate(components):
        cell = given[n] if n < len(given) else None
        values = each.get("values")
        if cell is None and zeros and values and len(values) == 1:
            cell = 0
        text = _cell(cell, values)
        if text:
            found[each["id"]] = text
    return found


def _cell(cell: Any, values: Sequence[Any] | None) -> str:
    """A cell as text: an index into the values, a value itself, or several of them."""
    if cell is None:
        return ""
    if isinstance(cell, list):
        return "|".join(_cell(each, values) for each in cell)
    if isinstance(cell, Mapping):
        return str(cell.get("en") or next(iter(cell.values()), ""))
    if values and isinstance(cell, int):
        # Where it points to nothing, the row is refused later, by its number.
        return _code(values[cell]) if cell < len(values) else f"no value {cell}"
    return str(cell)


def _code(value: Any) -> str:
    if not isinstance(value, Mapping):
        return "" if value is None else str(value)
    return str(value.get("id") or value.get("value") or value.get("name") or "")
