"""Generic messages: components are elements with a name and a value."""

from typing import Any

from stocktake.indicators.reading.opened import ROW
from stocktake.indicators.reading.sdmx_ml_message import Message, local, pairs
from stocktake.indicators.structures.rules import VALUE


_ELEMENTS = frozenset(
    {"DataSet", "Series", "Group", "Obs", "Value", "ObsDimension", "ObsValue"}
) | {"SeriesKey", "GroupKey", "ObsKey", "Attributes"}


class Generic:
    """Listens to the beginnings of elements."""

    def __init__(self, message: Message, _parser: Any) -> None:
        self.message = message
        self.kinds: dict[str, str] = {}
        self.common: dict[str, str] | None = None  # of data set and series, once known
        self.values: list[str] = []
        self.names: tuple[str, ...] = ()  # of the observation before
        self.every: tuple[str, ...] = ()  # and those that its row has
        self.group: dict[str, str] = {}
        self.observation: dict[str, str] = {}
        self.within = ""  # DataSet, Series, Group or Obs
        self.into: dict[str, str] = {}  # what values belong to

    def start(self, name: str, attributes: list[str]) -> None:
        """An element begins."""
        kind = self.kinds.get(name)
        if kind is None:
            kind = self._met(name)
        if kind == "Value":
            if (
                len(attributes) == 4
                and attributes[0] == "id"
                and attributes[2] == "value"
            ):
                self.into[attributes[1]] = attributes[3]
            else:
                self._pair(attributes, "")
        elif kind == "ObsValue":
            self.into = self.observation
            self._pair(attributes, VALUE)
        elif kind == "ObsDimension":
            self.into = self.observation
            self._pair(attributes, self.message.at_observation)
        elif kind:
            self._part(kind, name, attributes)

    def end(self) -> None:
        """The message ends."""
        self._settle()

    def again(self) -> None:
        """What holds was taken from a mark."""
        self.within = "Series" if self.message.above[2:] else "DataSet"

    def _met(self, name: str) -> str:
        if not self.message.above:
            self.message.above = [name]
        found = local(name)
        kind = found if found in _ELEMENTS else ""
        self.kinds[name] = kind
        return kind

    def _pair(self, attributes: list[str], otherwise: str) -> None:
        told = pairs(attributes)
        self.into[told.get("id") or otherwise] = told.get("value", "")

    def _part(self, kind: str, name: str, attributes: list[str]) -> None:
        """A part begins: from here on values belong to it."""
        message = self.message
        if kind in ("DataSet", "Series", "Group", "Obs"):
            self._settle()
            self.into = {}
            if kind in ("Series", "Obs") and message.number >= message.next_mark:
                if kind == "Series":
                    message.above = message.above[:2]
                message.mark()
            self._begin(kind, name, attributes)
        elif kind == "ObsKey" or self.within == "Obs":
            self.into = self.observation
        elif kind == "GroupKey" or self.within == "Group":
            self.into = self.group
        else:
            self.common = None
            alone = kind == "Attributes" and self.within == "DataSet"
            self.into = message.whole if alone else message.series

    def _begin(self, kind: str, name: str, attributes: list[str]) -> None:
        message = self.message
        self.within = kind
        if kind != "Obs":
            self.common = None
        if kind == "DataSet":
            message.data_set(name, attributes)
        elif kind == "Series":
            message.above = [*message.above[:2], name]
            message.series = {}
        elif kind == "Group":
            self.group = {}
        else:
            message.number += 1
            self.observation = {}

    def _settle(self) -> None:
        """What began is whole now: an observation or a group."""
        message = self.message
        if self.within == "Obs":
            self._observation()
            self.within = "Series" if message.above[2:] else "DataSet"
        elif self.within == "Group":
            message.groups.add(self.group)
            self.common, self.within = None, "DataSet"

    def _observation(self) -> None:
        """The quick way where the components are those of the observation before."""
        message, mine = self.message, self.observation
        if self.common is None:
            self.common = {**message.whole, **message.series}
            self.values, self.names = list(self.common.values()), ()
        names = tuple(mine)
        if names != self.names:
            if message.groups.held or not self.common.keys().isdisjoint(mine):
                every = {**message.series, **mine}
                message.take({**message.whole, **message.groups.of(every), **every})
                return
            self.names, self.every = names, (ROW, *self.common, *names)
        values = [str(message.number), *self.values, *mine.values()]
        message.rows.append(message.columns.row(self.every, values))
