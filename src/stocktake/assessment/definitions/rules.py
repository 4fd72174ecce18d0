"""An indicator as an edition defines it: what it measures, which way is better, how far."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from stocktake.assessment.verdicts import Grade, Scale


Texts = Mapping[str, str]  # language code -> words


class Kind(StrEnum):
    """Whether an indicator counts or judges."""

    QUANTITATIVE = "quantitative"
    QUALITATIVE = "qualitative"


class SetBy(StrEnum):
    """Who set the common target of an indicator."""

    AGREED_TEXT = "agreed-text"
    STATE = "state"
    NOBODY = "nobody"  # then only the direction is known


class Combine(StrEnum):
    """What becomes of several series that one key finds for a State."""

    ONE = "one"  # the key finds one series
    SUM = "sum"
    MEAN = "mean"


@dataclass(frozen=True, slots=True)
class Target:
    """A common target that exists somewhere: its value, its year, who set it, in what text."""

    value: float
    year: int | None
    set_by: SetBy
    text: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """A code with its words: a caveat, a breakdown, a unit."""

    code: str
    text: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Anchor:
    """One step of a qualitative scale; no value where the step says that nothing is known."""

    code: str
    value: float | None
    title: Texts = field(default_factory=dict)
    text: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """One indicator. ``direction``: 1 more is better, -1 less is better, None no verdict.

    ``flow`` is a dataflow and a key as SDMX REST writes it, with ``{state}`` where the
    State's code goes; ``combine`` says what to do where the key finds several series.
    ``low`` and ``high`` are the ends that no value can pass, None where there is none.
    """

    code: str
    kind: Kind
    scale: Scale
    direction: int | None
    title: Texts = field(default_factory=dict)
    commitments: tuple[str, ...] = ()
    unit: str = ""
    unit_words: Texts = field(default_factory=dict)
    low: float | None = None
    high: float | None = None
    baseline_year: int = 2018
    horizon: int = 2030
    target: Target | None = None
    target_set_by: SetBy = SetBy.NOBODY
    source: str = ""
    custodian: str = ""
    tier: str = ""
    grade: Grade = Grade.OFFICIAL
    disaggregations: tuple[Words, ...] = ()
    caveats: tuple[Words, ...] = ()
    no_direction: Words | None = None  # why no verdict is given
    anchors: tuple[Anchor, ...] = ()
    flow: tuple[str, str] | None = None
    combine: Combine = Combine.ONE

    @property
    def natural_limit(self) -> float | None:
        """The end of the scale in the wanted direction, None without one."""
        if self.direction is None:
            return None
        return self.high if self.direction > 0 else self.low

    def key(self, state: str) -> str:
        """The key of its dataflow for one State, as ``A._T.SVN.REF._T._T.UNHCR``."""
        return self.flow[1].format(state=state) if self.flow else ""
