"""A questionnaire's file as its author writes it; ``docs/questionnaires.md`` tells how."""

from typing import Any

import msgspec

from stocktake.reporting.questionnaires.rules import Absence, Option, Rule, Texts


PartRecord = dict[str, Any]  # the keys of a Field, or of a Group where it has `fields`


class Indicator(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One figure asked for under some items; ``official`` is its code in statistics."""

    code: str
    items: tuple[str, ...]
    label: Texts
    hint: Texts = {}
    unit: Texts = {}
    whole: bool = False
    minimum: int | None = None
    maximum: int | None = None
    official: str = ""


class Page(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An opening or closing page with its parts."""

    code: str
    title: Texts
    parts: tuple[PartRecord, ...]
    description: Texts = {}


class File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file: pages, the parts of each theme and each item, lists they share."""

    code: str
    version: int
    strand: str
    title: Texts
    introduction: Texts
    absences: dict[Absence, Texts]
    reasons: dict[Absence, tuple[Option, ...]]
    lists: dict[str, tuple[Option, ...]] = {}
    indicators: tuple[Indicator, ...] = ()
    opening: tuple[Page, ...] = ()
    per_theme: tuple[PartRecord, ...] = ()
    per_item: tuple[PartRecord, ...] = ()
    closing: tuple[Page, ...] = ()
    checks: tuple[Rule, ...] = ()
    section_titles: dict[str, Texts] = {}  # of opening and closing
