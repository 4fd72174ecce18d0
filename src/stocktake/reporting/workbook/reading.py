"""A workbook that came back, read against what was written into it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from stocktake.kernel.errors import FileRefused
from stocktake.reporting.questionnaires.rules import Questionnaire
from stocktake.reporting.workbook import cover, grids
from stocktake.reporting.workbook.grids import Grid, plain
from stocktake.reporting.workbook.layout import CONFIRM, Layout
from stocktake.reporting.workbook.matching import Found, Matches, match
from stocktake.reporting.workbook.meta import Meta
from stocktake.reporting.workbook.misread import Misread
from stocktake.reporting.workbook.report import Given, Readings, Unread
from stocktake.reporting.workbook.signing import Signer
from stocktake.reporting.workbook.understanding import fold, value_of
from stocktake.reporting.workbook.words import every
from stocktake.reporting.workbook.writing import LISTS, META


@dataclass(frozen=True, slots=True)
class Opened:
    """A file of ours that was opened: what it says of itself, and its sheets."""

    meta: Meta
    signer: Signer
    sheets: tuple[Grid, ...]


def opened(data: bytes, name: str, signer: Signer) -> Opened:
    """Open a workbook and read its hidden page; Refused where it is not one of ours."""
    sheets = grids.read(data, name)
    page = next((grid for grid in sheets if grid.name == META), None)
    if page is None:
        raise FileRefused(
            name,
            "it is no workbook of Stocktake, or its hidden page is gone (the answers were copied into a new file)",
            "Export the workbook and fill in that file.",
        )
    meta = Meta.of([page.at(*place) for place in sorted(page.cells)], signer, name)
    return Opened(meta, Signer(signer.key, meta.workbook), sheets)


def readings(file: Opened, questionnaire: Questionnaire) -> Readings:
    """What differs from what was written, cell by cell; nothing is left unsaid."""
    layout = Layout(questionnaire, file.meta, file.signer)
    covers = [g for g in file.sheets if g.at(0, 0) == f"{cover.ID}/0"]
    apart = {META, LISTS, *(g.name for g in covers)}
    found = match(layout, [g for g in file.sheets if g.name not in apart])
    for grid in file.sheets:
        if grid.name in (META, LISTS):
            found.cells.hidden += len(grid.cells)
    for grid in covers:
        _cover(layout, grid, found)
    return _Reader(layout, found).run()


def _cover(layout: Layout, grid: Grid, found: Matches) -> None:
    told = {
        plain(text)
        for left, right, _, _ in cover.lines(layout, layout.sheets)
        for text in (left, right)
    }
    for place in sorted(grid.cells):
        if place[1] == 0:
            found.cells.hidden += 1
        elif grid.at(*place) in told and place not in grid.formulas:
            found.cells.labels += 1
        else:
            found.refuse(grid, place, "no-question")


@dataclass
class _Reader:
    """Turns answer cells into values."""

    layout: Layout
    found: Matches
    changed: dict[str, Given] = field(default_factory=dict)
    same: list[str] = field(default_factory=list)
    confirmed: list[str] = field(default_factory=list)

    def run(self) -> Readings:
        """Fields one by one, then the records that come and go with them."""
        emptied = set(self.emptied())
        for address, parts in self.found.answers.items():
            self.confirming(address, parts)
            cells = {part: one for part, one in parts.items() if part != CONFIRM}
            if cells and address.rpartition("/")[0] not in emptied:
                self.field(address, cells)
        for record in sorted(emptied):
            self.changed[record] = Given(
                record, None, self.layout.meta.base[record].value
            )
        changed = (*self.new_records(), *self.changed.values())
        return Readings(
            tuple(sorted(changed, key=lambda g: g.address)),
            tuple(self.same),
            tuple(self.confirmed),
            tuple(self.found.unread),
            self.found.cells,
        )

    def field(self, address: str, cells: Mapping[str, Found]) -> None:
        """One field: as it was, changed, or not understood and said so."""
        bad = {part: one.bad for part, one in cells.items() if one.bad}
        if bad:
            self.refuse(address, cells, lambda part: (bad.get(part, ""), {}))
            return
        if all(one.text == plain(one.expected.text) for one in cells.values()):
            self.found.cells.answers += sum(bool(one.text) for one in cells.values())
            if address in self.layout.meta.base:
                self.same.append(address)
            return
        self.different(address, cells)

    def different(self, address: str, cells: Mapping[str, Found]) -> None:
        """A field in which something else stands than was written."""
        questionnaire, base = self.layout.questionnaire, self.layout.meta.base
        asked = questionnaire.field(address)
        before = base[address].value if address in base else None
        texts = {part: plain(one.expected.text) for part, one in cells.items()}
        texts |= {part: one.text for part, one in cells.items()}
        if missing := set(_parts(asked)) - set(texts):
            self.refuse(address, cells, lambda _part: ("column-missing-beside", {}))
            del missing
            return
        try:
            value = value_of(questionnaire, asked, texts, self.layout.language, before)
        except Misread as misread:
            why = misread
            self.refuse(
                address,
                cells,
                lambda part: (why.code, why.names) if part == why.part else ("", {}),
            )
            return
        first = next(iter(cells.values()))
        self.found.cells.answers += sum(bool(one.text) for one in cells.values())
        if value == before:
            self.same.append(address)
        else:
            self.changed[address] = Given(
                address, value, before, first.sheet, first.cell
            )

    def refuse(
        self,
        address: str,
        cells: Mapping[str, Found],
        why: Callable[[str], tuple[str, Mapping[str, str]]],
    ) -> None:
        """Name every cell of a field of which one was not understood."""
        named = [one.cell for part, one in cells.items() if why(part)[0]]
        for part, one in cells.items():
            code, names = why(part)
            differs = one.text and one.text != plain(one.expected.text)
            if not code and differs:
                code, names = "goes-with", {"cell": ", ".join(named)}
            if code:
                unread = Unread(one.sheet, one.cell, one.text, code, names, address)
                self.found.unread.append(unread)
                self.found.cells.unread += bool(one.text)
            else:
                self.found.cells.answers += bool(one.text)

    def confirming(self, address: str, parts: Mapping[str, Found]) -> None:
        """Whether a person said that what was filled in beforehand holds."""
        one = parts.get(CONFIRM)
        if one is None or not (one.text or one.bad):
            return
        if one.bad or fold(one.text) not in map(fold, every("yes")):
            code = one.bad or "not-an-option"
            names = {"given": one.text}
            unread = Unread(one.sheet, one.cell, one.text, code, names, address)
            self.found.unread.append(unread)
            self.found.cells.unread += bool(one.text)
        else:
            self.found.cells.answers += 1
            self.confirmed.append(address)

    def emptied(self) -> Iterator[str]:
        """Records of which every cell is there and empty, where something stood."""
        rows: dict[str, list[Found]] = {}
        for address, parts in self.found.answers.items():
            if address.count("/") == 3:
                cells = [one for part, one in parts.items() if part != CONFIRM]
                rows.setdefault(address.rpartition("/")[0], []).extend(cells)
        for record, cells in rows.items():
            there = record in self.layout.meta.base
            held = any(one.expected.text for one in cells)
            blank = not any(one.text or one.bad for one in cells)
            group = self.layout.questionnaire.part(record)
            whole = len(cells) == sum(len(_parts(f)) for f in group.fields)  # type: ignore[union-attr,misc]
            if there and held and blank and whole:
                yield record

    def new_records(self) -> Iterator[Given]:
        """Records that rows were empty for and are not any more."""
        base = self.layout.meta.base
        seen: dict[str, Given] = {}
        for address, given in self.changed.items():
            record = address.rpartition("/")[0]
            if address.count("/") == 3 and record not in base:
                seen.setdefault(
                    record, Given(record, {}, None, given.sheet, given.cell)
                )
        yield from seen.values()


def _parts(asked: Any) -> tuple[str, ...]:
    from stocktake.reporting.workbook.parts import parts_of  # noqa: PLC0415

    return parts_of(asked)
