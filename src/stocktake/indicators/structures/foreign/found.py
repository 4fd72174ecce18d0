"""What a structure message holds, whatever it is written in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from stocktake.indicators.structures.rules import CodeList, Reference, same_version


Role = Literal["dimension", "time", "attribute", "measure"]
Names = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Part:
    """A component as the message has it; ``codes`` names its own code list."""

    id: str
    role: Role
    concept: str  # AGENCY:SCHEME(VERSION).ID, as much of it as is said
    codes: Reference | None = None
    attached: Literal["observation", "series", "dataset"] = "observation"
    required: bool = False


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept's names and the code list it takes its values from."""

    names: Names
    codes: Reference | None = None


@dataclass(frozen=True, slots=True)
class Structure:
    """A data structure definition."""

    reference: Reference
    names: Names
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Dataflow:
    """A dataflow and the structure it names; a stub names none."""

    reference: Reference
    names: Names
    descriptions: Names
    structure: Reference | None


@dataclass(slots=True)
class Found:
    """All of a message; concepts by ``AGENCY:SCHEME(VERSION).ID``."""

    flows: list[Dataflow] = field(default_factory=list)
    structures: list[Structure] = field(default_factory=list)
    concepts: dict[str, Concept] = field(default_factory=dict)
    lists: list[CodeList] = field(default_factory=list)

    def add(self, other: "Found") -> None:
        """Take in what another message holds."""
        self.flows += other.flows
        self.structures += other.structures
        self.concepts |= other.concepts
        self.lists += other.lists

    def structure(self, asked: Reference) -> Structure | None:
        """The structure of a reference, if the message holds it."""
        held = (each for each in self.structures if is_one(asked, each.reference))
        return next(held, None)

    def codes(self, asked: Reference) -> CodeList | None:
        """The code list of a reference, if the message holds it with its codes."""
        held = (
            each
            for each in self.lists
            if each.codes
            and is_one(asked, Reference(each.id, each.agency, each.version))
        )
        return next(held, None)

    def concept(self, of: Part) -> Concept | None:
        """The concept of a component; found by its id where the message says no more."""
        if of.concept in self.concepts:
            return self.concepts[of.concept]
        return next(self._called(of.concept.rsplit(".", 1)[-1]), None)

    def _called(self, name: str) -> Iterator[Concept]:
        return (
            held for key, held in self.concepts.items() if key.endswith(f").{name}")
        )


def is_one(asked: Reference, held: Reference) -> bool:
    """Whether an artefact is the one that a reference names."""
    return (
        asked.id == held.id
        and asked.agency in ("", held.agency)
        and same_version(asked.version, held.version)
    )
