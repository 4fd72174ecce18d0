"""Generic messages: components are elements with a name and a value."""

from typing import Any

from stocktake.indicators.reading.sdmx_ml_message import Message, local, pairs
from stocktake.indicators.structures.rules import VALUE


_ELEMENTS = frozenset(
    {"DataSet", "Series", "Group", "Obs", "Value", "ObsDimension", "ObsValue"}
) | {"SeriesKey", "GroupKey", "ObsKey", "Attributes"}
_USUAL = ["id", "value"]


class Generic:
    """Listens to the beginnings of elements."""

    def __init__(self, message: Message, _parser: Any) -> None:
        self.message = message
        self.kinds: dict[str, str] = {}
        self.attributes: dict[str, str] = {}  # of the data set
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
            if attributes[::2] == _USUAL:
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
            if kind in ("Series", "Obs") and message.number >= message.next_mark:
                if kind == "Series":
                    message.above = message.above[:2]
                message.mark()
            self._begin(kind, name, attributes)
        elif kind == "Attributes":
            self.into = {
                "DataSet": message.whole,
                "Series": message.series,
                "Group": self.group,
                "Obs": self.observation,
            }.get(self.within, {})
        else:
            self.into = {
                "SeriesKey": message.series,
                "GroupKey": self.group,
                "ObsKey": self.observation,
            }[kind]

    def _begin(self, kind: str, name: str, attributes: list[str]) -> None:
        message = self.message
        self.within = kind
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
            mine = {**message.series, **self.observation}
            message.take({**message.whole, **message.groups.of(mine), **mine})
            self.within = "Series" if message.above[2:] else "DataSet"
        elif self.within == "Group":
            message.groups.add(self.group)
            self.within = "DataSet"
