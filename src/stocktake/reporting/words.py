"""Stages, steps and standings in the page's language."""

from django.utils.translation import gettext as _

from stocktake.reporting.calendar import Standing
from stocktake.reporting.rules import Stage, Step


def stage_name(stage: str) -> str:
    """Where a submission stands, in words."""
    names = {
        Stage.DRAFT: _("Draft"),
        Stage.CLEARED: _("Cleared nationally"),
        Stage.SUBMITTED: _("Submitted"),
        Stage.UNDER_CHECK: _("Under check"),
        Stage.CORRECTION_REQUESTED: _("Correction requested"),
        Stage.ACCEPTED: _("Accepted"),
        Stage.REPLY_WINDOW: _("State may reply"),
        Stage.PUBLISHED: _("Published"),
        Stage.DECLINED: _("Declined"),
        Stage.SUPERSEDED: _("Superseded"),
        Stage.WITHDRAWN: _("Withdrawn"),
    }
    return names[Stage(stage)]


def step_name(step: str) -> str:
    """A step as the words on its button."""
    names = {
        Step.CLEAR: _("Clear nationally"),
        Step.REOPEN: _("Open again for changes"),
        Step.SUBMIT: _("Submit"),
        Step.TAKE_UP: _("Start the check"),
        Step.REQUEST_CORRECTION: _("Ask for a correction"),
        Step.ACCEPT: _("Accept"),
        Step.OPEN_REPLY: _("Let the State reply"),
        Step.PUBLISH: _("Publish"),
        Step.DECLINE: _("Decline"),
        Step.SUPERSEDE: _("Supersede"),
        Step.WITHDRAW: _("Withdraw"),
    }
    return names[Step(step)]


def standing_name(standing: str) -> str:
    """How things stand with a report that is owed, in words."""
    names = {
        Standing.NOT_OPEN: _("Not open yet"),
        Standing.OPEN: _("Open"),
        Standing.IN_GRACE: _("In grace"),
        Standing.EXCEPTED: _("Late, with an exception"),
        Standing.OVERDUE: _("Overdue"),
        Standing.DELIVERED: _("Delivered"),
        Standing.DELIVERED_LATE: _("Delivered late"),
    }
    return names[Standing(standing)]
