"""Dataflows and code lists from YAML: those shipped, and those taken into the home."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import msgspec

from stocktake.geography import queries as geography
from stocktake.indicators.structures.rules import (
    TOTAL,
    Code,
    CodeList,
    Component,
    Flow,
    Limits,
    missing_flow,
    reference,
    same_version,
)
from stocktake.kernel import home
from stocktake.kernel.data import read_yaml_file
from stocktake.kernel.errors import BrokenData


DATA = Path(__file__).resolve().parents[1] / "data"
AREAS = "CL_AREA"


class OwnFlow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file under ``data/flows``: components are named by concept."""

    id: str
    names: dict[str, str]
    descriptions: dict[str, str]
    dimensions: tuple[str, ...]
    attributes: tuple[str, ...]
    limits: Limits = Limits()
    limits_by: dict[str, dict[str, Limits]] = {}
    sort: tuple[str, ...] = ()
    version: str = "1.0"


class Taken(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file in the home's ``structures``: a dataflow from elsewhere with its lists."""

    flow: Flow
    lists: tuple[CodeList, ...]


class OwnList(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file under ``data/code_lists``."""

    id: str
    names: dict[str, str]
    codes: dict[str, dict[str, str]]
    parents: dict[str, str] = {}
    version: str = "1.0"
    source: str = ""


@cache
def concepts() -> Mapping[str, Component]:
    """Our own concepts, each with the code list it takes its values from."""
    path = DATA / "concepts.yaml"
    return {each.id: each for each in read_yaml_file(path, tuple[Component, ...])}


@cache
def own_flows() -> tuple[Flow, ...]:
    """The dataflows shipped, by id."""
    paths = sorted((DATA / "flows").glob("*.yaml"))
    return tuple(_own_flow(path) for path in paths)


def _own_flow(path: Path) -> Flow:
    read = read_yaml_file(path, OwnFlow)
    for name in (*read.dimensions, *read.attributes):
        if name not in concepts():
            msg = f"{path.name}: `{name}` is no concept of concepts.yaml"
            raise BrokenData(msg)
    return Flow(
        id=read.id,
        names=read.names,
        descriptions=read.descriptions,
        dimensions=tuple(concepts()[name] for name in read.dimensions),
        attributes=tuple(concepts()[name] for name in read.attributes),
        limits=read.limits,
        limits_by=read.limits_by,
        sort=read.sort,
        version=read.version,
    )


@cache
def own_lists() -> Mapping[str, CodeList]:
    """The code lists shipped, by id; that of areas is made from the room geography."""
    paths = sorted((DATA / "code_lists").glob("*.yaml"))
    lists = [_own_list(read_yaml_file(path, OwnList)) for path in paths]
    return {each.id: _with_areas(each) if each.id == AREAS else each for each in lists}


def _own_list(read: OwnList) -> CodeList:
    codes = tuple(
        Code(code, names, parent=read.parents.get(code, ""))
        for code, names in read.codes.items()
    )
    return CodeList(
        read.id, read.names, codes, version=read.version, source=read.source
    )


def _with_areas(groups: CodeList) -> CodeList:
    """Totals, M49 regions, the groups of the file, then countries and areas by code."""
    regions = tuple(
        Code(each.m49, dict(each.names), parent=each.under)
        for each in geography.regions()
    )
    areas = tuple(
        Code(
            each.alpha3,
            dict(each.names),
            parent=each.intermediate or each.subregion or each.region,
        )
        for each in geography.areas()
    )
    total = tuple(code for code in groups.codes if code.id == TOTAL)
    others = tuple(code for code in groups.codes if code.id != TOTAL)
    return msgspec.structs.replace(groups, codes=(*total, *regions, *others, *areas))


def folder() -> Path:
    """Where structures from elsewhere are kept."""
    return home.place() / "structures"


def taken() -> Iterator[Taken]:
    """The structures taken into the home, by name of their file."""
    for path in sorted(folder().glob("*.yaml")):
        yield _taken(path, path.stat().st_mtime_ns)


@cache
def _taken(path: Path, _changed: int) -> Taken:
    return read_yaml_file(path, Taken)


def changed() -> datetime:
    """When a structure or code list was changed last: the time of the newest file."""
    own = (
        DATA / "categories.yaml",
        DATA / "concepts.yaml",
        *DATA.glob("flows/*.yaml"),
        *DATA.glob("code_lists/*.yaml"),
    )
    newest = max(path.stat().st_mtime for path in (*own, *folder().glob("*.yaml")))
    return datetime.fromtimestamp(int(newest), UTC)


def flows() -> tuple[Flow, ...]:
    """Every dataflow known here: those shipped, then those taken in."""
    return (*own_flows(), *(each.flow for each in taken()))


def flow(text: str) -> Flow:
    """One dataflow by ``ID``, ``AGENCY:ID`` or ``AGENCY:ID(VERSION)``, newest version.

    The id of its data structure definition is taken too; NotFound lists what there is.
    """
    asked = reference(text)
    found = [
        each
        for each in flows()
        if asked.id in (each.id, each.structure_id)
        and asked.agency in ("", each.agency)
        and same_version(asked.version, each.version)
    ]
    if not found:
        raise missing_flow(text, tuple(each.reference for each in flows()))
    return max(found, key=lambda each: (each.id == asked.id, parts(each.version)))


def parts(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdecimal())


def lists(of: Flow) -> Mapping[str, CodeList]:
    """The code lists that a dataflow's components use, by the component's id."""
    shelf = dict(own_lists())
    for each in taken():
        if each.flow == of:
            shelf = {held.id: held for held in each.lists}
    return {
        component.id: shelf[component.list]
        for component in (*of.dimensions, *of.attributes)
        if component.list
    }
