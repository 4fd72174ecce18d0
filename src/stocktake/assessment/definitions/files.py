"""The files of ``indicators/`` as they are written: types that refuse what they do not know."""

from typing import Literal

import msgspec

from stocktake.assessment.definitions.rules import Combine, Kind, SetBy
from stocktake.assessment.verdicts import Grade, Scale


WORDS = "words.yaml"
Named = dict[str, dict[str, str]]  # code -> language code -> words


class _Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A value whose keys are all known."""


class StepRecord(_Strict, frozen=True):
    """One step of a scale; ``value`` is left out where the step says nothing is known."""

    code: str
    title: dict[str, str]
    text: dict[str, str]
    value: float | None = None


class WordsFile(_Strict, frozen=True):
    """``words.yaml``: what the indicators name by code, each in every language."""

    units: Named
    disaggregations: Named
    caveats: Named
    scales: dict[str, tuple[StepRecord, ...]]
    custodians: Named = {}  # by the name that an indicator writes


class TargetRecord(_Strict, frozen=True):
    """Who set the common target, and which: none where ``set_by`` is nobody."""

    set_by: SetBy
    value: float | None = None
    year: int | None = None
    text: str = ""  # the agreed text, or the State's, as one cites it


class FlowRecord(_Strict, frozen=True):
    """Where its observations are kept; ``{state}`` stands for the State's code."""

    dataflow: str
    key: str
    combine: Combine = Combine.ONE


class Record(_Strict, frozen=True):
    """One indicator as a file holds it; ``commitments: all`` means every one and its parts."""

    code: str
    kind: Kind
    title: dict[str, str]
    commitments: Literal["all"] | tuple[str, ...]
    scale: Scale
    direction: Literal[1, -1, "none"]
    unit: str
    target: TargetRecord
    source: str
    custodian: str
    low: float | None = None
    high: float | None = None
    baseline_year: int = 2018
    horizon: int = 2030
    tier: str = ""
    grade: Grade = Grade.OFFICIAL
    disaggregations: tuple[str, ...] = ()
    caveats: tuple[str, ...] = ()
    no_direction: str | None = None  # the caveat that says why
    anchors: str | None = None  # a scale of words.yaml
    flow: FlowRecord | None = None
