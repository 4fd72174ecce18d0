"""SDMX-ML 2.1 and 3.x data, generic and structure-specific, read as a stream."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.parsers import expat

from lxml import etree

from stocktake.indicators.reading.opened import ROW, Opened
from stocktake.indicators.reading.sdmx_ml_spool import Spool
from stocktake.indicators.structures.rules import TIME
from stocktake.kernel.errors import Refused


_SAFE = {"resolve_entities": False, "no_network": True, "huge_tree": True}
_MESSAGES = {
    "GenericData": "generic",
    "GenericTimeSeriesData": "generic",
    "StructureSpecificData": "specific",
    "StructureSpecificTimeSeriesData": "specific",
}
_NO_DATA = {
    "Structure": "structures, no data: `stocktake indicators structures load` takes them",
    "GenericMetadata": "reference metadata, no data",
    "StructureSpecificMetadata": "reference metadata, no data",
    "MetadataSet": "reference metadata, no data",
    "Error": "an error that a server answered with",
    "RegistryInterface": "a message to a registry, no data",
}
_VERSIONS = {"v2_1": "2.1", "v3_0": "3.0", "v3_1": "3.1"}


@dataclass(slots=True)
class _Opening:
    """What root and header say: kind, version, structures, dimension at the observation."""

    kind: str = ""
    version: str = ""
    structures: list[str] = field(default_factory=list)
    at_observation: str = TIME


def open_sdmx_ml(
    path: Path,
    into: Path,
    *,
    dimensions: Sequence[str] = (),
    progress: Callable[[str, int, int], None] = lambda _stage, _done, _total: None,
) -> Opened:
    """An SDMX-ML data message, spooled; ``dimensions`` tell groups' keys from attributes.

    A spool that was begun and marked is gone on with.
    """
    try:
        opening = _opening(path)
        spool = Spool(
            into,
            generic=opening.kind == "generic",
            at_observation=opening.at_observation,
            dimensions=frozenset(dimensions),
        )
        spool.read(path, progress)
    except (etree.XMLSyntaxError, expat.ExpatError) as error:
        msg = f"{path.name} is broken XML: {error}"
        raise Refused(msg) from error
    columns = spool.columns
    shape = "generic" if opening.kind == "generic" else "structure-specific"
    return Opened(
        format=f"SDMX-ML {opening.version} {shape}",
        path=into,
        columns=columns,
        structures=tuple(dict.fromkeys(opening.structures)),
        components={name: name for name in columns if name != ROW},
        spooled=True,
    )


def _opening(path: Path) -> _Opening:
    """Read the message up to its first data set."""
    found = _Opening()
    with path.open("rb") as file:
        for event, element in etree.iterparse(file, events=("start", "end"), **_SAFE):
            name = etree.QName(element).localname
            if not found.kind:
                found.kind, found.version = _kind(element, path)
            elif event == "start" and name == "DataSet":
                break
            elif event == "end" and name == "Structure" and element.get("structureID"):
                _structure(element, found)
    return found


def _kind(root: Any, path: Path) -> tuple[str, str]:
    """Generic or structure-specific, and the version; anything else is refused by name."""
    name = etree.QName(root)
    if name.localname not in _MESSAGES:
        what = _NO_DATA.get(name.localname, f"a {name.localname}, no data message")
        msg = f"{path.name} holds {what}."
        raise Refused(msg)
    found = [v for mark, v in _VERSIONS.items() if mark in (name.namespace or "")]
    if not found:
        msg = f"{path.name} is SDMX-ML of a version that is not read: {name.namespace}."
        raise Refused(msg)
    return _MESSAGES[name.localname], found[0]


def _structure(element: Any, opening: _Opening) -> None:
    """Read ``message:Structure``: reference and dimension at the observation."""
    opening.at_observation = element.get("dimensionAtObservation") or TIME
    for child in element.iter():
        name = etree.QName(child).localname
        if name in ("Ref", "URN") or (name.startswith("Structure") and child.text):
            text = (child.text or "").strip()
            if name == "Ref" and child.get("agencyID"):
                version = child.get("version") or child.get("maintainableParentVersion")
                text = f"{child.get('agencyID')}:{child.get('id')}({version or '1.0'})"
            if text:
                opening.structures.append(text)
