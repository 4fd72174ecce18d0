"""Artefacts as messages: SDMX-ML 2.1, 3.0, 3.1, SDMX-JSON 2.0, 2.1; written by pysdmx, mended here."""

import json
import re
from collections.abc import Callable, Sequence
from typing import Any, Final, Literal, cast

import msgspec
from pysdmx.io import write_sdmx
from pysdmx.io.format import Format
from pysdmx.model import (
    AvailabilityConstraint,
    Dataflow,
    DataStructureDefinition,
    Organisation,
)
from pysdmx.model.__base import ItemScheme, MaintainableArtefact
from pysdmx.model.dataflow import Components
from pysdmx.model.message import Header

from stocktake.indicators.head import Head
from stocktake.indicators.structures import (
    artefacts,
    categories,
    hierarchy,
    registry,
)
from stocktake.indicators.structures.registry import Found, Key, Query, Registry
from stocktake.indicators.structures.rules import AGENCY
from stocktake.kernel.errors import BrokenData, NotFound


Artefact = MaintainableArtefact | AvailabilityConstraint
Kind = Literal["ml 2.1", "ml 3.0", "ml 3.1", "json 2.0", "json 2.1"]
_FORMATS: Final = {
    "ml 2.1": Format.STRUCTURE_SDMX_ML_2_1,
    "ml 3.0": Format.STRUCTURE_SDMX_ML_3_0,
    "ml 3.1": Format.STRUCTURE_SDMX_ML_3_1,
    "json 2.0": Format.STRUCTURE_SDMX_JSON_2_0_0,
    "json 2.1": Format.STRUCTURE_SDMX_JSON_2_1_0,
}
_EMPTY_COMPONENTS = re.compile(
    r"<str:DataStructureComponents>\s*</str:DataStructureComponents>"
)
# SDMX-ML 3.0 lets an attribute name the values it is about; clients stumble over it, and
# there is but one value here.
_MEASURES = re.compile(
    r"<str:MeasureRelationship>.*?</str:MeasureRelationship>", re.DOTALL
)


def build(held: Registry, query: Query, language: str) -> tuple[Artefact, ...]:
    """The artefacts of a query, each as whole as its ``detail`` says.

    NotFound where nothing matches, or no item of a scheme.
    """
    found = held.find(query)
    if not found.matching:
        raise NotFound(_nothing(held, query))
    used = {
        registry.CONCEPTS: _concepts(held, found),
        registry.CATEGORIES: _themes(held, found),
    }
    made: list[Artefact] = []
    for key in found.matching:
        whole = _artefact(held, key, language)
        if query.items and key.kind in registry.ITEMS:
            whole = _only(whole, query.items)
        made.append(_matching_detail(query.detail)(whole))
    for key in found.beside:
        partial = query.detail in ("referencepartial", "partialraw")
        whole = _artefact(
            held, key, language, only=used.get(key.kind) if partial else None
        )
        made.append(_beside_detail(query.detail)(whole))
    if query.items and not any(
        isinstance(each, ItemScheme) and each.items
        for each in made[: len(found.matching)]
    ):
        msg = f"No scheme that matches has an item {', '.join(query.items)}."
        raise NotFound(msg)
    return tuple(made)


def _nothing(held: Registry, query: Query) -> str:
    kinds = ", ".join(sorted(query.kinds)) or "artefact"
    there = sorted(
        f"{key.agency}:{key.id}({key.version})"
        for key in held.refers
        if key.kind in query.kinds
    )
    listed = f" There are: {', '.join(there[:40])}." if there else ""
    return f"No {kinds} matches here.{listed}"


def _concepts(held: Registry, found: Found) -> frozenset[str]:
    """The concepts that the structures of an answer use."""
    flows = {
        flow.reference: flow
        for key in (*found.matching, *found.beside)
        if key.kind in (registry.FLOW, registry.STRUCTURE)
        for flow in held.flows_of(key)
    }
    return frozenset(
        name
        for flow in flows.values()
        for name in (*flow.key_ids, "OBS_VALUE", *flow.attribute_ids)
    )


def _themes(held: Registry, found: Found) -> frozenset[str]:
    """The categories that the categorisations of an answer are about."""
    answered = {*found.matching, *found.beside}
    return frozenset(
        categories.of(flow)[name]
        for key, (flow, name) in held.categorisations.items()
        if key in answered
    )


def _artefact(
    held: Registry, key: Key, language: str, *, only: frozenset[str] | None = None
) -> MaintainableArtefact:
    """One artefact whole; a scheme of concepts or categories in part where it says so."""
    if key.kind in (registry.CATEGORIES, registry.CATEGORISATION):
        return _categories(held, key, language, only)
    if key.kind in (registry.AGENCIES, registry.PROVIDERS):
        return _organisations(held, key, language)
    if key.kind == registry.CODES:
        return artefacts.code_list(held.code_list(key), language)
    if key.kind == registry.CONCEPTS:
        return artefacts.concept_scheme(held.flows_of(key), language, only=only)
    flow = held.flows_of(key)[0]
    if key.kind == registry.STRUCTURE:
        return artefacts.structure(flow, language)
    return artefacts.dataflow(flow, language)


def _categories(
    held: Registry, key: Key, language: str, only: frozenset[str] | None
) -> MaintainableArtefact:
    if key.kind == registry.CATEGORIES:
        return categories.scheme(language, only=only)
    return categories.categorisation(*held.categorisations[key], language)


def _organisations(held: Registry, key: Key, language: str) -> MaintainableArtefact:
    if key.kind == registry.PROVIDERS:
        return artefacts.providers(language)
    top = key.agency != AGENCY
    return artefacts.agencies(held.flows) if top else artefacts.own_agencies()


def _only(scheme: MaintainableArtefact, items: Sequence[str]) -> MaintainableArtefact:
    """A scheme with some of its items."""
    assert isinstance(scheme, ItemScheme)
    kept = [item for item in scheme.items if item.id in items]
    return msgspec.structs.replace(scheme, items=kept, is_partial=True)


def _whole(artefact: MaintainableArtefact) -> MaintainableArtefact:
    return artefact


def _stub(artefact: MaintainableArtefact) -> MaintainableArtefact:
    """What names an artefact, and its name."""
    return msgspec.structs.replace(_complete_stub(artefact), description=None)


def _complete_stub(artefact: MaintainableArtefact) -> MaintainableArtefact:
    """What names an artefact, its name and its description."""
    empty: dict[str, Any] = {}
    if isinstance(artefact, ItemScheme):
        empty = {"items": (), "is_partial": False}
    elif isinstance(artefact, DataStructureDefinition):
        empty = {"components": Components([])}
    return msgspec.structs.replace(artefact, is_external_reference=True, **empty)


_Shape = Callable[[MaintainableArtefact], MaintainableArtefact]
_MATCHING: Final[dict[str, _Shape]] = {
    "allstubs": _stub,
    "allcompletestubs": _complete_stub,
}
_BESIDE: Final[dict[str, _Shape]] = _MATCHING | {
    "referencestubs": _stub,
    "referencecompletestubs": _complete_stub,
}


def _matching_detail(detail: str) -> _Shape:
    return _MATCHING.get(detail, _whole)


def _beside_detail(detail: str) -> _Shape:
    return _BESIDE.get(detail, _whole)


def write(made: Sequence[Artefact], kind: Kind, head: Head, language: str) -> bytes:
    """A structure message; the names in it are in one language."""
    header = Header(
        id=head.id, prepared=head.prepared, sender=Organisation(id=head.sender)
    )
    parents = hierarchy.parents(made)
    if kind.startswith("json"):
        text = write_sdmx(made, _FORMATS[kind], header=header, prettyprint=False)
        return _mended_json(text or "", language, parents)
    plain = [_without_structure(each) for each in made]
    text = write_sdmx(plain, _FORMATS[kind], header=header, prettyprint=False) or ""
    text = _MEASURES.sub("", _EMPTY_COMPONENTS.sub("", text))
    text = hierarchy.in_xml(text, parents, kind.removeprefix("ml "))
    return text.replace('xml:lang="en"', f'xml:lang="{language}"').encode()


def _without_structure(artefact: Artefact) -> Artefact:
    """A stub of a dataflow does not name its structure."""
    if isinstance(artefact, Dataflow) and artefact.is_external_reference:
        return msgspec.structs.replace(artefact, structure=None)
    return artefact


def _mended_json(text: str, language: str, parents: hierarchy.Parents) -> bytes:
    """Without the empty lists that the schema refuses, stubs without content; codes with
    what they are a part of.
    """
    message = json.loads(text)
    message["meta"]["contentLanguages"] = [language]
    data = message.get("data", {})
    hierarchy.in_json(data, parents)
    for structure in data.get("dataStructures", ()):
        if structure.get("isExternalReference"):
            structure.pop("dataStructureComponents", None)
        elif not structure["dataStructureComponents"].get("groups"):
            structure["dataStructureComponents"].pop("groups", None)
    for scheme in data.get("agencySchemes", ()):
        if not scheme.get("agencies"):
            scheme.pop("agencies", None)
    for flow in data.get("dataflows", ()):
        if flow.get("isExternalReference"):
            flow.pop("structure", None)
    return json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode()


def kind(name: str) -> Kind:
    """The kind of message of a name; BrokenData for one that is not written here."""
    if name not in _FORMATS:
        msg = f"Structures are not written as {name}."
        raise BrokenData(msg)
    return cast("Kind", name)
