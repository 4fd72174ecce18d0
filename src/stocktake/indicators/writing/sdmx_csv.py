"""SDMX-CSV 1.0 and 2.0."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Literal

from stocktake.indicators import periods, sql
from stocktake.indicators.serving import used
from stocktake.indicators.serving.asked import Asked
from stocktake.indicators.serving.conditions import texts, typed
from stocktake.indicators.serving.parts import Part, Selection
from stocktake.indicators.structures import naming
from stocktake.indicators.structures.rules import TIME, VALUE, Flow
from stocktake.indicators.writing import rows


_LETTERS = {"Replace": "R", "Delete": "D"}
Columns = dict[str, Flow]  # each with the dataflow that names it


@dataclass(frozen=True, slots=True)
class Csv:
    """How the columns are to be: names of codes beside or with them, columns for keys."""

    old: bool = False  # 1.0
    labels: Literal["id", "name", "both"] = "id"
    keys: Literal["none", "obs", "series", "both"] = "none"
    language: str = "en"
    normalized: bool = False  # time periods of all lengths in one way

    def message(self, held: Sequence[Selection]) -> Iterator[str]:
        """The heading, then a line for each observation.

        Several dataflows have the columns of all, blank where one has no such component.
        """
        columns = _columns(held)
        times = self._times(held)
        yield self._heading(columns)
        for asked, part in ((each.asked, part) for each in held for part in each.parts):
            line = self._line(asked, part, columns, times)
            first = line if asked.keys_only and asked.group else "''"
            yield from rows.lines(asked, part, rows.Layout(item=line, open=first))

    def _heading(self, columns: Columns) -> str:
        first = ["DATAFLOW"] if self.old else ["STRUCTURE", "STRUCTURE_ID"]
        if self.labels == "name":
            first.append("DATAFLOW_NAME" if self.old else "STRUCTURE_NAME")
        if not self.old:
            first.append("ACTION")
            first += ["SERIES_KEY"] if self.keys in ("series", "both") else []
            first += ["OBS_KEY"] if self.keys in ("obs", "both") else []
        for name, flow in columns.items():
            label = naming.component(flow, name, self.language)
            if self.labels == "both":
                first.append(f"{name}: {label}")
            else:
                first += [name, label] if self.labels == "name" else [name]
        return _row(first)

    def _line(
        self, asked: Asked, part: Part, columns: Columns, times: Mapping[str, str]
    ) -> str:
        """The SQL of one line."""
        cells = [self._start(asked, part)]
        if not self.old and self.keys in ("series", "both"):
            cells.append(_key(asked.group or asked.flow.key_ids))
        if not self.old and self.keys in ("obs", "both"):
            cells.append(_key(asked.flow.key_ids))
        shown = {*_dimensions(asked)}
        if part.kind != "gone":
            shown |= {*_values(asked), *_attributes(asked)}
        for name in columns:
            blank = ["''"] * (1 + (self.labels == "name"))
            if name not in shown:
                cells += blank
            elif name == TIME and times:
                cells += [_normalized(part, times), *blank[1:]]
            else:
                cells += self._cells(asked.flow, part, name)
        told = ", ',', ".join(cells)
        return f"concat({told}, chr(10))"

    def _times(self, held: Sequence[Selection]) -> Mapping[str, str]:
        """How each time period of the message is written; none: as it is."""
        found = (
            used.codes(each.asked, each.parts, (TIME,))[TIME]
            for each in held
            if self.normalized and each.asked.flow.timed
        )
        return periods.normalized(chain.from_iterable(found))

    def _start(self, asked: Asked, part: Part) -> str:
        """What every line of a part begins with."""
        name = naming.flow(asked.flow, self.language)
        reference = asked.flow.reference if self.old else asked.reference
        if self.labels == "both":
            reference = f"{reference}: {name}"
        first = [reference] if self.old else [asked.against, reference]
        if self.labels == "name":
            first.append(name)
        if not self.old:
            first.append(_LETTERS[part.action])
        return sql.text(_row(first).rstrip("\n"))

    def _cells(self, flow: Flow, part: Part, component: str) -> Iterator[str]:
        """The code, the code with its name, or both beside each other."""
        if self.labels == "id":
            yield rows.in_csv(part, component)
            return
        named = self._names(flow, part, component)
        if self.labels == "name":
            yield rows.in_csv(part, component)
            yield f"coalesce({rows.picked(component, named)}, '')" if named else "''"
        elif named:
            codes = texts(part.release, component)
            both = [
                _cell(f"{code}: {_bare(name)}" if name else code)
                for code, name in zip(codes, named, strict=True)
            ]
            yield f"coalesce({rows.picked(component, both)}, '')"
        else:
            yield rows.in_csv(part, component)

    def _names(self, flow: Flow, part: Part, component: str) -> list[str | None]:
        """A name for each code of a component, ready for a cell; none where it has none."""
        if component == TIME or not typed(part.release, component):
            return []
        named = naming.codes(flow, component, self.language)
        return [_cell(named.get(code, "")) for code in texts(part.release, component)]


def _normalized(part: Part, times: Mapping[str, str]) -> str:
    """The SQL of a time period as the message writes it."""
    return rows.picked(TIME, [times.get(each) for each in texts(part.release, TIME)])


def _columns(held: Sequence[Selection]) -> Columns:
    """The dimensions of all dataflows, then the value, then the attributes of all."""
    found: Columns = {}
    kinds: tuple[Callable[[Asked], tuple[str, ...]], ...]
    kinds = (_dimensions, _values, _attributes)
    for kind in kinds:
        for each in held:
            for name in kind(each.asked):
                found.setdefault(name, each.asked.flow)
    return found


def _dimensions(asked: Asked) -> tuple[str, ...]:
    only_series = asked.keys_only and asked.group
    return asked.group if only_series else asked.flow.key_ids


def _values(asked: Asked) -> tuple[str, ...]:
    return (VALUE,) if asked.values and not asked.keys_only else ()


def _attributes(asked: Asked) -> tuple[str, ...]:
    return () if asked.keys_only else asked.attributes


def _key(names: Sequence[str]) -> str:
    return rows.quoted(f"concat_ws('.', {', '.join(map(rows.text, names))})")


def _row(cells: Sequence[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue()


def _cell(text: str) -> str:
    """A text as a cell, quoted where CSV needs it."""
    return _row([text, ""])[:-2] if text else ""


def _bare(cell: str) -> str:
    """A cell's text without its quotes."""
    return next(csv.reader([cell]))[0] if cell else ""
