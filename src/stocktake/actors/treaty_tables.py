"""Read tables of treaty actions, whichever of the known layouts they have; pure."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from stocktake.actors import reading
from stocktake.actors.rules import INVENTED, ActionKind, TreatyAction
from stocktake.geography import queries as geography
from stocktake.geography.rules import moment
from stocktake.kernel.errors import BrokenData, Refused, StocktakeError


EUROPEAN_UNION = "EUU"
_DENOUNCED = re.compile(r"denounced\b.*?(\d{4})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Table:
    """One table as read: what it covers and the actions it lists."""

    source: str
    title: str
    as_of: date  # its latest dated entry, unless the caller knows better
    instruments: tuple[str, ...]
    states: tuple[str, ...]  # empty: every State
    actions: tuple[TreatyAction, ...]


@dataclass(frozen=True, slots=True)
class _Layout:
    source: str
    title: str
    columns: frozenset[str]
    rows: Callable[[dict[str, str]], Iterator[TreatyAction]]
    lists_all: bool  # one row for each State, also where it did nothing
    instrument: str = ""  # of a table that is about one alone


def read(name: str, data: bytes) -> Table:
    """Read one file by its header (CSV) or its name (TXT of reservations)."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        msg = f"{name}: is not UTF-8 text ({error.reason}). Save it as CSV in UTF-8."
        raise Refused(msg) from error
    if PurePath(name).suffix.lower() == ".txt":
        return _reservations(name, text)
    rows = csv.DictReader(text.splitlines())
    header = frozenset(rows.fieldnames or ())
    for layout in _LAYOUTS:
        if layout.columns <= header:
            return _table(name, layout, list(rows))
    known = "; ".join(", ".join(sorted(layout.columns)) for layout in _LAYOUTS)
    msg = f"{name}: no table of treaty actions we know: its columns are {', '.join(sorted(header)) or 'none'}. Known are: {known}."
    raise Refused(msg)


def _table(name: str, layout: _Layout, rows: list[dict[str, str]]) -> Table:
    actions: dict[tuple[str, str, str, str], TreatyAction] = {}
    for number, row in enumerate(rows, start=2):
        try:
            for act in layout.rows(row):
                actions[act.instrument, act.state, act.kind, act.dated] = act
        except (KeyError, ValueError, StocktakeError) as error:
            msg = f"{name}, line {number}: {error}"
            raise BrokenData(msg) from error
    listed = {_state(row) for row in rows} if layout.lists_all else set()
    covered = (
        {layout.instrument}
        if layout.instrument
        else {_instrument(r["instrument"]) for r in rows}
    )
    return Table(
        source=layout.source,
        title=layout.title,
        as_of=_latest(actions.values(), name),
        instruments=tuple(sorted(covered)),
        states=tuple(sorted(listed)),
        actions=tuple(
            sorted(actions.values(), key=lambda a: (a.instrument, a.state, a.order))
        ),
    )


def _latest(actions: Iterable[TreatyAction], name: str) -> date:
    """The newest day that some entry surely reaches."""
    days = [act.moment.earliest for act in actions if act.moment.earliest]
    if not days:
        msg = f"{name}: holds no dated action."
        raise BrokenData(msg)
    return max(days)


def _instrument(text: str) -> str:
    code = reading.instrument_codes().get(text.strip().upper())
    if code is None:
        msg = f"{text!r} is no instrument we know; `stocktake treaties instruments` lists them."
        raise BrokenData(msg)
    return code


def _state(row: dict[str, str]) -> str:
    code = (row.get("iso3") or row.get("Code") or row.get(_INVENTED) or "").strip()
    return code if code == EUROPEAN_UNION else geography.area(code).alpha3


def _dated(text: str) -> str:
    bare = text.strip() or "unknown"
    moment(bare)
    return bare


def _untc(row: dict[str, str]) -> Iterator[TreatyAction]:
    """Signature and consent with their days."""
    where = (_instrument(row["instrument"]), _state(row))
    if row["signature"]:
        yield TreatyAction(
            *where, ActionKind.SIGNATURE, _dated(row["signature"]), _UNTC
        )
    if row["consent_date"]:
        kind = (
            ActionKind(row["consent_type"])
            if row["consent_type"]
            else ActionKind.CONSENT
        )
        yield TreatyAction(*where, kind, _dated(row["consent_date"]), _UNTC)


def _by_year(row: dict[str, str]) -> Iterator[TreatyAction]:
    """Status and year of consent; a remark may say that it was denounced."""
    where = (_instrument(row["instrument"]), _state(row))
    note = row["note"].strip(" ,")
    if row["status"] == "state party":
        yield TreatyAction(
            *where, ActionKind.CONSENT, _dated(row["year"]), _YEARS, note
        )
    elif row["status"] == "signatory state":
        yield TreatyAction(*where, ActionKind.SIGNATURE, "unknown", _YEARS, note)
    elif row["status"] != "no action":
        msg = f"status {row['status']!r} is none of: state party, signatory state, no action"
        raise BrokenData(msg)
    denounced = _DENOUNCED.search(note)
    if denounced:
        yield TreatyAction(*where, ActionKind.WITHDRAWAL, denounced[1], _YEARS, note)


def _paris(row: dict[str, str]) -> Iterator[TreatyAction]:
    """The Paris Agreement alone; its column Kind says how a State consented."""
    where = ("PARIS", _state(row))
    if row["Signature"]:
        yield TreatyAction(
            *where, ActionKind.SIGNATURE, _dated(row["Signature"]), _CLIMATE
        )
    if row["Ratification"]:
        kind = ActionKind(row["Kind"].lower()) if row["Kind"] else ActionKind.CONSENT
        yield TreatyAction(*where, kind, _dated(row["Ratification"]), _CLIMATE)


def _made_up(row: dict[str, str]) -> Iterator[TreatyAction]:
    """Acts that never happened; of a real State they are refused."""
    state = _state(row)
    if not geography.is_illustrative(state):
        msg = f"{state} is no invented State"
        raise BrokenData(msg)
    yield TreatyAction(
        _instrument(row["instrument"]),
        state,
        ActionKind(row["kind"]),
        _dated(row["date"]),
        INVENTED,
        row["text"],
    )


_UNTC, _YEARS, _CLIMATE = "untc-dates", "hr-years", "paris"
_INVENTED = "invented_state"  # the column that only a table of invented acts has
_LAYOUTS = (
    _Layout(
        _UNTC,
        "UN Treaty Collection: signature and consent by day",
        frozenset({"instrument", "iso3", "signature", "consent_date", "consent_type"}),
        _untc,
        lists_all=False,
    ),
    _Layout(
        _YEARS,
        "Human-rights treaties: status and year of consent",
        frozenset({"instrument", "iso3", "status", "year", "note"}),
        _by_year,
        lists_all=True,
    ),
    _Layout(
        _CLIMATE,
        "Paris Agreement: signature and consent by day",
        frozenset({"Code", "Signature", "Ratification", "Kind"}),
        _paris,
        lists_all=True,
        instrument="PARIS",
    ),
    _Layout(
        INVENTED,
        "Illustrative: acts of invented States by day",
        frozenset({"instrument", _INVENTED, "kind", "date", "text"}),
        _made_up,
        lists_all=True,
    ),
)


def _reservations(name: str, text: str) -> Table:
    """Texts of reservations and declarations, each under ``#Name of the State``."""
    stem = PurePath(name).stem
    instrument = _instrument(stem.removesuffix("_declarations"))
    source = f"reservations-{instrument}"
    actions = []
    for part in re.split(r"(?m)^#", text):
        heading, _, body = part.strip().partition("\n")
        if not heading:
            continue
        area = geography.find_official(heading) or geography.find(heading)
        actions.append(
            TreatyAction(
                instrument,
                area.alpha3,
                ActionKind.RESERVATION,
                "unknown",
                source,
                body.strip(),
            )
        )
    return Table(
        source=source,
        title=f"Reservations and declarations to {instrument}",
        as_of=date.min,
        instruments=(),
        states=(),
        actions=tuple(sorted(actions, key=lambda a: a.state)),
    )
