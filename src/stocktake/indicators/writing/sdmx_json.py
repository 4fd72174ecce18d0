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
from stocktake.indicators.serving.parts import Part
from stocktake.indicators.structures import naming
from stocktake.indicators.structures.artefacts import flow_urn
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

    def message(self, asked: Asked, parts: Sequence[Part]) -> Iterator[str]:
        """Structure first, then a data set for each part."""
        listed = [*asked.flow.key_ids, *self._listed(asked, parts)]
        held = used.codes(asked, parts, listed)
        yield f'{{"meta":{_text(self._meta())},"data":{{'
        yield f'{self._structure(asked, parts, held)},"dataSets":['
        for place, part in enumerate(parts):
            yield "," if place else ""
            yield self._data_set(asked, part)
            layout, end = self._layout(asked, part, held)
            some = False
            for text in rows.lines(asked, part, layout):
                some = True
                yield text
            yield (end if some else "") + "}}"
        yield "]}}\n"

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

    def _structure(self, asked: Asked, parts: Sequence[Part], held: Used) -> str:
        flow = asked.flow
        told: dict[str, Any] = {
            "links": [{"urn": flow_urn(flow), "rel": "dataflow"}],
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
            told["dataSets"] = list(range(len(parts)))
        told["attributes"] = {
            "dataSet": [],
            "series": [],
            "observation": [
                self._attribute(asked, name, held) for name in self._told(asked, held)
            ],
        }
        if self.old:
            return f'"structure":{_text(told)}'
        return f'"structures":[{_text(told)}]'

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

    def _data_set(self, asked: Asked, part: Part) -> str:
        """The beginning of a data set, up to its series or observations."""
        told: dict[str, Any] = {} if self.old else {"structure": 0}
        told["action"] = part.action
        told["links"] = [{"urn": flow_urn(asked.flow), "rel": "dataflow"}]
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
