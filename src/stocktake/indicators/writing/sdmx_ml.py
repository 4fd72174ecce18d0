"""SDMX-ML: generic and structure-specific 2.1, structure-specific 3.0 and 3.1."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from stocktake.indicators import sql
from stocktake.indicators.head import Head, moment
from stocktake.indicators.serving.asked import ALL, Asked
from stocktake.indicators.serving.parts import Part, Selection
from stocktake.indicators.structures import xsd
from stocktake.indicators.structures.rules import TIME, VALUE
from stocktake.indicators.writing import rows


Kind = Literal["generic", "specific", "specific 3.0", "specific 3.1"]
_BASE: Final = "http://www.sdmx.org/resources/sdmxml/schemas"
_XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
_ROOTS: Final = {
    ("generic", False): "GenericData",
    ("generic", True): "GenericTimeSeriesData",
    ("specific", False): "StructureSpecificData",
    ("specific", True): "StructureSpecificTimeSeriesData",
    ("specific 3.0", False): "StructureSpecificData",
    ("specific 3.1", False): "StructureSpecificData",
}
_STRUCTURE: Final = "STRUCTURE"
_REFERRED: Final = {"dataflow": "StructureUsage", "datastructure": "Structure"}


@dataclass(frozen=True, slots=True)
class Ml:
    """Which SDMX-ML; ``series_only``: the messages that hold time series and no others."""

    head: Head
    kind: Kind = "generic"
    series_only: bool = False

    @property
    def _root(self) -> str:
        return _ROOTS[self.kind, self.series_only]

    @property
    def _version(self) -> str:
        return {"specific 3.0": "v3_0", "specific 3.1": "v3_1"}.get(self.kind, "v2_1")

    @property
    def _new(self) -> bool:
        """Whether it is a message of SDMX 3."""
        return self._version != "v2_1"

    def message(self, held: Sequence[Selection]) -> Iterator[str]:
        """Head with a structure for each dataflow, a data set for each part, end."""
        yield self._beginning([each.asked for each in held])
        layout = _generic if self.kind == "generic" else _specific
        for place, each in enumerate(held):
            for part in each.parts:
                yield self._data_set(part, place)
                yield from _closed(
                    rows.lines(each.asked, part, layout(each.asked, part)),
                    each.asked,
                    self.kind,
                )
                yield "</m:DataSet>\n"
        yield f"</m:{self._root}>\n"

    def _beginning(self, asked: Sequence[Asked]) -> str:
        base = f"{_BASE}/{self._version}"
        spaces = {"m": f"{base}/message", "c": f"{base}/common", "xsi": _XSI}
        if self.kind == "generic":
            spaces["g"] = f"{base}/data/generic"
        else:
            spaces["s"] = f"{base}/data/structurespecific"
            for place, each in enumerate(asked):
                spaces[_numbered("ns", place)] = _own(each)
        declared = " ".join(f'xmlns:{name}="{uri}"' for name, uri in spaces.items())
        structures = "".join(
            self._structure(each, place) for place, each in enumerate(asked)
        )
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f"<m:{self._root} {declared}>\n<m:Header><m:ID>{self.head.id}</m:ID>"
            f"<m:Test>false</m:Test><m:Prepared>{self.head.moment}</m:Prepared>"
            f'<m:Sender id="{self.head.sender}"/>{structures}</m:Header>\n'
        )

    def _structure(self, asked: Asked, place: int) -> str:
        namespace = "" if self.kind == "generic" else f' namespace="{_own(asked)}"'
        tag = _REFERRED[asked.against]
        return (
            f'<m:Structure structureID="{_numbered(_STRUCTURE, place)}"{namespace} '
            f'dimensionAtObservation="{asked.at_observation}">'
            f"<c:{tag}>{self._reference(asked)}</c:{tag}></m:Structure>"
        )

    def _reference(self, asked: Asked) -> str:
        if self._new:
            return asked.urn
        flow, against = asked.flow, asked.against
        name, kind = (
            (flow.id, "Dataflow")
            if against == "dataflow"
            else (flow.structure_id, "DataStructure")
        )
        return (
            f'<Ref agencyID="{flow.agency}" id="{name}" version="{flow.version}" '
            f'class="{kind}" package="datastructure"/>'
        )

    def _data_set(self, part: Part, place: int) -> str:
        """The data set's opening tag: what to do with it, and when it was in force."""
        structure = _numbered(_STRUCTURE, place)
        told = {"action": part.action}
        if part.since:
            told["validFromDate"] = moment(part.since)
        if part.until:
            told["validToDate"] = moment(part.until)
        if self.kind == "generic":
            cells = " ".join(f'{name}="{text}"' for name, text in told.items())
            return f'<m:DataSet structureRef="{structure}" {cells}>\n'
        cells = " ".join(f's:{name}="{text}"' for name, text in told.items())
        scope = "" if self._new else ' s:dataScope="DataStructure"'
        return (
            f'<m:DataSet s:structureRef="{structure}" '
            f'xsi:type="{_numbered("ns", place)}:DataSetType"{scope} {cells}>\n'
        )


def _numbered(name: str, place: int) -> str:
    """A name of its own for the second structure of a message and those that follow."""
    return f"{name}{place + 1}" if place else name


def _own(asked: Asked) -> str:
    """The namespace of a structure's own elements."""
    return xsd.namespace(asked.flow, asked.at_observation)


def _closed(texts: Iterator[str], asked: Asked, kind: Kind) -> Iterator[str]:
    """The texts, and the end of the last series where there was one."""
    some = False
    for each in texts:
        some = True
        yield each
    if some and asked.group:
        yield "</g:Series>\n" if kind == "generic" else "</Series>\n"


def _joined(*pieces: str) -> str:
    return f"concat({', '.join(pieces)})"


def _optional(cell: str, before: str, after: str) -> str:
    """A cell between two texts; NULL, which is written as nothing, without a cell."""
    return f"{sql.text(before)} || {cell} || {sql.text(after)}"


def _shown(asked: Asked, part: Part) -> tuple[str, ...]:
    """The attributes that are written; a deleted observation has its key only."""
    return () if part.kind == "gone" else asked.attributes


def _has_value(asked: Asked, part: Part) -> bool:
    return asked.values and part.kind != "gone"


def _generic(asked: Asked, part: Part) -> rows.Layout:
    value = (
        [_optional(rows.number(), '<g:ObsValue value="', '"/>')]
        if _has_value(asked, part)
        else []
    )
    attributes = [
        _optional(rows.in_xml(part, name), f'<g:Value id="{name}" value="', '"/>')
        for name in _shown(asked, part)
    ]
    held = _joined("''", *attributes)
    told = (
        [f"'<g:Attributes>' || nullif({held}, '') || '</g:Attributes>'"]
        if attributes
        else []
    )
    end = "'</g:Obs>\n'"
    if not asked.group:
        key = (_value(part, name) for name in asked.flow.key_ids)
        start = ("'<g:Obs><g:ObsKey>'", *key, "'</g:ObsKey>'")
        return rows.Layout(item=_joined(*start, *value, *told, end))
    key = (_value(part, name) for name in asked.group)
    at = asked.at_observation
    named = "" if at == TIME else f' id="{at}"'
    dimension = _optional(
        rows.in_xml(part, at), f'<g:ObsDimension{named} value="', '"/>'
    )
    return rows.Layout(
        open=_joined("'<g:Series><g:SeriesKey>'", *key, "'</g:SeriesKey>\n'"),
        close="'</g:Series>\n'",
        item=_joined("'<g:Obs>'", dimension, *value, *told, end),
    )


def _value(part: Part, name: str) -> str:
    return _optional(rows.in_xml(part, name), f'<g:Value id="{name}" value="', '"/>')


def _specific(asked: Asked, part: Part) -> rows.Layout:
    def cells(names: Sequence[str], how: Callable[[Part, str], str]) -> list[str]:
        return [_optional(how(part, name), f' {name}="', '"') for name in names]

    value = (
        [_optional(rows.number(), f' {VALUE}="', '"')]
        if _has_value(asked, part)
        else []
    )
    item = _joined(
        "'<Obs'",
        *cells(asked.at, rows.in_xml),
        *value,
        *cells(_shown(asked, part), rows.in_xml),
        "'/>\n'",
    )
    if asked.at_observation == ALL:
        return rows.Layout(item=item)
    return rows.Layout(
        open=_joined("'<Series'", *cells(asked.group, rows.in_xml), "'>\n'"),
        close="'</Series>\n'",
        item=item,
    )
