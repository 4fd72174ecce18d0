"""What was promised: themes, commitments, objectives, actions, and their sources."""

from enum import StrEnum

import msgspec


Texts = dict[str, str]  # language code -> words


class ItemKind(StrEnum):
    """What an item of an edition is."""

    THEME = "theme"
    COMMITMENT = "commitment"
    SUB_COMMITMENT = "sub-commitment"
    OBJECTIVE = "objective"
    ACTION = "action"


class TargetKind(StrEnum):
    """What reaching a target takes: the five verbs of the mission."""

    RATIFY = "ratify"
    IMPLEMENT = "implement"
    MEASURE = "measure"
    REVISE = "revise"
    REPEAL = "repeal"


class Source(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True
):
    """Where an item stands in its text; only what applies is set.

    ``section``, ``theme``, ``bullet``, ``sub_bullet`` count from 1 in a text of
    bullets; ``document``, ``paragraph``, ``letter`` cite a resolution.
    """

    section: int | None = None
    theme: int | None = None
    bullet: int | None = None
    sub_bullet: int | None = None
    document: str | None = None
    paragraph: int | None = None
    letter: str | None = None


class Target(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing whose reaching can be seen: a treaty in force, a law changed, a measure."""

    kind: TargetKind
    text: Texts
    frameworks: tuple[str, ...] = ()


class Topic(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a theme's text names and no commitment does; labelled at theme level."""

    code: str
    title: Texts
    description: Texts = {}


class ItemRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One item as a file of ``compact/`` holds it."""

    code: str
    kind: ItemKind
    title: Texts
    source: Source
    description: Texts = {}
    parent: str | None = None
    counted: bool = False
    targets: tuple[Target, ...] = ()
    topics: tuple[Topic, ...] = ()


class Item(ItemRecord, frozen=True, forbid_unknown_fields=True):
    """One item with its ties: codes by taxonomy (an edition, ``sdg``, ``gcr``)."""

    crosswalk: dict[str, tuple[str, ...]] = {}
