"""SDMX-JSON 1.0, 2.0 and 2.1: codes as places in lists, the lists first."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from stocktake.indicators import periods, sql
from stocktake.indicators.head import Head, moment
from stocktake.indicators.serving import used
from stocktake.indicators.serving.asked import Asked
from stocktake.indicators.serving.conditions import texts, typed
from stocktake.indicators.serving.parts import Part, Selection
from stocktake.indicators.structures import naming
from stocktake.indicators.structures.rules import TIME, VALUE
from stocktake.indicators.writing import rows


_ID: Final = re.compile(r"[A-Za-z0-9_@$-]+")
_SCHEMAS: Final = "https://raw.githubusercontent.com/sdmx-twg/sdmx-json/master/data-message/tools/schemas"
Used = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Json:
    """Which SDMX-JSON, and the language of its names."""

    head: Head
    old: bool = False  # 1.0
    language: str = "en"
    version: str = "2.0.0"  # or 2.1

    def message(self, held: Sequence[Selection]) -> Iterator[str]:
        """Structures first, then a data set for each part; 1.0 holds one dataflow."""
        lists = [self._used(each) for each in held]
        yield f'{{"meta":{_text(self._meta())},"data":{{'
        yield f'{self._structures(held, lists)},"dataSets":['
        between = ""
        for place, (selection, used_here) in enumerate(zip(held, lists, strict=True)):
            for part in selection.parts:
                yield between
                yield from self._data_set(selection.asked, part, used_here, place)
                between = ","
        yield "]}}\n"

    def _used(self, held: Selection) -> Used:
        """The codes of dimensions and attributes that stand in lists."""
        listed = [*held.asked.flow.key_ids, *self._listed(held.asked, held.parts)]
        return used.codes(held.asked, held.parts, listed)

    def _listed(self, asked: Asked, parts: Sequence[Part]) -> list[str]:
        """Attributes whose values are in lists; in 2.0 free texts stand where they belong."""
        return [
            name
            for name in asked.attributes
            if self.old or any(typed(part.release, name) for part in parts)
        ]

    def _meta(self) -> dict[str, Any]:
        version = "1.0" if self.old else self.version
        return {
            "schema": f"{_SCHEMAS}/{version}/sdmx-json-data-schema.json",
            "id": self.head.id,
            "test": False,
            "prepared": self.head.moment,
            "contentLanguages": [self.language],
            "sender": {"id": self.head.sender},
        }

    def _structures(self, held: Sequence[Selection], lists: Sequence[Used]) -> str:
        """Each structure, with the places of the data sets that have it."""
        made, first = [], 0
        for each, used_here in zip(held, lists, strict=True):
            told = self._structure(each.asked, used_here)
            if not self.old:
                told["dataSets"] = list(range(first, first + len(each.parts)))
            first += len(each.parts)
            made.append(told)
        return (
            f'"structure":{_text(made[0])}'
            if self.old
            else f'"structures":{_text(made)}'
        )

    def _structure(self, asked: Asked, held: Used) -> dict[str, Any]:
        flow = asked.flow
        told: dict[str, Any] = {
            "links": [self._link(asked)],
            "name": naming.flow(flow, self.language),
            "dimensions": {
                "dataSet": [],
                "series": [self._dimension(asked, name, held) for name in asked.group],
                "observation": [
                    self._dimension(asked, name, held) for name in asked.at
                ],
            },
        }
        if not self.old:
            value = {"id": VALUE, "name": naming.component(flow, VALUE, self.language)}
            told["measures"] = {"observation": [value]}
        told["attributes"] = {
            "dataSet": [],
            "series": [],
            "observation": [
                self._attribute(asked, name, held) for name in self._told(asked, held)
            ],
        }
        return told

    def _link(self, asked: Asked) -> dict[str, str]:
        return {"urn": asked.urn, "rel": asked.against}

    def _told(self, asked: Asked, held: Used) -> list[str]:
        """The attributes that are written: those with a value somewhere, and free texts."""
        return [name for name in asked.attributes if held.get(name, ("",))]

    def _dimension(self, asked: Asked, name: str, held: Used) -> dict[str, Any]:
        roles = {"roles": [name]} if name in (TIME, "FREQ") else {}
        return {
            "id": name,
            "name": naming.component(asked.flow, name, self.language),
            "keyPosition": asked.flow.key_ids.index(name),
            **roles,
            "values": self._values(asked, name, held),
        }

    def _attribute(self, asked: Asked, name: str, held: Used) -> dict[str, Any]:
        about: dict[str, Any] = (
            {"primaryMeasure": VALUE} if self.old else {"observation": {}}
        )
        values = {"values": self._values(asked, name, held)} if name in held else {}
        return {
            "id": name,
            "name": naming.component(asked.flow, name, self.language),
            "relationship": about,
            **values,
        }

    def _values(self, asked: Asked, name: str, held: Used) -> list[dict[str, Any]]:
        named = naming.codes(asked.flow, name, self.language)
        dimension = name in asked.flow.key_ids
        return [
            self._value(name, code, named.get(code, code), dimension=dimension)
            for code in held[name]
        ]

    def _value(
        self, name: str, code: str, label: str, *, dimension: bool
    ) -> dict[str, Any]:
        if name == TIME:
            span = periods.period(code)
            days = {"start": f"{span.first}T00:00:00Z", "end": f"{span.last}T23:59:59Z"}
            return {
                ("id" if _ID.fullmatch(code) else "value"): code,
                "name": code,
                **days,
            }
        if _ID.fullmatch(code):
            return {"id": code, "name": label}
        if self.old and not dimension:
            return {"name": code}
        return {"value": code, "name": label}

    def _data_set(
        self, asked: Asked, part: Part, held: Used, structure: int
    ) -> Iterator[str]:
        """A data set, its series or observations as they come."""
        yield self._opening(asked, part, structure)
        layout, end = self._layout(asked, part, held)
        some = False
        for text in rows.lines(asked, part, layout):
            some = True
            yield text
        yield (end if some else "") + "}}"

    def _opening(self, asked: Asked, part: Part, structure: int) -> str:
        told: dict[str, Any] = {} if self.old else {"structure": structure}
        told["action"] = part.action
        told["links"] = [self._link(asked)]
        if part.since:
            told["validFrom"] = moment(part.since)
        if part.until:
            told["validTo"] = moment(part.until)
        what = "series" if asked.group else "observations"
        return f'{_text(told)[:-1]},"{what}":{{'

    def _layout(self, asked: Asked, part: Part, held: Used) -> tuple[rows.Layout, str]:
        """How rows are written, and what closes the last one."""
        item = self._observation(asked, part, held)
        if not asked.group:
            return rows.Layout(item=item, between="','"), ""
        key = _key(part, asked.group, held)
        if asked.keys_only:
            return rows.Layout(
                item=item, open=f"concat({key}, '{{}}')", close="','"
            ), ""
        opened = f"""concat({key}, '{{"observations":{{')"""
        layout = rows.Layout(item=item, open=opened, close="'}},'", between="','")
        return layout, "}}"

    def _observation(self, asked: Asked, part: Part, held: Used) -> str:
        """The SQL of one observation: its place, then value and attributes."""
        cells: list[str] = []
        if part.kind != "gone" and not asked.keys_only:
            value = rows.number() if asked.values else "NULL"
            cells.append(f"coalesce({value}, 'null')")
            cells += [
                f"coalesce({self._cell(part, name, held)}, 'null')"
                for name in self._told(asked, held)
            ]
        told = ", ',', ".join(cells) or "''"
        return f"concat({_key(part, asked.at, held)}, '[', {told}, ']')"

    def _cell(self, part: Part, name: str, held: Used) -> str:
        """An attribute: the place of its code, or the text itself."""
        if name not in held:
            return f"CAST(to_json({rows.text(name)}) AS VARCHAR)"
        return _place(part, name, held[name])


def _place(part: Part, name: str, held: Sequence[str]) -> str:
    """The place of a component's code in the message's list."""
    if not typed(part.release, name):
        listed = sql.texts(held)
        return f"CAST(list_position([{listed}], {sql.name(name)}) - 1 AS VARCHAR)"
    places = {code: str(n) for n, code in enumerate(held)}
    return rows.picked(name, [places.get(code) for code in texts(part.release, name)])


def _key(part: Part, names: Sequence[str], held: Used) -> str:
    """``"0:3:1":`` of some dimensions."""
    places = ", ':', ".join(_place(part, name, held[name]) for name in names)
    return f"""'"', {places}, '":'"""


def _text(told: Any) -> str:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))
