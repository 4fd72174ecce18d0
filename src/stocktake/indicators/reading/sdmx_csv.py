"""SDMX-CSV 1.0, 2.0 and 2.1: the headings say what each column is."""

import csv
import re
from pathlib import Path

from stocktake.indicators.reading.opened import ACTION, Opened
from stocktake.indicators.reading.tables import first_lines
from stocktake.kernel.errors import Refused


_OWN = {"STRUCTURE", "STRUCTURE_ID", "STRUCTURE_NAME", "SERIES_KEY", "OBS_KEY"}
_HEADING = re.compile(r"(?P<id>[\w@$.-]+)(?P<several>\[[^\]]*\])?(?P<label>: .*)?")
STRUCTURE = "#structure"


def is_sdmx_csv(line: str) -> bool:
    """Whether a first line opens an SDMX-CSV message."""
    return re.match(r'"?(DATAFLOW|STRUCTURE(\[.\])?)"?[,;\t|]', line) is not None


def open_sdmx_csv(path: Path) -> Opened:
    """An SDMX-CSV message; what structure its rows are of is read with them."""
    lines = first_lines(path, most=50)
    opening = re.match(r'"?(DATAFLOW|STRUCTURE(?:\[.\])?)"?(.)', lines[0])
    if opening is None:
        msg = f"{path.name} is not SDMX-CSV: the first heading is DATAFLOW (1.0) or STRUCTURE (2.x)."
        raise Refused(msg)
    first, delimiter = opening.groups()
    reader = csv.reader(iter(lines), delimiter=delimiter)
    headings = [cell.strip() for cell in next(reader)]
    old = first == "DATAFLOW"
    columns, components, labelled = _columns(headings, old=old)
    skip = reader.line_num
    first_record = next(reader, [])
    said = dict(zip(columns, first_record, strict=False))
    return Opened(
        format="SDMX-CSV 1.0" if old else "SDMX-CSV 2.x",
        path=path,
        columns=columns,
        delimiter=delimiter,
        skip=skip,
        first_row=skip + 1,
        structures=tuple(
            said[name].split(": ")[0]
            for name, what in components.items()
            if what == STRUCTURE and said.get(name)
        ),
        components=components,
        labelled=labelled,
        decimal_comma=delimiter == ";",
    )


def _columns(
    headings: list[str], *, old: bool
) -> tuple[tuple[str, ...], dict[str, str], frozenset[str]]:
    """Names for the columns, the component of each, and which hold labels beside codes."""
    names: list[str] = []
    components: dict[str, str] = {}
    labelled = set()
    for place, heading in enumerate(headings):
        name = heading if heading not in names else f"{heading}#{place}"
        names.append(name)
        found = _HEADING.fullmatch(heading)
        if found is None:
            continue  # the name column of labels=name, or one of the sender's own
        component = _component(found["id"], first=place == 0, old=old)
        if component:
            components[name] = component
        if found["label"]:
            labelled.add(name)
    return tuple(names), components, frozenset(labelled)


def _component(name: str, *, first: bool, old: bool) -> str:
    """What a heading stands for; empty where it is none of the data."""
    if (first and old) or (name == "STRUCTURE_ID" and not old):
        return STRUCTURE
    if name == "ACTION" and not old:
        return ACTION
    return "" if first or (name in _OWN and not old) else name
