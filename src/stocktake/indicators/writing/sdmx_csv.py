"""SDMX-CSV 1.0 and 2.0."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from stocktake.indicators import sql
from stocktake.indicators.serving.asked import Asked
from stocktake.indicators.serving.conditions import texts, typed
from stocktake.indicators.serving.parts import Part
from stocktake.indicators.structures import naming
from stocktake.indicators.structures.rules import TIME, VALUE, Flow
from stocktake.indicators.writing import rows


_LETTERS = {"Replace": "R", "Delete": "D"}


@dataclass(frozen=True, slots=True)
class Csv:
    """How the columns are to be: names of codes beside or with them, columns for keys."""

    old: bool = False  # 1.0
    labels: Literal["id", "name", "both"] = "id"
    keys: Literal["none", "obs", "series", "both"] = "none"
    language: str = "en"

    def message(self, asked: Asked, parts: Sequence[Part]) -> Iterator[str]:
        """The heading, then a line for each observation."""
        yield self._heading(asked)
        for part in parts:
            line = self._line(asked, part)
            first = line if asked.keys_only and asked.group else "''"
            yield from rows.lines(asked, part, rows.Layout(item=line, open=first))

    def _shown(self, asked: Asked) -> tuple[str, ...]:
        """The components that become columns."""
        held = asked.group or asked.flow.key_ids if asked.keys_only else ()
        if held:
            return held
        value = (VALUE,) if asked.values else ()
        return (*asked.flow.key_ids, *value, *asked.attributes)

    def _heading(self, asked: Asked) -> str:
        first = ["DATAFLOW"] if self.old else ["STRUCTURE", "STRUCTURE_ID"]
        if self.labels == "name":
            first.append("DATAFLOW_NAME" if self.old else "STRUCTURE_NAME")
        if not self.old:
            first.append("ACTION")
            first += ["SERIES_KEY"] if self.keys in ("series", "both") else []
            first += ["OBS_KEY"] if self.keys in ("obs", "both") else []
        for name in self._shown(asked):
            label = naming.component(asked.flow, name, self.language)
            if self.labels == "both":
                first.append(f"{name}: {label}")
            else:
                first += [name, label] if self.labels == "name" else [name]
        return _row(first)

    def _line(self, asked: Asked, part: Part) -> str:
        """The SQL of one line."""
        cells = [self._start(asked, part)]
        if not self.old and self.keys in ("series", "both"):
            cells.append(_key(asked.group or asked.flow.key_ids))
        if not self.old and self.keys in ("obs", "both"):
            cells.append(_key(asked.flow.key_ids))
        for name in self._shown(asked):
            gone = part.kind == "gone" and name not in asked.flow.key_ids
            cells += (
                ["''"] * (1 + (self.labels == "name"))
                if gone
                else [*self._cells(asked.flow, part, name)]
            )
        told = ", ',', ".join(cells)
        return f"concat({told}, chr(10))"

    def _start(self, asked: Asked, part: Part) -> str:
        """What every line of a part begins with."""
        name = naming.flow(asked.flow, self.language)
        reference = asked.flow.reference
        if self.labels == "both":
            reference = f"{reference}: {name}"
        first = [reference] if self.old else ["dataflow", reference]
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
