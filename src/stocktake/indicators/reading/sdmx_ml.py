"""SDMX-ML 2.1 and 3.x data, generic and structure-specific, read as a stream."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import etree

from stocktake.indicators.reading.opened import ACTION, ROW, Columns, Opened, spool
from stocktake.indicators.structures.rules import TIME, VALUE
from stocktake.kernel.errors import Refused


_SAFE = {"resolve_entities": False, "no_network": True, "huge_tree": True}
_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
_MESSAGES = {
    "GenericData": "generic",
    "GenericTimeSeriesData": "generic",
    "StructureSpecificData": "specific",
    "StructureSpecificTimeSeriesData": "specific",
}
_NO_DATA = {
    "Structure": "structures, no data",
    "GenericMetadata": "reference metadata, no data",
    "StructureSpecificMetadata": "reference metadata, no data",
    "MetadataSet": "reference metadata, no data",
    "Error": "an error that a server answered with",
    "RegistryInterface": "a message to a registry, no data",
}


@dataclass(slots=True)
class _Header:
    """What the header says of the structure and of the dimension at the observation."""

    structures: list[str] = field(default_factory=list)
    at_observation: str = TIME


@dataclass(slots=True)
class _Groups:
    """Attributes of groups, by the dimensions and codes that make the group."""

    dimensions: frozenset[str]
    held: dict[tuple[str, ...], dict[tuple[str, ...], dict[str, str]]] = field(
        default_factory=dict
    )

    def add(self, values: Mapping[str, str]) -> None:
        """Keep the attributes of one group."""
        key = tuple(sorted(name for name in values if name in self.dimensions))
        rest = {k: v for k, v in values.items() if k not in self.dimensions}
        self.held.setdefault(key, {})[tuple(values[name] for name in key)] = rest

    def of(self, series: Mapping[str, str]) -> dict[str, str]:
        """The attributes of the groups that a series or observation lies in."""
        found: dict[str, str] = {}
        for key, groups in self.held.items():
            found |= groups.get(tuple(series.get(name, "") for name in key), {})
        return found


def open_sdmx_ml(path: Path, into: Path, *, dimensions: Sequence[str] = ()) -> Opened:
    """An SDMX-ML data message, spooled; ``dimensions`` tell groups' keys from attributes."""
    kind, version = _kind(path)
    header = _Header()
    columns = Columns(ROW, ACTION)
    groups = _Groups(frozenset(dimensions))
    read: Callable[..., Iterator[list[str]]] = (
        _generic if kind == "generic" else _specific
    )
    try:
        spool(into, read(path, header, columns, groups))
    except etree.XMLSyntaxError as error:
        msg = f"{path.name} is broken XML: {error}"
        raise Refused(msg) from error
    return Opened(
        format=f"SDMX-ML {version} {'generic' if kind == 'generic' else 'structure-specific'}",
        path=into,
        columns=columns.names,
        structures=tuple(dict.fromkeys(header.structures)),
        components={name: name for name in columns.names if name != ROW},
        spooled=True,
    )


def _kind(path: Path) -> tuple[str, str]:
    """Generic or structure-specific, and the version; anything else is refused by name."""
    try:
        with path.open("rb") as file:
            _, root = next(etree.iterparse(file, events=("start",), **_SAFE))
    except (etree.XMLSyntaxError, StopIteration) as error:
        msg = f"{path.name} is broken XML: {error}"
        raise Refused(msg) from error
    name = etree.QName(root)
    if name.localname not in _MESSAGES:
        what = _NO_DATA.get(name.localname, f"a {name.localname}, no data message")
        msg = f"{path.name} holds {what}."
        raise Refused(msg)
    version = {"v2_1": "2.1", "v3_0": "3.0", "v3_1": "3.1"}
    found = [v for mark, v in version.items() if mark in (name.namespace or "")]
    if not found:
        msg = f"{path.name} is SDMX-ML of a version that is not read: {name.namespace}."
        raise Refused(msg)
    return _MESSAGES[name.localname], found[0]


def _header(element: Any, header: _Header) -> None:
    """Read ``message:Structure``: reference and dimension at the observation."""
    header.at_observation = element.get("dimensionAtObservation") or TIME
    for child in element.iter():
        name = etree.QName(child).localname
        if name in ("Ref", "URN") or (name.startswith("Structure") and child.text):
            text = (child.text or "").strip()
            if name == "Ref" and child.get("agencyID"):
                version = child.get("version") or child.get("maintainableParentVersion")
                text = f"{child.get('agencyID')}:{child.get('id')}({version or '1.0'})"
            if text:
                header.structures.append(text)


def _forget(element: Any) -> None:
    """Let an element that was read go, and its elder siblings with it."""
    element.clear()
    parent = element.getparent()
    while element.getprevious() is not None:
        del parent[0]


def _specific(
    path: Path, header: _Header, columns: Columns, groups: _Groups
) -> Iterator[list[str]]:
    """Rows of a structure-specific message."""
    tags = ("Structure", "DataSet", "Series", "Group", "Obs")
    whole: dict[str, str] = {}
    common: tuple[tuple[str, ...], list[str]] = ((), [])
    number = 0
    for event, name, element in _events(path, header, tags):
        if event == "start":
            if name == "DataSet":
                whole = {ACTION: _action(element), **_own(element)}
                common = _split(whole)
            elif name == "Series":
                series = _own(element)
                common = _split({**whole, **groups.of(series), **series})
        elif name == "Obs":
            number += 1
            yield _observation(element, header, columns, groups, common, number)
            _forget(element)
        elif name == "Series":
            common = _split(whole)
            _forget(element)
        elif name == "Group":
            groups.add({**_own(element), **_components(element)})


def _events(
    path: Path, header: _Header, tags: Sequence[str]
) -> Iterator[tuple[str, str, Any]]:
    """Starts and ends of elements by local name; the header is read on the way."""
    wanted = tuple(f"{{*}}{tag}" for tag in tags)
    with path.open("rb") as file:
        for event, element in etree.iterparse(
            file, events=("start", "end"), tag=wanted, **_SAFE
        ):
            name = element.tag.rsplit("}", 1)[-1]
            if name != "Structure":
                yield event, name, element
            elif event == "end" and element.get("structureID"):
                _header(element, header)


def _observation(
    element: Any,
    header: _Header,
    columns: Columns,
    groups: _Groups,
    common: tuple[tuple[str, ...], list[str]],
    number: int,
) -> list[str]:
    """The row of one observation; the quick way where nothing is special about it."""
    names, values = common
    plain = not len(element) and element.get(_TYPE) is None
    if plain and ((names and len(names) > 1) or not groups.held):
        return columns.row(
            (ROW, *names, *element.keys()), [str(number), *values, *element.values()]
        )
    own = {**_own(element), **_components(element)}
    measure = element.get(_TYPE)
    if (
        measure
        and header.at_observation not in own
        and header.at_observation != "AllDimensions"
    ):
        own[header.at_observation] = measure.rsplit(":", 1)[-1]
    every = {**dict(zip(names, values, strict=True)), **groups.of(own), **own}
    return columns.row((ROW, *every), [str(number), *every.values()])


def _split(values: Mapping[str, str]) -> tuple[tuple[str, ...], list[str]]:
    return tuple(values), list(values.values())


def _own(element: Any) -> dict[str, str]:
    """Attributes without a namespace: the components; not those of the message itself."""
    return {
        name: value
        for name, value in element.attrib.items()
        if name[0] != "{" and name not in ("action", "setID", "validFromDate")
    }


def _components(element: Any) -> dict[str, str]:
    """Components with several values, which 3.0 writes as elements of their own."""
    found = {}
    for child in element:
        if etree.QName(child).localname == "Comp":
            texts = ["".join(value.itertext()).strip() for value in child]
            found[child.get("id")] = "|".join(texts)
    return found


def _action(element: Any) -> str:
    """The action of a data set by its first letter; information where none is said."""
    for name, value in element.attrib.items():
        if name.rsplit("}", 1)[-1] == "action":
            return str(value)[:1].upper()
    return "I"


def _generic(
    path: Path, header: _Header, columns: Columns, groups: _Groups
) -> Iterator[list[str]]:
    """Rows of a generic message."""
    tags = (
        "Structure", "DataSet", "SeriesKey", "Attributes", "Series", "Group", "Obs",
    )  # fmt: skip
    held: dict[str, dict[str, str]] = {"DataSet": {}, "Series": {}}
    number = 0
    for event, name, element in _events(path, header, tags):
        if event == "start":
            if name == "DataSet":
                held["DataSet"] = {ACTION: _action(element)}
        elif name == "Obs":
            number += 1
            own = {**held["Series"], **_values(element, header.at_observation)}
            every = {**held["DataSet"], **groups.of(own), **own}
            yield columns.row((ROW, *every), [str(number), *every.values()])
            _forget(element)
        else:
            _note(name, element, held, groups)


def _note(
    name: str, element: Any, held: dict[str, dict[str, str]], groups: _Groups
) -> None:
    """Keep what the end of an element says about the observations that follow."""
    if name in ("SeriesKey", "Attributes"):
        above = element.getparent().tag.rsplit("}", 1)[-1]
        if above in held:
            held[above] |= _pairs(element)
    elif name == "Series":
        held["Series"] = {}
        _forget(element)
    elif name == "Group":
        groups.add({k: v for part in element for k, v in _pairs(part).items()})


def _pairs(element: Any) -> dict[str, str]:
    return {value.get("id"): value.get("value") for value in element}


def _values(element: Any, at_observation: str) -> dict[str, str]:
    """Dimension, key, value and attributes of a generic observation."""
    found: dict[str, str] = {}
    for part in element:
        name = part.tag.rsplit("}", 1)[-1]
        if name == "ObsDimension":
            found[part.get("id") or at_observation] = part.get("value")
        elif name == "ObsValue":
            found[part.get("id") or VALUE] = part.get("value")
        elif name in ("ObsKey", "Attributes"):
            found |= _pairs(part)
    return found
