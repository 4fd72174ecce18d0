"""Structure-specific messages: components are attributes of elements."""

from typing import Any

from stocktake.indicators.reading.opened import ROW
from stocktake.indicators.reading.sdmx_ml_message import (
    Message,
    is_plain,
    local,
    own,
    pairs,
)


_ELEMENTS = frozenset({"DataSet", "Series", "Group", "Obs", "Comp", "Value"})
_NOTHING: list[str] = []


class Specific:
    """Listens to the beginnings of elements, and to text within components alone."""

    def __init__(self, message: Message, parser: Any) -> None:
        self.message = message
        self.parser = parser
        self.kinds: dict[str, str] = {}
        self.common: dict[str, str] = {}
        self.names = _NOTHING  # of the plain observation before
        self.every: tuple[str, ...] = ()  # and those that its row has
        self.values: list[str] = []
        self.last = (
            _NOTHING  # attributes of the observation or group that is being told
        )
        self.last_kind = ""
        self.comps: dict[str, list[str]] = {}
        self.comp = ""

    def start(self, name: str, attributes: list[str]) -> None:
        """An element begins."""
        kind = self.kinds.get(name)
        if kind is None:
            kind = self._met(name)
        if kind == "Obs":
            self._observation(attributes)
        elif kind:
            self._other(kind, name, attributes)

    def end(self) -> None:
        """The message ends."""
        self._settle()

    def again(self) -> None:
        """What holds was taken from a mark."""
        self._hold()

    def _met(self, name: str) -> str:
        if not self.message.above:
            self.message.above = [name]
        found = local(name)
        kind = found if found in _ELEMENTS else ""
        self.kinds[name] = kind
        return kind

    def _observation(self, attributes: list[str]) -> None:
        """The quick way where nothing is special about it."""
        message = self.message
        if self.comps or self.last_kind == "Group":
            self._settle()
        if message.number >= message.next_mark:
            message.mark()
        message.number += 1
        self.last, self.last_kind = attributes, "Obs"
        names = attributes[::2]
        if names != self.names:
            alone = len(self.common) <= 1 and message.groups.held
            if alone or not is_plain(names):
                self._special(attributes, {})
                return
            self.names, self.every = names, (ROW, *self.common, *names)
        values = [str(message.number), *self.values, *attributes[1::2]]
        message.rows.append(message.columns.row(self.every, values))

    def _special(self, attributes: list[str], comps: dict[str, str]) -> None:
        """An observation with a type, components of its own, or groups to be looked up."""
        message = self.message
        mine = {**own(attributes), **comps}
        place = message.at_observation
        if place not in mine and place != "AllDimensions":
            for name, value in pairs(attributes).items():
                if name.endswith(":type"):
                    mine[place] = local(value)
        message.take({**self.common, **message.groups.of(mine), **mine})

    def _other(self, kind: str, name: str, attributes: list[str]) -> None:
        if kind in ("Comp", "Value"):
            self._component(kind, attributes)
            return
        self._settle()
        message = self.message
        if kind == "DataSet":
            message.data_set(name, attributes)
            message.whole |= own(attributes)
        elif kind == "Series":
            if message.number >= message.next_mark:
                message.above = message.above[:2]
                message.mark()
            message.above = [*message.above[:2], name]
            mine = own(attributes)
            message.series = {**message.groups.of(mine), **mine}
        else:
            self.last, self.last_kind = attributes, "Group"
        self._hold()

    def _hold(self) -> None:
        """What data set and series say of the observations that follow."""
        self.common = {**self.message.whole, **self.message.series}
        self.values = list(self.common.values())
        self.names = _NOTHING

    def _component(self, kind: str, attributes: list[str]) -> None:
        """A component with several values, which 3.0 writes as an element of its own."""
        if not self.last_kind:
            return
        if kind == "Comp":
            self.comp = pairs(attributes).get("id", "")
            self.comps[self.comp] = []
            self.parser.CharacterDataHandler = self._text
        elif self.comps:
            self.comps[self.comp].append("")

    def _text(self, text: str) -> None:
        if self.comps[self.comp]:
            self.comps[self.comp][-1] += text

    def _settle(self) -> None:
        """What began is whole now: a group, or an observation with components of its own."""
        texts = {
            name: "|".join(value.strip() for value in values)
            for name, values in self.comps.items()
        }
        if self.last_kind == "Group":
            self.message.groups.add({**own(self.last), **texts})
            self.names = _NOTHING
        elif texts:
            self.message.rows.pop()
            self._special(self.last, texts)
        self.last, self.last_kind = _NOTHING, ""
        if self.comps:
            self.comps = {}
            self.parser.CharacterDataHandler = None
