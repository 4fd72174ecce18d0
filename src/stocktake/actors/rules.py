"""Who acts in the review, and what States do about treaties, as frozen values."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from stocktake.geography import queries as geography
from stocktake.geography.rules import Moment, moment
from stocktake.kernel.languages import in_language


class OrganisationType(StrEnum):
    """What kind of organisation, body or process an actor is."""

    UN_AGENCY = "un-agency"
    INTERGOVERNMENTAL = "intergovernmental"
    NGO = "ngo"
    NHRI = "nhri"
    ACADEMIA = "academia"
    CITY_NETWORK = "city-network"
    MANDATE_HOLDER = "mandate-holder"
    REGIONAL_PROCESS = "regional-process"
    NOT_STATED = "not-stated"


# Whom the public reads as the sender of anonymous claims: one name for all of them.
COLLECTIVE = "SOURCE"
CODE_SHAPE = re.compile(r"[A-Z0-9][A-Z0-9.-]{0,38}[A-Z0-9]")


def code_for(name: str) -> str:
    """The code that a name suggests.

    >>> code_for("Médecins du Monde")
    'M-DECINS-DU-MONDE'
    """
    return re.sub(r"[^A-Z0-9.]+", "-", name.upper()).strip("-.")[:40].strip("-.")


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation, body or process that is no State."""

    code: str
    names: Mapping[str, str]  # language -> name; may be empty
    type: OrganisationType
    illustrative: bool = False

    def name(self, language: str = "en") -> str:
        """Its name in a language, else in another, else its code."""
        return in_language(self.names, language) or self.code


class ActionKind(StrEnum):
    """What a State did about a treaty."""

    SIGNATURE = "signature"
    RATIFICATION = "ratification"
    ACCESSION = "accession"
    SUCCESSION = "succession"
    ACCEPTANCE = "acceptance"
    APPROVAL = "approval"
    FORMAL_CONFIRMATION = "formal confirmation"
    CONSENT = "consent, kind not given"
    RESERVATION = "reservation or declaration"
    WITHDRAWAL = "withdrawal"


# The one table of acts that never happened: those of the invented States.
INVENTED = "illustrative"
CONSENTS = frozenset(
    {
        ActionKind.RATIFICATION,
        ActionKind.ACCESSION,
        ActionKind.SUCCESSION,
        ActionKind.ACCEPTANCE,
        ActionKind.APPROVAL,
        ActionKind.FORMAL_CONFIRMATION,
        ActionKind.CONSENT,
    }
)


class Status(StrEnum):
    """Where a State stands towards an instrument on a day, as far as it is known."""

    PARTY = "party"
    SIGNATORY = "signatory"
    WITHDRAWN = "withdrawn"
    NO_ACTION = "no action known"
    DISPUTED = "sources disagree"
    NO_DATA = "no data"


@dataclass(frozen=True, slots=True)
class TreatyAction:
    """One act of one State towards one instrument, as one source has it."""

    instrument: str
    state: str
    kind: ActionKind
    dated: str  # 1991-10-04, 1991-10, 1991 or unknown
    source: str
    text: str = ""  # of a reservation or declaration; or the source's remark

    @property
    def moment(self) -> Moment:
        """The day, month or year as bounds."""
        return moment(self.dated)

    @property
    def order(self) -> tuple[str, str, str]:
        """Sorting key: by date, undated first."""
        return (
            "" if self.dated == "unknown" else self.dated,
            self.kind.value,
            self.source,
        )


@dataclass(frozen=True, slots=True)
class TreatySource:
    """One table of treaty actions: what it covers and until when it is known to hold."""

    code: str
    title: str
    as_of: date
    instruments: frozenset[str]
    states: frozenset[str]  # empty: every State; who is not listed has not acted

    def speaks_of(self, state: str) -> bool:
        """Whether it is a table of real acts and a real State, or of invented ones both."""
        return (self.code == INVENTED) == geography.is_illustrative(state)

    def covers(self, instrument: str, state: str) -> bool:
        """Whether it would list an act of this State towards this instrument."""
        listed = not self.states or state in self.states
        return instrument in self.instruments and listed and self.speaks_of(state)


@dataclass(frozen=True, slots=True)
class Instrument:
    """A treaty that the review looks at, with its names and its UN number."""

    code: str
    names: Mapping[str, str]
    untc: str = ""  # number in the UN Treaty Collection, "IV-13"
    adopted: int = 0
    spellings: tuple[str, ...] = ()  # as tables write it

    def name(self, language: str = "en") -> str:
        """Its name in a language."""
        return in_language(self.names, language)
