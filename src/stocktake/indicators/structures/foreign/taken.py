"""Structures of a message as dataflows of ours, or the reason why they cannot be."""

from collections.abc import Iterator, Mapping
from typing import Final

import msgspec
import yaml

from stocktake.indicators.structures.foreign import sdmx_json, sdmx_ml
from stocktake.indicators.structures.foreign.found import (
    Dataflow,
    Found,
    Part,
    Structure,
)
from stocktake.indicators.structures.reading import Taken
from stocktake.indicators.structures.rules import (
    AGENCY,
    TIME,
    VALUE,
    CodeList,
    Component,
    Flow,
    Reference,
)
from stocktake.kernel.errors import Refused


MOST_BYTES: Final = 100_000_000
_ASK: Final = "Ask its agency for it with references=descendants, or name the file that has it as well."


def read(files: Mapping[str, bytes]) -> tuple[Taken, ...]:
    """The dataflows of structure messages that belong together, by name of their file.

    SDMX-ML 2.1, 3.0 and 3.1, SDMX-JSON 2.0. A structure that no dataflow of the messages
    uses becomes a dataflow of its own. Refused, with the reason, where one cannot be
    kept: nothing is taken then.
    """
    name = ", ".join(files)
    found = Found()
    for each, data in files.items():
        found.add(_found(data, each))
    if not found.structures:
        msg = f"{name} holds no data structure definition. {_ASK}"
        raise Refused(msg)
    return tuple(
        _taken(flow, structure, found, name) for flow, structure in _flows(found, name)
    )


def _found(data: bytes, name: str) -> Found:
    if len(data) > MOST_BYTES:
        msg = f"{name} is larger than {MOST_BYTES // 1_000_000} MB."
        raise Refused(msg)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return sdmx_json.read(data, name=name)
    return sdmx_ml.read(data, name=name)


def _flows(found: Found, name: str) -> Iterator[tuple[Dataflow | None, Structure]]:
    """The dataflows with their structures, then structures that no dataflow uses."""
    used = set()
    for flow in found.flows:
        if flow.structure is None:
            continue
        structure = found.structure(flow.structure)
        if structure is None:
            msg = f"{name} has the dataflow {flow.reference} without its structure {flow.structure}. {_ASK}"
            raise Refused(msg)
        used.add(structure.reference)
        yield flow, structure
    for structure in found.structures:
        if structure.reference not in used:
            yield None, structure


def _taken(
    flow: Dataflow | None, structure: Structure, found: Found, name: str
) -> Taken:
    about = flow or structure
    own = about.reference
    if own.agency == AGENCY:
        msg = f"{name}: {own} is this program's own and not taken from a file."
        raise Refused(msg)
    _one_value(structure, name)
    lists: dict[str, CodeList] = {}
    components: dict[str, list[Component]] = {"dimension": [], "attribute": []}
    for part in structure.parts:
        if part.role in components:
            codes = _codes(part, found, name)
            components[part.role].append(_component(part, found, codes))
            if codes and lists.setdefault(codes.id, codes) != codes:
                msg = f"{name}: {structure.reference} uses two code lists called {codes.id}, which are not told apart here."
                raise Refused(msg)
    made = Flow(
        id=own.id,
        agency=own.agency,
        version=own.version,
        structure=structure.reference.id if structure.reference.id != own.id else "",
        names=dict(about.names) or {"en": own.id},
        descriptions=dict(flow.descriptions) if flow else {},
        dimensions=tuple(components["dimension"]),
        attributes=tuple(components["attribute"]),
        timed=any(part.role == "time" for part in structure.parts),
    )
    return Taken(flow=made, lists=tuple(lists[each] for each in sorted(lists)))


def _one_value(structure: Structure, name: str) -> None:
    """One value by observation, and time where the standard has it: else it is refused."""
    measures = [part.id for part in structure.parts if part.role == "measure"]
    if measures != [VALUE]:
        told = ", ".join(measures) or "none"
        msg = f"{name}: {structure.reference} has the measures {told}; here an observation has one value, {VALUE}."
        raise Refused(msg)
    times = [part.id for part in structure.parts if part.role == "time"]
    if times not in ([], [TIME]):
        msg = f"{name}: the time of {structure.reference} is called {times[0]}; the standard calls it {TIME}."
        raise Refused(msg)


def _codes(part: Part, found: Found, name: str) -> CodeList | None:
    """The code list of a component: its own, or its concept's. None where it has none."""
    concept = found.concept(part)
    asked: Reference | None = part.codes or (concept.codes if concept else None)
    if asked is None:
        return None
    held = found.codes(asked)
    if held is None:
        msg = f"{name} names the code list {asked} for {part.id} without its codes. {_ASK}"
        raise Refused(msg)
    return held


def _component(part: Part, found: Found, codes: CodeList | None) -> Component:
    concept = found.concept(part)
    return Component(
        id=part.id,
        list=codes.id if codes else "",
        names=dict(concept.names) if concept and concept.names else {"en": part.id},
        attached=part.attached,
        required=part.required and part.role == "attribute",
    )


def written(taken: Taken) -> bytes:
    """A structure as the file that the home keeps."""
    plain = msgspec.to_builtins(taken)
    text: str = yaml.safe_dump(plain, allow_unicode=True, sort_keys=False)
    return text.encode()
