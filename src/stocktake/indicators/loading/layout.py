"""How the rows of a plain file are packed: what tells one from another becomes one number."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from stocktake.indicators import periods
from stocktake.indicators.loading import checking, typed
from stocktake.indicators.loading.cells import Lexicon, Lines, NotPlainError, values
from stocktake.indicators.loading.typed import Reading
from stocktake.indicators.reading.opened import Opened
from stocktake.indicators.structures.rules import TIME, VALUE, Flow


Numbers = NDArray[np.int64]
_BITS: Final = 63


@dataclass(frozen=True)
class Layout:
    """How the lines of one plain file are read and packed.

    ``steps`` go through a line: what all lines have in common there, or a component and
    the byte behind its cell. ``lexicons``: the texts of the components that vary, in the
    order in which a release is sorted, the first packed highest.
    """

    opened: Opened
    flow: Flow
    steps: tuple[bytes | tuple[str, int], ...]
    constants: Mapping[str, str]  # component: the code that all rows have
    lexicons: Mapping[str, Lexicon]
    unused: tuple[str, ...]

    @property
    def components(self) -> tuple[str, ...]:
        """The components that hold anything."""
        return (*self.lexicons, VALUE, *self.constants)

    @cached_property
    def shifts(self) -> Mapping[str, int]:
        """By how many bits each component is moved up."""
        found, below = {}, 0
        for each in reversed(tuple(self.lexicons)):
            found[each] = below
            below += self.lexicons[each].bits
        return found

    def packed(self, lines: Lines) -> tuple[Numbers, dict[str, set[str]]]:
        """The rows of some lines: packed numbers above the bits of values; what occurs.

        NotPlainError where a cell is not what it was supposed to be.
        """
        rows = np.zeros((2, len(lines)), np.int64)
        numbers = self._read(lines, rows[1])
        for each, found in numbers.items():
            rows[0] |= found << self.shifts[each]
            if self._needed(each) and not found.all():
                raise NotPlainError
        self._check_times(numbers)
        return rows, {
            each: {self.lexicons[each].text(n) for n in _occurring(found) if n}
            for each, found in numbers.items()
        }

    def _read(self, lines: Lines, bits: Numbers) -> dict[str, Numbers]:
        """The numbers of each component's cells; those of the value go into ``bits``."""
        numbers = {}
        for step in self.steps:
            if isinstance(step, bytes):
                lines.pass_over(step)
                continue
            component, behind = step
            cells = lines.cells(behind)
            if component == VALUE:
                bits[:] = values(cells).view(np.int64)
            else:
                numbers[component] = self.lexicons[component].numbers(cells)
        lines.end()
        return numbers

    def _needed(self, component: str) -> bool:
        return component in self.flow.key_ids or checking.needed(self.flow, component)

    def _check_times(self, numbers: Mapping[str, Numbers]) -> None:
        """Refuse time periods that are not as long as their frequency says."""
        if TIME not in numbers or "FREQ" not in self.flow.dimension_ids:
            return
        size = 1 << self.lexicons[TIME].bits
        freqs = numbers["FREQ"] * size if "FREQ" in numbers else 0
        for both in _occurring(freqs + numbers[TIME]):
            freq, time = divmod(both, size)
            told = self.constants.get("FREQ") or self.lexicons["FREQ"].text(freq)
            if not checking.fits(told, self.lexicons[TIME].text(time)):
                raise NotPlainError

    def taken_apart(self, component: str, texts: str) -> str:
        """A component of a packed row as SQL, out of ``texts``: a list of all its texts."""
        mask = (1 << self.lexicons[component].bits) - 1
        return f'({texts})[("#packed" >> {self.shifts[component]}) & {mask}]'


def _occurring(numbers: Numbers) -> list[int]:
    found: list[int] = np.flatnonzero(np.bincount(numbers)).tolist()
    return found


def layout(held: Reading) -> Layout:
    """How a file is read if it is plain; NotPlainError where it cannot be.

    ``held`` supposes what is the same in all rows; that is tested when lines are read.
    """
    opened = held.opened
    if opened.spooled or opened.labelled or opened.decimal_comma:
        raise NotPlainError
    seen = {
        column: sorted(set(cells))
        for column, *cells in zip(opened.columns, *typed.looked_at(opened), strict=True)
    }
    varying = [each for each in held.varying if each != VALUE]
    # What is in no list, as a comment is, may only be blank.
    blank = [each for each in varying if each not in held.lists and each != TIME]
    if set(blank) & set(held.flow.key_ids):
        raise NotPlainError
    sorts = held.flow.sort_ids
    order = sorted(
        set(varying) - set(blank),
        key=lambda each: (sorts.index(each) if each in sorts else len(sorts), each),
    )
    taken = {*held.columns.values(), held.about, held.action}
    found = Layout(
        opened,
        held.flow,
        tuple(_steps(held, (*order, VALUE), _fixed(held, blank, seen))),
        held.constants,
        {each: _lexicon(held, each, seen) for each in order},
        tuple(each for each in opened.columns if each not in taken),
    )
    if sum(each.bits for each in found.lexicons.values()) > _BITS:
        raise NotPlainError
    return found


def _fixed(
    held: Reading, blank: list[str], seen: Mapping[str, list[str]]
) -> dict[str, str]:
    """What columns say in all rows."""
    found = {column: told[0] for column, told in seen.items() if len(told) == 1}
    found |= {held.columns[each]: "" for each in blank}
    if held.about:
        found[held.about] = held.opened.structures[0]
    if held.action and found.get(held.action) not in typed.ACTIONS:
        raise NotPlainError
    return found


def _steps(
    held: Reading, varying: tuple[str, ...], fixed: Mapping[str, str]
) -> Iterator[bytes | tuple[str, int]]:
    """What stands in a line, one behind the other."""
    components = {held.columns[each]: each for each in varying}
    last, common = held.opened.columns[-1], b""
    for column in held.opened.columns:
        behind = "\n" if column == last else held.opened.delimiter
        if column in components:
            if common:
                yield common
            common = b""
            yield components[column], ord(behind)
        elif column in fixed:
            common += f"{fixed[column]}{behind}".encode()
        else:
            raise NotPlainError
    if common:
        yield common


def _lexicon(held: Reading, component: str, seen: Mapping[str, list[str]]) -> Lexicon:
    if component != TIME:
        return Lexicon(tuple(held.lists[component].ranks))
    told = seen[held.columns[TIME]]
    if not told or not all(map(periods.is_period, told)):
        raise NotPlainError
    return Lexicon(periods.alike(told))
