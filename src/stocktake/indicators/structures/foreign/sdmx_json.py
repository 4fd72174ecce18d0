"""Structure messages in SDMX-JSON 2.0 and 2.1."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal

import msgspec

from stocktake.indicators.structures.foreign.found import (
    Concept,
    Dataflow,
    Found,
    Part,
    Role,
    Structure,
)
from stocktake.indicators.structures.rules import (
    TIME,
    VALUE,
    Code,
    CodeList,
    Reference,
    reference,
)
from stocktake.kernel.errors import Refused


def read(data: bytes, *, name: str) -> Found:
    """What a message in JSON holds; Refused where it is none."""
    try:
        message = msgspec.json.decode(data)
        return _found(message.get("data", message))
    except msgspec.DecodeError as error:
        msg = f"{name} is broken JSON: {error}"
        raise Refused(msg) from error
    except (AttributeError, KeyError, TypeError) as error:
        msg = f"{name} is no structure message of SDMX-JSON ({error!r})."
        raise Refused(msg) from error


def _found(data: Mapping[str, Any]) -> Found:
    found = Found()
    for each in (*data.get("codelists", ()), *data.get("valuelists", ())):
        found.lists.append(_items(each, each.get("codes") or each.get("valueItems")))
    for each in data.get("conceptSchemes", ()):
        scheme = _own(each)
        for item in each.get("concepts", ()):
            core = item.get("coreRepresentation") or {}
            key = f"{scheme}.{item['id']}"
            found.concepts[key] = Concept(_names(item), _named(core.get("enumeration")))
    for each in data.get("dataStructures", ()):
        if each.get("dataStructureComponents"):
            parts = tuple(_parts(each["dataStructureComponents"]))
            found.structures.append(Structure(_own(each), _names(each), parts))
    for each in data.get("dataflows", ()):
        found.flows.append(
            Dataflow(
                _own(each),
                _names(each),
                _names(each, "description"),
                _named(each.get("structure")),
            )
        )
    return found


def _names(item: Mapping[str, Any], what: str = "name") -> dict[str, str]:
    """Names by language; the one without a language is taken as English."""
    told = {
        key.split("-")[0]: str(text)
        for key, text in (item.get(f"{what}s") or {}).items()
    }
    if item.get(what) and "en" not in told:
        told["en"] = str(item[what])
    return told


def _own(item: Mapping[str, Any]) -> Reference:
    return Reference(
        item["id"], agency=item["agencyID"], version=item.get("version") or "1.0"
    )


def _named(urn: str | None) -> Reference | None:
    return reference(urn) if urn else None


def _items(held: Mapping[str, Any], items: Any) -> CodeList:
    own = _own(held)
    codes = tuple(
        Code(str(each["id"]), _names(each), parent=str(each.get("parent") or ""))
        for each in items or ()
    )
    return CodeList(own.id, _names(held), codes, agency=own.agency, version=own.version)


def _parts(held: Mapping[str, Any]) -> Iterator[Part]:
    dimensions = held.get("dimensionList") or {}
    told = sorted(
        dimensions.get("dimensions") or (), key=lambda each: each.get("position", 0)
    )
    for each in told:
        role: Role = "time" if each.get("type") == "TimeDimension" else "dimension"
        yield _part(each, role)
    times = dimensions.get("timeDimensions") or [dimensions.get("timeDimension")]
    for each in filter(None, times):
        yield _part(each, "time")
    for each in (held.get("attributeList") or {}).get("attributes") or ():
        yield _part(each, "attribute")
    measures = held.get("measureList") or {}
    several = measures.get("measures") or [measures.get("primaryMeasure")]
    for each in filter(None, several):
        yield _part(each, "measure")


def _part(each: Mapping[str, Any], role: Role) -> Part:
    concept = str(each.get("conceptIdentity") or "").rsplit("=", 1)[-1]
    default = {"time": TIME, "measure": VALUE}.get(role, concept.rsplit(".", 1)[-1])
    local = each.get("localRepresentation") or {}
    status = str(each.get("assignmentStatus") or each.get("usage") or "").lower()
    return Part(
        id=str(each.get("id") or default),
        role=role,
        concept=concept,
        codes=_named(local.get("enumeration")),
        attached=_attached(each.get("attributeRelationship") or {}),
        required=status == "mandatory",
    )


def _attached(held: Mapping[str, Any]) -> Literal["observation", "series", "dataset"]:
    if "dataflow" in held or "none" in held:
        return "dataset"
    return "series" if {"dimensions", "group"} & set(held) else "observation"
