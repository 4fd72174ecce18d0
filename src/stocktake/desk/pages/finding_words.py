"""The code words of findings as people read them."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from stocktake.assessment.methods.cerqual import Confidence
from stocktake.assessment.rules import Agreement
from stocktake.assessment.verdicts import Label


_AGREEMENTS: Final = {
    Agreement.AGREE: _("Both sides agree"),
    Agreement.STATE_MORE_POSITIVE: _("The State is more positive"),
    Agreement.EXPERTS_MORE_POSITIVE: _("Experts are more positive"),
    Agreement.ONE_SIDE_ONLY: _("One side only"),
    Agreement.CONTESTED: _("Contested"),
    Agreement.SILENCE: _("Nobody says anything"),
}
_LABELS: Final = {
    Label.ON_TRACK: _("On track"),
    Label.TOO_SLOW: _("Moving, too slowly"),
    Label.LITTLE_MOVEMENT: _("Little movement"),
    Label.MOVING_AWAY: _("Moving away"),
    Label.MET: _("Target met"),
    Label.MET_MOVING_AWAY: _("Target met, moving away"),
    Label.CONTEXT: _("For context only"),
    Label.CANNOT_ASSESS: _("Cannot be assessed"),
    Label.NOT_MET: _("Target not met"),
}
_CONFIDENCES: Final = {
    Confidence.HIGH: _("High"),
    Confidence.MODERATE: _("Moderate"),
    Confidence.LOW: _("Low"),
    Confidence.VERY_LOW: _("Very low"),
}
# In the words of the questionnaires, which answer with these codes.
_STATUSES: Final = {
    "no-measure": _("No measure"),
    "under-development": _("Under development"),
    "partly-in-force": _("Partly in force"),
    "in-force": _("In force"),
    "not_relevant": _("Not relevant"),
    "no_information": _("No information"),
}
_RATINGS: Final = {
    "no-evidence": _("No evidence available"),
    "not-started": _("Not started"),
    "limited": _("Limited"),
    "substantial": _("Substantial"),
    "complete": _("Complete"),
}


def agreement_name(agreement: Agreement) -> str:
    """How the two sides stand, in words."""
    return str(_AGREEMENTS[agreement])


def label_name(label: Label) -> str:
    """What figures show, in words."""
    return str(_LABELS[label])


def confidence_name(confidence: Confidence) -> str:
    """How sure one may be, in words."""
    return str(_CONFIDENCES[confidence])


def status_name(code: str) -> str:
    """What a State answered, in words; nothing where it did not."""
    return str(_STATUSES.get(code, ""))


def rating_name(code: str) -> str:
    """How experts rate, in words."""
    return str(_RATINGS.get(code, code))
