"""Access of researchers as values: requests, decisions, tables, queries. Pure."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

import msgspec

from stocktake.kernel.data import read_yaml_file
from stocktake.kernel.errors import NotFound, Refused


LONGEST_DAYS: Final = 366  # one decision opens tables for at most this long
_TERMS: Final = Path(__file__).resolve().parents[1] / "data" / "research_terms"
_CODE: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


class Standing(StrEnum):
    """Where a request stands."""

    REQUESTED = "requested"
    GRANTED = "granted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"  # by the researcher, or access ended by the secretariat


# What may be decided on a request that stands so.
DECISIONS: Final[Mapping[Standing, frozenset[Standing]]] = {
    Standing.REQUESTED: frozenset(
        {Standing.GRANTED, Standing.DECLINED, Standing.WITHDRAWN}
    ),
    Standing.GRANTED: frozenset({Standing.WITHDRAWN}),
    Standing.DECLINED: frozenset(),
    Standing.WITHDRAWN: frozenset(),
}


class Clause(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One sentence of the terms, in six languages."""

    id: str
    text: dict[str, str]


class Terms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The terms of use of one version; a later version is a file of its own."""

    version: str
    clauses: tuple[Clause, ...]

    @property
    def digest(self) -> str:
        """SHA-256 of all its words, so that what was accepted can be proved."""
        return hashlib.sha256(msgspec.json.encode(self)).hexdigest()


@dataclass(frozen=True, slots=True)
class Table:
    """A finer table that is offered; its cells are protected and were attacked."""

    code: str
    version: int
    title: str
    about: str
    dimensions: tuple[str, ...]
    flow: str
    release: str  # digest of the public release that it was attacked together with
    digest: str
    cells: int
    withheld: int
    attack: Mapping[str, Any]
    against: tuple[Mapping[str, str], ...]
    offered_at: datetime
    offered_by: str
    withdrawn_at: datetime | None

    @property
    def urn(self) -> str:
        """``stocktake:research-table:CODE/1``."""
        return f"stocktake:research-table:{self.code}/{self.version}"


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision on a request."""

    standing: Standing
    reason: str
    by: str
    at: datetime
    until: date | None


@dataclass(frozen=True, slots=True)
class Request:
    """What a researcher asks for, and what was decided."""

    number: int
    person: str
    name: str
    organisation: str
    purpose: str
    tables: tuple[str, ...]
    terms: str
    terms_digest: str
    requested_at: datetime
    standing: Standing
    until: date | None
    decisions: tuple[Decision, ...]

    @property
    def urn(self) -> str:
        """``stocktake:research-request:1``."""
        return f"stocktake:research-request:{self.number}"

    @property
    def open(self) -> tuple[Standing, ...]:
        """What may be decided now."""
        return tuple(one for one in Standing if one in DECISIONS[self.standing])

    def opens(self, table: str, *, on: date) -> bool:
        """Whether it opens a table on a day."""
        granted = self.standing is Standing.GRANTED and self.until is not None
        return granted and table in self.tables and on <= (self.until or on)


@dataclass(frozen=True, slots=True)
class Query:
    """One slice that somebody took, as it is written down."""

    request: int
    name: str
    table: str
    slice: Mapping[str, Sequence[str]]
    cells: int
    withheld: int
    at: datetime


def terms(version: str = "") -> Terms:
    """The terms of a version, or those in force."""
    known = {path.stem: path for path in _TERMS.glob("*.yaml")}
    chosen = version or max(known, key=int)
    if chosen not in known:
        msg = f"There are no terms {version!r}; there are: {', '.join(sorted(known))}."
        raise NotFound(msg)
    return read_yaml_file(known[chosen], Terms)


def check_code(code: str) -> str:
    """The code of a table, or a refusal that shows one."""
    if not _CODE.fullmatch(code) or len(code) > 40:
        msg = f"{code!r} is no code of a table; one looks like stock-by-age."
        raise Refused(msg)
    return code


def check_request(
    *, organisation: str, purpose: str, tables: Sequence[str], accepted: str
) -> Terms:
    """The terms that were accepted; refused where something is missing.

    ``accepted`` is the version of the terms that the researcher read and accepted.
    """
    if not organisation.strip():
        msg = "Say for which institution you work."
        raise Refused(msg)
    if len(purpose.strip()) < 40:
        msg = (
            "Say what the tables are for: the question, the method, and where the results"
            " will be published."
        )
        raise Refused(msg)
    if not tables:
        msg = "Choose at least one table."
        raise Refused(msg)
    current = terms()
    if accepted != current.version:
        msg = (
            "The tables are opened under terms: they are never used to enforce anything"
            f" against anybody. Read and accept version {current.version} first."
        )
        raise Refused(msg)
    return current


def check_decision(
    before: Standing, after: Standing, *, reason: str, until: date | None, today: date
) -> str:
    """The reason, cleaned; refused where the decision is not open or not whole."""
    if after not in DECISIONS[before]:
        there = ", ".join(sorted(DECISIONS[before])) or "none: it is final"
        msg = f"A request that is {before} cannot become {after}. Open: {there}."
        raise Refused(msg)
    words = reason.strip()
    if not words:
        msg = "A decision on access gives its reason: the researcher reads it."
        raise Refused(msg)
    if after is Standing.GRANTED:
        _check_until(until, today)
    elif until is not None:
        msg = "A day until which is only for access that is granted."
        raise Refused(msg)
    return words


def _check_until(until: date | None, today: date) -> None:
    last = today + timedelta(days=LONGEST_DAYS)
    if until is None or not today <= until <= last:
        msg = f"Access is granted until a day: from {today} to {last} at the latest."
        raise Refused(msg)
