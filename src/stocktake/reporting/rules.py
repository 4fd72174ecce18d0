"""Strands, stages and steps as values."""

from enum import StrEnum


class Strand(StrEnum):
    """Who speaks: the State about itself, or experts about States."""

    STATE = "state"
    EXPERT = "expert"


class Stage(StrEnum):
    """Where a submission stands. Taken in by the local administrator, it is published."""

    DRAFT = "draft"
    CLEARED = "cleared"  # nationally; where the State clears
    SUBMITTED = "submitted"
    UNDER_CHECK = "under_check"
    CORRECTION_REQUESTED = "correction_requested"
    ACCEPTED = "accepted"
    REPLY_WINDOW = "reply_window"  # the State concerned may reply to experts
    PUBLISHED = "published"
    DECLINED = "declined"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class Step(StrEnum):
    """What moves a submission from stage to stage."""

    CLEAR = "clear"
    REOPEN = "reopen"  # a cleared draft is opened for changes again
    SUBMIT = "submit"
    TAKE_UP = "take-up"  # the secretariat begins to check
    REQUEST_CORRECTION = "request-correction"
    ACCEPT = "accept"
    OPEN_REPLY = "open-reply"
    PUBLISH = "publish"
    DECLINE = "decline"
    SUPERSEDE = "supersede"
    WITHDRAW = "withdraw"
