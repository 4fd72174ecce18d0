"""The XML schema of a dataflow's structure-specific messages, for 2.1, 3.0 and 3.1."""

from collections.abc import Iterator
from typing import Final, Literal
from xml.sax.saxutils import quoteattr

from stocktake.indicators.structures import reading
from stocktake.indicators.structures.artefacts import structure_urn
from stocktake.indicators.structures.rules import TIME, VALUE, Flow


Version = Literal["2.1", "3.0", "3.1"]
ALL: Final = "AllDimensions"
_BASE: Final = "http://www.sdmx.org/resources/sdmxml/schemas"
_ANNOTATIONS: Final = '<xs:element ref="c:Annotations" minOccurs="0"/>'
_PROVIDER: Final = (
    '<xs:element name="DataProvider" type="c:DataProviderReferenceType" '
    'form="unqualified" minOccurs="0"/>'
)


def namespace(flow: Flow, at: str) -> str:
    """The namespace of the messages of a dataflow, by the dimension at the observation."""
    return f"{structure_urn(flow)}:ObsLevelDim:{at}"


def schema(flow: Flow, at: str, version: Version) -> bytes:
    """The schema; it imports those of the standard, which a validator has beside it."""
    base = f"{_BASE}/v{version.replace('.', '_')}"
    own = namespace(flow, at)
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:c="{base}/common" '
        f'xmlns:s="{base}/data/structurespecific" xmlns="{own}" targetNamespace="{own}" '
        'elementFormDefault="qualified" attributeFormDefault="unqualified">\n'
        f'<xs:import namespace="{base}/common" schemaLocation="SDMXCommon.xsd"/>\n'
        f'<xs:import namespace="{base}/data/structurespecific" '
        'schemaLocation="SDMXDataStructureSpecific.xsd"/>\n'
    )
    parts = (head, *_lists(flow), *_types(flow, at, version), "</xs:schema>\n")
    return "".join(parts).encode()


def _lists(flow: Flow) -> Iterator[str]:
    """A type for each code list that is used."""
    used = {held.id: held for held in reading.lists(flow).values()}
    for name in sorted(used):
        codes = "".join(
            f"<xs:enumeration value={quoteattr(code.id)}/>" for code in used[name].codes
        )
        yield (
            f'<xs:simpleType name="{name}"><xs:restriction base="xs:string">{codes}'
            "</xs:restriction></xs:simpleType>\n"
        )


def _types(flow: Flow, at: str, version: Version) -> Iterator[str]:
    series = at == TIME and version == "2.1"
    kind = "TimeSeries" if series else ""
    if at == ALL:
        content = '<xs:element name="Obs" type="ObsType" form="unqualified" maxOccurs="unbounded"/>'
    else:
        content = '<xs:element name="Series" type="SeriesType" form="unqualified" maxOccurs="unbounded"/>'
    choice = '<xs:choice minOccurs="0"{}>{}</xs:choice>'.format(
        "" if version == "2.1" else ' maxOccurs="unbounded"', content
    )
    inside = f"<xs:sequence>{_ANNOTATIONS}{_PROVIDER}{choice}</xs:sequence>"
    yield _restriction("DataSetType", f"s:{kind}DataSetType", inside)
    if at != ALL:
        keys = [name for name in flow.key_ids if name != at]
        inside = (
            f'<xs:sequence>{_ANNOTATIONS}<xs:element name="Obs" type="ObsType" '
            'form="unqualified" minOccurs="0" maxOccurs="unbounded"/></xs:sequence>'
        )
        base = "s:TimeSeriesType" if series else "s:SeriesType"
        told = "".join(_attribute(flow, name, use="required") for name in keys)
        yield _restriction("SeriesType", base, inside + told)
    keys = list(flow.key_ids) if at == ALL else [at]
    told = "".join(_attribute(flow, name, use="required") for name in keys)
    told += f'<xs:attribute name="{VALUE}" type="xs:double" use="optional"/>'
    told += "".join(
        _attribute(flow, name, use="optional") for name in flow.attribute_ids
    )
    inside = f"<xs:sequence>{_ANNOTATIONS}</xs:sequence>"
    yield _restriction("ObsType", f"s:{kind}ObsType", inside + told)


def _restriction(name: str, base: str, inside: str) -> str:
    return (
        f'<xs:complexType name="{name}"><xs:complexContent><xs:restriction base="{base}">'
        f"{inside}</xs:restriction></xs:complexContent></xs:complexType>\n"
    )


def _attribute(flow: Flow, name: str, *, use: str) -> str:
    """A dimension or an attribute: a code of its list, a time period, or any text."""
    lists = reading.lists(flow)
    kind = "c:ObservationalTimePeriodType" if name == TIME else "xs:string"
    if name in lists:
        kind = lists[name].id
    return f'<xs:attribute name="{name}" type="{kind}" use="{use}"/>'
