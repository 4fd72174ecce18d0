"""The artefacts that are kept here, what refers to what, and queries for them."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from stocktake.indicators.structures import artefacts, categories, reading, versions
from stocktake.indicators.structures.rules import AGENCY, CodeList, Flow
from stocktake.kernel.errors import WrongUsage


FLOW, STRUCTURE, CONCEPTS, CODES, AGENCIES, PROVIDERS = (
    "dataflow",
    "datastructure",
    "conceptscheme",
    "codelist",
    "agencyscheme",
    "dataproviderscheme",
)
CATEGORIES, CATEGORISATION = "categoryscheme", "categorisation"
REFERENCES: Final = (
    "none",
    "parents",
    "parentsandsiblings",
    "ancestors",
    "children",
    "descendants",
    "all",
)
DETAILS: Final = (
    "full",
    "allstubs",
    "referencestubs",
    "allcompletestubs",
    "referencecompletestubs",
    "referencepartial",
    "raw",
    "partialraw",
)
ANY: Final = frozenset({"", "*", "all", "ALL"})


class Key(NamedTuple):
    """What names an artefact: its type as SDMX REST calls it, agency, id and version."""

    kind: str
    agency: str
    id: str
    version: str


# Everyone who maintains an artefact; it comes where it is asked for by name.
TOP_AGENCIES: Final = Key(AGENCIES, "SDMX", "AGENCIES", "1.0")


@dataclass(frozen=True, slots=True)
class Query:
    """A structure query: which artefacts, what beside them, how much of each."""

    kinds: frozenset[str]  # empty: any
    agencies: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    versions: tuple[str, ...] = ("latest",)
    items: tuple[str, ...] = ()
    references: tuple[str, ...] = ("none",)
    detail: str = "full"


@dataclass(frozen=True, slots=True)
class Found:
    """The artefacts that match, and those that come with them; both sorted."""

    matching: tuple[Key, ...]
    beside: tuple[Key, ...]


class Registry:
    """Every artefact here and what it refers to."""

    def __init__(self, flows: tuple[Flow, ...]) -> None:
        self.flows = flows

    @cached_property
    def refers(self) -> Mapping[Key, frozenset[Key]]:
        """What each artefact refers to directly."""
        found: dict[Key, frozenset[Key]] = {
            TOP_AGENCIES: frozenset(),
            Key(AGENCIES, AGENCY, "AGENCIES", "1.0"): frozenset(),
            Key(PROVIDERS, AGENCY, "DATA_PROVIDERS", "1.0"): frozenset(),
        }
        for each in reading.own_lists().values():
            found[_list(each)] = frozenset()
        for flow in self.flows:
            structure, scheme = structure_key(flow), scheme_key(flow)
            lists = frozenset(_list(each) for each in reading.lists(flow).values())
            found[flow_key(flow)] = frozenset({structure})
            found[structure] = frozenset({scheme}) | lists
            found[scheme] = frozenset()
            found.update(dict.fromkeys(lists, frozenset[Key]()))
        found[categories_key()] = frozenset()
        for key, (flow, _name) in self.categorisations.items():
            found[key] = frozenset({flow_key(flow), categories_key()})
        return found

    @cached_property
    def categorisations(self) -> Mapping[Key, tuple[Flow, str]]:
        """Each categorisation's dataflow and id."""
        return {
            Key(CATEGORISATION, AGENCY, name, categories.VERSION): (flow, name)
            for flow in self.flows
            for name in categories.of(flow)
        }

    @cached_property
    def referred(self) -> Mapping[Key, frozenset[Key]]:
        """What refers to each artefact directly."""
        found: dict[Key, set[Key]] = {key: set() for key in self.refers}
        for key, others in self.refers.items():
            for other in others:
                found[other].add(key)
        return {key: frozenset(held) for key, held in found.items()}

    def find(self, query: Query) -> Found:
        """What a query asks for; WrongUsage for a word that no query has."""
        matching = frozenset(self._matching(query))
        beside = self._beside(matching, query.references) - matching
        return Found(tuple(sorted(matching)), tuple(sorted(beside)))

    def _matching(self, query: Query) -> Iterator[Key]:
        for key in self.refers:
            if query.kinds and key.kind not in query.kinds:
                continue
            if not _among(key.agency, query.agencies) or not _among(key.id, query.ids):
                continue
            if self._version(key, query.versions):
                yield key

    def _version(self, key: Key, asked: tuple[str, ...]) -> bool:
        held = {other.version for other in self.refers if other[:3] == key[:3]}
        return key.version in versions.matching(asked or ("latest",), held)

    def _beside(self, of: frozenset[Key], words: tuple[str, ...]) -> frozenset[Key]:
        found: frozenset[Key] = frozenset()
        for word in words:
            if word in REFERENCES:
                found |= self._related(of, word)
                continue
            asked = kinds(word)
            found |= {key for key in self._related(of, "all") if key.kind in asked}
            if AGENCIES in asked and of:
                found |= {TOP_AGENCIES}
        return found

    def _related(self, of: frozenset[Key], word: str) -> frozenset[Key]:
        parents = _step(of, self.referred)
        siblings = parents | _step(parents, self.refers)
        descendants = _all_steps(of, self.refers)
        return {
            "none": frozenset[Key](),
            "parents": parents,
            "children": _step(of, self.refers),
            "ancestors": _all_steps(of, self.referred),
            "descendants": descendants,
            "parentsandsiblings": siblings,
            "all": siblings | descendants,
        }[word]

    def flows_of(self, key: Key) -> tuple[Flow, ...]:
        """The dataflows that an artefact belongs to."""
        return tuple(
            flow
            for flow in self.flows
            if key in (flow_key(flow), structure_key(flow), scheme_key(flow))
        )

    def code_list(self, key: Key) -> CodeList:
        """The code list of a key."""
        held = [
            *reading.own_lists().values(),
            *(each for flow in self.flows for each in reading.lists(flow).values()),
        ]
        return next(each for each in held if _list(each) == key)


def registry() -> Registry:
    """The artefacts as they are now."""
    return Registry(reading.flows())


def flow_key(flow: Flow) -> Key:
    """What names a dataflow."""
    return Key(FLOW, flow.agency, flow.id, flow.version)


def structure_key(flow: Flow) -> Key:
    """What names its data structure definition."""
    return Key(STRUCTURE, flow.agency, flow.structure_id, flow.version)


def scheme_key(flow: Flow) -> Key:
    """What names its concept scheme."""
    return Key(CONCEPTS, flow.agency, artefacts.scheme_id(flow), "1.0")


def categories_key() -> Key:
    """What names the category scheme."""
    return Key(CATEGORIES, AGENCY, categories.scheme_id(), categories.VERSION)


def _list(held: CodeList) -> Key:
    return Key(CODES, held.agency, held.id, held.version)


def _among(text: str, asked: Collection[str]) -> bool:
    return not asked or text in asked or bool(ANY & set(asked))


def _step(of: frozenset[Key], along: Mapping[Key, frozenset[Key]]) -> frozenset[Key]:
    return frozenset(other for key in of for other in along[key])


def _all_steps(
    of: frozenset[Key], along: Mapping[Key, frozenset[Key]]
) -> frozenset[Key]:
    found: frozenset[Key] = frozenset()
    new = _step(of, along)
    while new - found:
        found |= new
        new = _step(new, along)
    return found


# The types of the standard of which there is no artefact here.
NONE_HERE: Final = frozenset(
    {
        "actualconstraint",
        "allowedconstraint",
        "attachmentconstraint",
        "categoryschememap",
        "conceptschememap",
        "contentconstraint",
        "customtypescheme",
        "dataconstraint",
        "dataconsumerscheme",
        "geographiccodelist",
        "geogridcodelist",
        "hierarchicalcodelist",
        "hierarchy",
        "hierarchyassociation",
        "metadataconstraint",
        "metadataflow",
        "metadataproviderscheme",
        "metadataprovisionagreement",
        "metadatastructure",
        "namealiasscheme",
        "namepersonalisationscheme",
        "organisationschememap",
        "organisationunitscheme",
        "process",
        "provisionagreement",
        "reportingtaxonomy",
        "reportingtaxonomymap",
        "representationmap",
        "rulesetscheme",
        "structuremap",
        "structureset",
        "transformationscheme",
        "userdefinedoperatorscheme",
        "valuelist",
        "vtlmappingscheme",
    }
)
ITEMS: Final = frozenset({CONCEPTS, CODES, AGENCIES, PROVIDERS, CATEGORIES})
HERE: Final = ITEMS | {FLOW, STRUCTURE, CATEGORISATION}


def kinds(word: str) -> frozenset[str]:
    """The types that a word of a query stands for; empty for any of them."""
    if word in ("structure", "*"):
        return frozenset()
    if word == "organisationscheme":
        return frozenset({AGENCIES, PROVIDERS})
    if word in HERE or word in NONE_HERE:
        return frozenset({word})
    known = ", ".join(sorted(HERE))
    msg = f"{word!r} is no type of artefact. There are {known} here."
    raise WrongUsage(msg)
