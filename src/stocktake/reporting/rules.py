"""Strands and stages as values."""

from enum import StrEnum


class Strand(StrEnum):
    """Who speaks: the State about itself, or experts about States."""

    STATE = "state"
    EXPERT = "expert"


class Stage(StrEnum):
    """Where a submission stands. Taken in by the local administrator, it is published."""

    DRAFT = "draft"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
