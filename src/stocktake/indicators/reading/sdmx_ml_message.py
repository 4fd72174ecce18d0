"""What is known while an SDMX-ML message is read: the same for both shapes of messages."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from stocktake.indicators.reading.opened import ACTION, ROW, Columns


_OF_MESSAGE = frozenset({"action", "setID", "validFromDate", "xmlns"})


@dataclass(slots=True)
class Groups:
    """Attributes of groups, by the dimensions and codes that make the group."""

    dimensions: frozenset[str]
    held: dict[tuple[str, ...], dict[tuple[str, ...], dict[str, str]]] = field(
        default_factory=dict
    )

    def add(self, values: Mapping[str, str]) -> None:
        """Keep the attributes of one group."""
        key = tuple(sorted(name for name in values if name in self.dimensions))
        rest = {k: v for k, v in values.items() if k not in self.dimensions}
        self.held.setdefault(key, {})[tuple(values[name] for name in key)] = rest

    def of(self, series: Mapping[str, str]) -> dict[str, str]:
        """The attributes of the groups that a series or observation lies in."""
        found: dict[str, str] = {}
        for key, groups in self.held.items():
            found |= groups.get(tuple(series.get(name, "") for name in key), {})
        return found

    def told(self) -> list[dict[str, str]]:
        """Every group as it was added."""
        return [
            {**dict(zip(key, codes, strict=True)), **rest}
            for key, groups in self.held.items()
            for codes, rest in groups.items()
        ]


@dataclass(slots=True)
class Message:
    """Rows read and not yet written, and what holds for those that follow.

    ``whole`` is what the data set says, ``series`` the series; ``above`` are the names
    of root, data set and series as written. ``mark`` is called where an element begins
    from which reading could go on, once there are ``next_mark`` observations.
    """

    groups: Groups
    at_observation: str
    next_mark: int
    mark: Callable[[], None]
    columns: Columns = field(default_factory=lambda: Columns(ROW, ACTION))
    number: int = 0
    rows: list[list[str]] = field(default_factory=list)
    whole: dict[str, str] = field(default_factory=dict)
    series: dict[str, str] = field(default_factory=dict)
    above: list[str] = field(default_factory=list)

    def take(self, values: Mapping[str, str]) -> None:
        """One observation with all that holds for it."""
        self.rows.append(
            self.columns.row((ROW, *values), [str(self.number), *values.values()])
        )

    def data_set(self, name: str, attributes: list[str]) -> None:
        """A data set begins."""
        self.above = [*self.above[:1], name]
        self.whole = {ACTION: _action(attributes)}
        self.series = {}


def local(name: str) -> str:
    """A name without its prefix.

    >>> local("generic:Obs"), local("Obs")
    ('Obs', 'Obs')
    """
    return name.rpartition(":")[2]


def pairs(attributes: list[str]) -> dict[str, str]:
    """Attributes as the parser gives them, name and value in turn."""
    return dict(zip(attributes[::2], attributes[1::2], strict=True))


def own(attributes: list[str]) -> dict[str, str]:
    """Attributes without a prefix: the components; not those of the message itself."""
    return {
        name: value
        for name, value in pairs(attributes).items()
        if ":" not in name and name not in _OF_MESSAGE
    }


def is_plain(names: list[str]) -> bool:
    """Whether all attributes are components."""
    return _OF_MESSAGE.isdisjoint(names) and not any(":" in name for name in names)


def _action(attributes: list[str]) -> str:
    """The action of a data set by its first letter; information where none is said."""
    for name, value in pairs(attributes).items():
        if local(name) == "action":
            return value[:1].upper()
    return "I"
