"""Claims, choices and applications in the page's language."""

from django.utils.translation import gettext as _

from stocktake.actors.accreditation import Standing
from stocktake.actors.rules import COLLECTIVE, OrganisationType
from stocktake.reporting.claims import ClaimKind, ClaimStatus
from stocktake.reporting.sources.rules import Publication, is_protected


def publication_name(code: str) -> str:
    """How something may be published, in words."""
    names = {
        Publication.ATTRIBUTED: _("Under the name"),
        Publication.ANONYMOUS: _("Anonymous"),
        Publication.CONFIDENTIAL: _("Confidential"),
    }
    return names[Publication(code)]


def claim_status_name(code: str) -> str:
    """What is known about a claim beside itself, in words."""
    names = {
        ClaimStatus.UNVERIFIED: _("Unverified"),
        ClaimStatus.CORROBORATED: _("Corroborated"),
        ClaimStatus.CONTESTED: _("Contested"),
    }
    return names[ClaimStatus(code)]


def claim_kind_name(code: str) -> str:
    """What a claim is, in words."""
    names = {
        ClaimKind.RATING: _("Rating"),
        ClaimKind.CHALLENGE: _("Challenge"),
        ClaimKind.ACHIEVEMENT: _("Achievement"),
    }
    return names[ClaimKind(code)]


def accreditation_name(code: str) -> str:
    """Where an application stands, in words."""
    names = {
        Standing.APPLIED: _("Waits for a decision"),
        Standing.ACCEPTED: _("Accredited"),
        Standing.DECLINED: _("Not accredited"),
        Standing.WITHDRAWN: _("Accreditation withdrawn"),
    }
    return names[Standing(code)]


def decision_name(code: str) -> str:
    """A decision as the words on its button."""
    names = {
        Standing.ACCEPTED: _("Accredit"),
        Standing.DECLINED: _("Decline the application"),
        Standing.WITHDRAWN: _("Withdraw the accreditation"),
    }
    return names[Standing(code)]


def type_name(code: str) -> str:
    """What kind of organisation it is, in words."""
    names = {
        OrganisationType.UN_AGENCY: _("United Nations agency"),
        OrganisationType.INTERGOVERNMENTAL: _("Intergovernmental organisation"),
        OrganisationType.NGO: _("Non-governmental organisation"),
        OrganisationType.NHRI: _("National human rights institution"),
        OrganisationType.ACADEMIA: _("University or research"),
        OrganisationType.CITY_NETWORK: _("City or network of cities"),
        OrganisationType.MANDATE_HOLDER: _("Mandate holder"),
        OrganisationType.REGIONAL_PROCESS: _("Regional process"),
        OrganisationType.NOT_STATED: _("Not stated"),
    }
    return names[OrganisationType(code)]


def source_name(sender: str) -> str:
    """Who says something, as its reader may know it."""
    if sender == COLLECTIVE or is_protected(sender):
        return _("A source known to the secretariat")
    return sender
