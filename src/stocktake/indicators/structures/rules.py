"""Code lists, components and dataflows as frozen values."""

import re
from collections.abc import Mapping
from functools import cached_property
from typing import Final, Literal

import msgspec

from stocktake.kernel.errors import NotFound, Refused


AGENCY: Final = "STOCKTAKE"
TOTAL: Final = "_T"
TIME: Final = "TIME_PERIOD"
VALUE: Final = "OBS_VALUE"
STATUS: Final = "OBS_STATUS"
CONFIDENTIALITY: Final = "CONF_STATUS"
NOT_STATED: Final = "O"  # CL_OBS_STATUS: missing value, no reason known
_REFERENCE = re.compile(
    r"(?:(?P<agency>[A-Za-z][\w.-]*):)?(?P<id>[\w@$-]+)(?:\((?P<version>[\w.+*-]+)\))?"
)


class Code(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One code of a list, with its names and the code it is a part of."""

    id: str
    names: dict[str, str]
    parent: str = ""


class CodeList(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """A code list; its order is the order in which releases are sorted."""

    id: str
    names: dict[str, str]
    codes: tuple[Code, ...]
    agency: str = AGENCY
    version: str = "1.0"
    source: str = ""

    @cached_property
    def ranks(self) -> Mapping[str, int]:
        """Each code's place in the list."""
        return {code.id: rank for rank, code in enumerate(self.codes)}

    @cached_property
    def by_id(self) -> Mapping[str, Code]:
        """Each code by its id."""
        return {code.id: code for code in self.codes}


class Component(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A dimension or an attribute; ``attached`` says what an attribute belongs to."""

    id: str
    list: str = ""
    names: dict[str, str] = {}
    attached: Literal["observation", "series", "dataset"] = "observation"
    required: bool = False


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a value can naturally be; ``whole``: counts, which have no decimals.

    ``among`` are the only values there are, where a scale has steps.
    """

    min: float | None = None
    max: float | None = None
    whole: bool = False
    among: tuple[float, ...] = ()


class Flow(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """A dataflow and its structure: what a table of statistics is made of.

    ``sort`` names the dimensions in the order in which a release is sorted; ``limits``
    may differ by the code of one dimension (``limits_by``).
    """

    id: str
    names: dict[str, str]
    descriptions: dict[str, str]
    dimensions: tuple[Component, ...]  # without time
    attributes: tuple[Component, ...]
    agency: str = AGENCY
    version: str = "1.0"
    structure: str = ""  # id of the data structure definition, where it differs
    timed: bool = True
    limits: Limits = Limits()
    limits_by: dict[str, dict[str, Limits]] = {}
    sort: tuple[str, ...] = ()

    @property
    def reference(self) -> str:
        """``AGENCY:ID(VERSION)``."""
        return f"{self.agency}:{self.id}({self.version})"

    @property
    def urn(self) -> str:
        """``stocktake:dataflow:AGENCY/ID/VERSION``."""
        return f"stocktake:dataflow:{self.agency}/{self.id}/{self.version}"

    @property
    def structure_id(self) -> str:
        """The id of its data structure definition."""
        return self.structure or self.id

    @property
    def dimension_ids(self) -> tuple[str, ...]:
        """The dimensions without time, in the order of a key."""
        return tuple(dimension.id for dimension in self.dimensions)

    @property
    def key_ids(self) -> tuple[str, ...]:
        """The dimensions with time: what tells one observation from another."""
        return (*self.dimension_ids, TIME) if self.timed else self.dimension_ids

    @property
    def attribute_ids(self) -> tuple[str, ...]:
        """The attributes, in order."""
        return tuple(attribute.id for attribute in self.attributes)

    @property
    def sort_ids(self) -> tuple[str, ...]:
        """The dimensions as a release is sorted by them, time last."""
        rest = [name for name in self.dimension_ids if name not in self.sort]
        return (*self.sort, *rest, *((TIME,) if self.timed else ()))

    @cached_property
    def components(self) -> Mapping[str, Component]:
        """Dimensions and attributes by id."""
        return {each.id: each for each in (*self.dimensions, *self.attributes)}


def area_dimension(flow: Flow) -> str:
    """The dimension that says which area a value is about; Refused where none does."""
    named = ("REF_AREA", "GEO", "AREA", "COUNTRY")
    found = [name for name in named if name in flow.dimension_ids]
    found += [each.id for each in flow.dimensions if each.list == "CL_AREA"]
    if not found:
        msg = f"{flow.id} has no dimension that names an area: {', '.join(flow.dimension_ids)}."
        raise Refused(msg)
    return found[0]


class Reference(msgspec.Struct, frozen=True):
    """What a message names: ``AGENCY:ID(VERSION)``; empty parts are not said."""

    id: str
    agency: str = ""
    version: str = ""

    def __str__(self) -> str:
        agency = f"{self.agency}:" if self.agency else ""
        version = f"({self.version})" if self.version else ""
        return f"{agency}{self.id}{version}"


def reference(text: str) -> Reference:
    """Read ``ID``, ``AGENCY:ID`` or ``AGENCY:ID(VERSION)``, or a URN that ends so."""
    bare = text.rsplit("=", 1)[-1].strip()
    found = _REFERENCE.match(bare)
    if not found:
        msg = f"{text!r} names no dataflow; one is named as AGENCY:ID(VERSION)."
        raise Refused(msg)
    return Reference(
        found["id"], agency=found["agency"] or "", version=found["version"] or ""
    )


def same_version(asked: str, version: str) -> bool:
    """Whether a version is the one asked for; 1.0 and 1.0.0 are the same."""
    if asked in ("", "latest", "*", "+", "~"):
        return True
    return _bare(asked) == _bare(version)


def _bare(version: str) -> str:
    return re.sub(r"(\.0)+$", "", version)


def missing_flow(text: str, known: tuple[str, ...]) -> NotFound:
    """The error for a dataflow that is not known here."""
    return NotFound(
        f"There is no dataflow {text!r} here. There are: {', '.join(known)}. "
        "The structure of another is put in the home's folder `structures`."
    )
