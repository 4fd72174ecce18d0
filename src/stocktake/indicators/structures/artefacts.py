"""Our dataflows, structures, concepts and code lists as SDMX artefacts of pysdmx, which writes them."""

from collections.abc import Collection, Iterable
from typing import Final

from pysdmx.model import (
    Agency,
    AgencyScheme,
    Code,
    Codelist,
    Component,
    Components,
    Concept,
    ConceptScheme,
    Dataflow,
    DataProvider,
    DataProviderScheme,
    DataStructureDefinition,
    DataType,
    ItemReference,
    Role,
)

from stocktake.indicators.structures import naming, reading, rules
from stocktake.kernel.languages import in_language


CONCEPTS: Final = "CONCEPTS"
PROVIDERS: Final = "CL_SOURCE"


def code_list(held: rules.CodeList, language: str = "en") -> Codelist:
    """A code list with names in one language."""
    return Codelist(
        id=held.id,
        name=in_language(held.names, language) or held.id,
        agency=held.agency,
        version=held.version,
        items=[
            Code(code.id, name=in_language(code.names, language) or code.id)
            for code in held.codes
        ],
    )


def dataflow(flow: rules.Flow, language: str = "en") -> Dataflow:
    """A dataflow; it names its structure."""
    return Dataflow(
        id=flow.id,
        name=naming.flow(flow, language),
        description=in_language(flow.descriptions, language) or None,
        agency=flow.agency,
        version=flow.version,
        structure=structure_urn(flow),
    )


def scheme_id(flow: rules.Flow) -> str:
    """The concept scheme of a dataflow: one for all of ours, one for each of others."""
    own = flow.agency == rules.AGENCY
    return CONCEPTS if own else f"{flow.structure_id}_{CONCEPTS}"


def concept_scheme(
    flows: Iterable[rules.Flow],
    language: str = "en",
    *,
    only: Collection[str] | None = None,
) -> ConceptScheme:
    """The concepts of dataflows that share a scheme; ``only`` some makes it partial."""
    items: dict[str, Concept] = {}
    held = tuple(flows)
    for flow in held:
        for name in (*flow.key_ids, rules.VALUE, *flow.attribute_ids):
            if only is None or name in only:
                label = naming.component(flow, name, language)
                items.setdefault(name, Concept(name, name=label))
    first = held[0]
    return ConceptScheme(
        id=scheme_id(first),
        name=_SCHEME_NAMES.get(language, _SCHEME_NAMES["en"]),
        agency=first.agency,
        version="1.0",
        items=[items[name] for name in sorted(items)],
        is_partial=only is not None,
    )


_SCHEME_NAMES: Final = {
    "ar": "المفاهيم",
    "zh": "概念",
    "en": "Concepts",
    "fr": "Concepts",
    "ru": "Понятия",
    "es": "Conceptos",
}


def structure(flow: rules.Flow, language: str = "en") -> DataStructureDefinition:
    """The data structure definition of a dataflow; it names concepts and code lists."""
    parts = [_part(flow, each.id, Role.DIMENSION) for each in flow.dimensions]
    if flow.timed:
        parts.append(_part(flow, rules.TIME, Role.DIMENSION, DataType.PERIOD))
    parts.append(_part(flow, rules.VALUE, Role.MEASURE, DataType.DOUBLE))
    parts += [_part(flow, each.id, Role.ATTRIBUTE) for each in flow.attributes]
    return DataStructureDefinition(
        id=flow.structure_id,
        name=naming.flow(flow, language),
        agency=flow.agency,
        version=flow.version,
        components=Components(parts),
    )


def _part(
    flow: rules.Flow, name: str, role: Role, kind: DataType = DataType.STRING
) -> Component:
    held = flow.components.get(name)
    codes = reading.lists(flow).get(name)
    return Component(
        id=name,
        required=role is Role.DIMENSION or bool(held and held.required),
        role=role,
        concept=ItemReference("Concept", flow.agency, scheme_id(flow), "1.0", name),
        local_dtype=None if codes else kind,
        local_enum_ref=list_urn(codes) if codes else None,
        # The store keeps attributes by observation, whatever they are attached to.
        attachment_level="O" if role is Role.ATTRIBUTE else None,
    )


def structure_urn(flow: rules.Flow) -> str:
    """The URN of the data structure definition of a dataflow."""
    return (
        "urn:sdmx:org.sdmx.infomodel.datastructure.DataStructure="
        f"{flow.agency}:{flow.structure_id}({flow.version})"
    )


def flow_urn(flow: rules.Flow) -> str:
    """The URN of a dataflow in SDMX."""
    return f"urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow={flow.reference}"


def list_urn(held: rules.CodeList) -> str:
    """The URN of a code list."""
    return (
        "urn:sdmx:org.sdmx.infomodel.codelist.Codelist="
        f"{held.agency}:{held.id}({held.version})"
    )


def agencies(flows: Iterable[rules.Flow]) -> AgencyScheme:
    """Everyone who maintains an artefact here."""
    ids = sorted({flow.agency for flow in flows} | {rules.AGENCY, "SDMX"})
    return AgencyScheme(
        agency="SDMX",
        items=[Agency(each, name=_AGENCIES.get(each, each)) for each in ids],
    )


def own_agencies() -> AgencyScheme:
    """The agencies under ours, of which there are none."""
    return AgencyScheme(agency=rules.AGENCY, items=[])


_AGENCIES: Final = {rules.AGENCY: "Stocktake", "SDMX": "SDMX"}


def providers(language: str = "en") -> DataProviderScheme:
    """Who the figures come from: the sources that are told apart in the data."""
    held = reading.own_lists()[PROVIDERS]
    return DataProviderScheme(
        name=in_language(held.names, language),
        agency=rules.AGENCY,
        items=[
            DataProvider(code.id, name=in_language(code.names, language))
            for code in held.codes
        ],
    )
