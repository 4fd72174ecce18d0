"""Structures of other agencies from an SDMX message into dataflows and code lists of ours."""

import warnings
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from typing import Final, Literal

import msgspec
from pysdmx.errors import PysdmxError
from pysdmx.io import read_sdmx
from pysdmx.model import Codelist, Dataflow, DataStructureDefinition, Role
from pysdmx.model import Component as Part
from pysdmx.model.message import Message

from stocktake.indicators.structures.reading import Taken
from stocktake.indicators.structures.rules import (
    AGENCY,
    TIME,
    VALUE,
    Code,
    CodeList,
    Component,
    Flow,
)
from stocktake.kernel.errors import Refused


MOST_BYTES: Final = 100_000_000


def read(data: bytes, *, name: str) -> tuple[Taken, ...]:
    """The dataflows of a structure message, each with its structure and code lists.

    SDMX-ML 2.1, 3.0 and 3.1, SDMX-JSON 2.0. A structure that no dataflow of the message
    uses becomes a dataflow of its own. Refused, with the reason, where a structure
    cannot be kept: nothing of the message is taken then.
    """
    if len(data) > MOST_BYTES:
        msg = f"{name} is larger than {MOST_BYTES // 1_000_000} MB."
        raise Refused(msg)
    message = _message(data, name)
    structures = {_urn(each): each for each in message.get_data_structure_definitions()}
    if not structures:
        msg = f"{name} holds no data structure definition. Ask for one with references=descendants."
        raise Refused(msg)
    lists = {
        each.short_urn: each
        for each in message.structures or ()
        if isinstance(each, Codelist)
    }
    flows = list(_flows(message.get_dataflows(), structures, name))
    used = {_urn(structure) for _flow, structure in flows}
    flows += [(None, each) for urn, each in structures.items() if urn not in used]
    return tuple(_taken(flow, structure, lists, name) for flow, structure in flows)


def _message(data: bytes, name: str) -> Message:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore"
            )  # what the reader leaves out, we do not keep
            return read_sdmx(BytesIO(data), validate=False)
    except PysdmxError as error:
        msg = f"{name} is no structure message that can be read: {error}"
        raise Refused(msg) from error
    except Exception as error:  # the reader trips over broken messages in many ways
        kind = type(error).__name__
        msg = f"{name} is broken, or no structure message of SDMX ({kind}: {error})."
        raise Refused(msg) from error


def _agency(artefact: Dataflow | DataStructureDefinition | Codelist) -> str:
    held = artefact.agency
    return held if isinstance(held, str) else held.id


def _urn(artefact: DataStructureDefinition) -> str:
    return f"{_agency(artefact)}:{artefact.id}({artefact.version})"


def _flows(
    flows: Iterable[Dataflow],
    structures: Mapping[str, DataStructureDefinition],
    name: str,
) -> Iterator[tuple[Dataflow | None, DataStructureDefinition]]:
    """The dataflows with the structures they name."""
    for flow in flows:
        held = flow.structure
        if held is None:
            continue  # a stub
        urn = held.rsplit("=", 1)[-1] if isinstance(held, str) else _urn(held)
        if urn not in structures:
            msg = f"{name} has the dataflow {flow.id}, but not its structure {urn}. Ask for it with references=descendants."
            raise Refused(msg)
        yield flow, structures[urn]


def _taken(
    flow: Dataflow | None,
    structure: DataStructureDefinition,
    lists: Mapping[str, Codelist],
    name: str,
) -> Taken:
    about = flow or structure
    if _agency(about) == AGENCY:
        msg = f"{name}: structures of {AGENCY} are this program's own and not taken from a file."
        raise Refused(msg)
    _one_value(structure, name)
    parts = [each for each in structure.components if each.id not in (TIME, VALUE)]
    dimensions = [each for each in parts if each.role == Role.DIMENSION]
    attributes = [each for each in parts if each.role == Role.ATTRIBUTE]
    made = Flow(
        id=about.id,
        agency=_agency(about),
        version=about.version,
        structure=structure.id if structure.id != about.id else "",
        names={"en": about.name or about.id},
        descriptions={"en": about.description or ""},
        dimensions=tuple(_component(each) for each in dimensions),
        attributes=tuple(_component(each) for each in attributes),
        timed=any(each.id == TIME for each in structure.components),
    )
    used: dict[str, CodeList] = {}
    for part in parts:
        held = _list(part, lists, name)
        if held is None:
            continue
        if used.setdefault(held.id, held) != held:
            msg = f"{name}: {structure.id} uses two code lists called {held.id}, which cannot be told apart here."
            raise Refused(msg)
    return Taken(flow=made, lists=tuple(used[each] for each in sorted(used)))


def _one_value(structure: DataStructureDefinition, name: str) -> None:
    measures = [each.id for each in structure.components if each.role == Role.MEASURE]
    if measures != [VALUE]:
        told = ", ".join(measures) or "none"
        msg = f"{name}: {structure.id} has the measures {told}; here an observation has one value, {VALUE}."
        raise Refused(msg)


def _component(part: Part) -> Component:
    held = part.local_enum_ref or part.enum_ref
    codes = part.enumeration
    listed = codes.id if codes else held.rsplit("=", 1)[-1] if held else ""
    return Component(
        id=part.id,
        list=_list_id(listed),
        names={"en": part.name or getattr(part.concept, "name", None) or part.id},
        attached=_attached(part),
        required=bool(part.required and part.role == Role.ATTRIBUTE),
    )


def _list_id(text: str) -> str:
    """``CL_SEX`` of ``SDMX:CL_SEX(2.1)``, or as it is."""
    return text.rsplit(":", 1)[-1].split("(", maxsplit=1)[0]


def _attached(part: Part) -> Literal["observation", "series", "dataset"]:
    if part.role != Role.ATTRIBUTE or part.attachment_level in (None, "O"):
        return "observation"
    return "dataset" if part.attachment_level == "D" else "series"


def _list(part: Part, lists: Mapping[str, Codelist], name: str) -> CodeList | None:
    """The code list of a component; None for one without. Refused where it is not there."""
    held = part.enumeration
    if not isinstance(held, Codelist):
        asked = part.enum_ref
        if not asked:
            return None
        short = asked.rsplit(".", 1)[-1] if "=" in asked.rsplit(".", 1)[-1] else asked
        found = next((each for urn, each in lists.items() if asked.endswith(urn)), None)
        if found is None:
            msg = f"{name} names the code list {short} for {part.id} without its codes. Ask for it with references=descendants."
            raise Refused(msg)
        held = found
    return CodeList(
        id=held.id,
        agency=_agency(held),
        version=held.version,
        names={"en": held.name or held.id},
        codes=tuple(Code(each.id, {"en": each.name or each.id}) for each in held.items),
    )


def written(taken: Taken) -> bytes:
    """A structure as the file that the home keeps."""
    import yaml  # noqa: PLC0415  # only where one is kept

    plain = msgspec.to_builtins(taken)
    text: str = yaml.safe_dump(plain, allow_unicode=True, sort_keys=False)
    return text.encode()
