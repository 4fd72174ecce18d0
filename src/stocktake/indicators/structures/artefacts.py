"""Our dataflows and code lists as SDMX artefacts of pysdmx, which writes them as messages."""

from collections.abc import Mapping

from pysdmx.model import (
    Agency,
    Code,
    Codelist,
    Component,
    Components,
    Concept,
    Dataflow,
    DataStructureDefinition,
    DataType,
    Role,
)

from stocktake.indicators.structures import reading, rules
from stocktake.kernel.languages import in_language


def code_list(held: rules.CodeList, language: str = "en") -> Codelist:
    """A code list with names in one language."""
    return Codelist(
        id=held.id,
        name=in_language(held.names, language),
        agency=Agency(held.agency),
        version=held.version,
        items=[Code(code.id, in_language(code.names, language)) for code in held.codes],
    )


def dataflow(flow: rules.Flow, language: str = "en") -> Dataflow:
    """A dataflow with its structure, concepts and code lists in one language."""
    return Dataflow(
        id=flow.id,
        name=in_language(flow.names, language),
        description=in_language(flow.descriptions, language),
        agency=Agency(flow.agency),
        version=flow.version,
        structure=structure(flow, language),
    )


def structure(flow: rules.Flow, language: str = "en") -> DataStructureDefinition:
    """The data structure definition of a dataflow."""
    lists = {
        name: code_list(held, language) for name, held in reading.lists(flow).items()
    }
    parts = [_coded(each, Role.DIMENSION, lists, language) for each in flow.dimensions]
    if flow.timed:
        parts.append(_plain(rules.TIME, Role.DIMENSION, DataType.PERIOD))
    parts.append(_plain(rules.VALUE, Role.MEASURE, DataType.DOUBLE))
    parts += [_coded(each, Role.ATTRIBUTE, lists, language) for each in flow.attributes]
    return DataStructureDefinition(
        id=flow.structure_id,
        name=in_language(flow.names, language),
        agency=Agency(flow.agency),
        version=flow.version,
        components=Components(parts),
    )


def _coded(
    part: rules.Component, role: Role, lists: Mapping[str, Codelist], language: str
) -> Component:
    codes = lists.get(part.id)
    level = "D" if part.attached == "dataset" else "O"  # the store keeps them by row
    return Component(
        id=part.id,
        required=role is Role.DIMENSION or part.required,
        role=role,
        concept=Concept(part.id, name=in_language(part.names, language)),
        local_dtype=DataType.STRING,
        local_codes=codes,
        attachment_level=level if role is Role.ATTRIBUTE else None,
    )


def _plain(name: str, role: Role, kind: DataType) -> Component:
    return Component(
        id=name,
        required=role is Role.DIMENSION,
        role=role,
        concept=Concept(name),
        local_dtype=kind,
    )
