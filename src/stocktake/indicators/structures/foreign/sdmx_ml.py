"""Structure messages in SDMX-ML 2.1, 3.0 and 3.1."""

from collections.abc import Iterator
from typing import Final, Literal

from lxml import etree

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


_LANGUAGE: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_ROLES: Final[dict[str, Role]] = {
    "Dimension": "dimension",
    "MeasureDimension": "dimension",
    "TimeDimension": "time",
    "Attribute": "attribute",
    "PrimaryMeasure": "measure",
    "Measure": "measure",
}


def read(data: bytes, *, name: str) -> Found:
    """What a message in XML holds; Refused where it is none."""
    root = _root(data, name)
    found = Found()
    for each in _maintained(root, "Codelist", "ValueList"):
        found.lists.append(_code_list(each, name))
    for each in _maintained(root, "ConceptScheme"):
        _concepts(each, found)
    for each in _maintained(root, "DataStructure"):
        if each.find("{*}DataStructureComponents") is not None:
            found.structures.append(_structure(each))
    found.flows += map(_dataflow, _maintained(root, "Dataflow"))
    return found


def _root(data: bytes, name: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        msg = f"{name} is broken XML: {error}"
        raise Refused(msg) from error
    if _local(root) not in ("Structure", "RegistryInterface"):
        msg = f"{name} holds {_local(root)}, no structure message."
        raise Refused(msg)
    return root


def _maintained(root: etree._Element, *kinds: str) -> Iterator[etree._Element]:
    """The artefacts of some kinds; what only refers to one is passed over."""
    for each in root.iter(*(f"{{*}}{kind}" for kind in kinds)):
        if each.get("id") and each.get("agencyID"):
            yield each


def _local(element: etree._Element) -> str:
    return str(etree.QName(element).localname)


def _texts(element: etree._Element, tag: str) -> dict[str, str]:
    """Names or descriptions by language; English where none is said."""
    return {
        (each.get(_LANGUAGE) or "en").split("-")[0]: " ".join((each.text or "").split())
        for each in element.findall(f"{{*}}{tag}")
    }


def _own(element: etree._Element) -> Reference:
    return Reference(
        element.get("id", ""),
        agency=element.get("agencyID", ""),
        version=element.get("version", "1.0"),
    )


def _named(element: etree._Element | None) -> Reference | None:
    """What an element refers to: by ``Ref``, by ``URN``, or by the URN it holds."""
    if element is None:
        return None
    child = element.find("{*}Ref")
    if child is not None:
        return Reference(
            child.get("id", ""),
            agency=child.get("agencyID", ""),
            version=child.get("version", ""),
        )
    urn = element.find("{*}URN")
    text = (urn if urn is not None else element).text
    return reference(text.strip()) if text and text.strip() else None


def _code_list(element: etree._Element, name: str) -> CodeList:
    own = _own(element)
    if element.find("{*}CodelistExtension") is not None:
        msg = f"{name}: the code list {own} is made of others. Ask for it with detail=full, so that it comes with all its codes."
        raise Refused(msg)
    codes = tuple(
        Code(each.get("id", ""), _texts(each, "Name"), parent=_parent(each))
        for each in element.iter("{*}Code", "{*}ValueItem")
        if each.get("id")
    )
    return CodeList(
        own.id,
        _texts(element, "Name"),
        codes,
        agency=own.agency,
        version=own.version,
    )


def _parent(code: etree._Element) -> str:
    above = code.getparent()
    if above is not None and _local(above) == "Code":
        return above.get("id", "")
    found = code.find("{*}Parent")
    if found is None:
        return ""
    child = found.find("{*}Ref")
    return child.get("id", "") if child is not None else (found.text or "").strip()


def _concepts(scheme: etree._Element, found: Found) -> None:
    own = _own(scheme)
    items = []
    for each in scheme.iter("{*}Concept"):
        names = _texts(each, "Name")
        codes = _named(each.find("{*}CoreRepresentation/{*}Enumeration"))
        found.concepts[f"{own}.{each.get('id')}"] = Concept(names, codes)
        items.append(Code(each.get("id", ""), names))
    # The dimension that tells measures apart takes its codes from a concept scheme.
    found.lists.append(
        CodeList(
            own.id,
            _texts(scheme, "Name"),
            tuple(items),
            agency=own.agency,
            version=own.version,
        )
    )


def _structure(element: etree._Element) -> Structure:
    return Structure(_own(element), _texts(element, "Name"), tuple(_parts(element)))


def _parts(structure: etree._Element) -> Iterator[Part]:
    for kind in ("DimensionList", "AttributeList", "MeasureList"):
        for held in structure.iter(f"{{*}}{kind}"):
            for each in held:
                role = _ROLES.get(_local(each)) if isinstance(each.tag, str) else None
                if role:
                    yield _part(each, role)


def _part(element: etree._Element, role: Role) -> Part:
    concept = _concept(element.find("{*}ConceptIdentity"))
    default = {"time": TIME, "measure": VALUE}.get(role, concept.rsplit(".", 1)[-1])
    status = (element.get("assignmentStatus") or element.get("usage") or "").lower()
    return Part(
        id=element.get("id") or default,
        role=role,
        concept=concept,
        codes=_named(element.find("{*}LocalRepresentation/{*}Enumeration")),
        attached=_attached(element.find("{*}AttributeRelationship")),
        required=status == "mandatory",
    )


def _concept(element: etree._Element | None) -> str:
    """``AGENCY:SCHEME(VERSION).ID``, or what there is of it."""
    if element is None:
        return ""
    child = element.find("{*}Ref")
    if child is not None:
        scheme = Reference(
            child.get("maintainableParentID", ""),
            agency=child.get("agencyID", ""),
            version=child.get("maintainableParentVersion", "1.0"),
        )
        return f"{scheme}.{child.get('id')}"
    urn = element.find("{*}URN")
    text = (urn if urn is not None else element).text or ""
    return text.rsplit("=", 1)[-1].strip()


def _attached(
    element: etree._Element | None,
) -> Literal["observation", "series", "dataset"]:
    told = {_local(each) for each in element} if element is not None else set()
    if told & {"None", "Dataflow"}:
        return "dataset"
    if told & {"Dimension", "Group", "AttachmentGroup"}:
        return "series"
    return "observation"


def _dataflow(element: etree._Element) -> Dataflow:
    return Dataflow(
        _own(element),
        _texts(element, "Name"),
        _texts(element, "Description"),
        _named(element.find("{*}Structure")),
    )
