"""Roles, permissions, and which role grants which: one table an auditor can read."""

from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """What a person is in the review."""

    LOCAL = "local"  # whoever runs commands on the machine; never given to a person
    ADMINISTRATOR = "administrator"
    SECRETARIAT = "secretariat"
    PROTECTION_OFFICER = "protection-officer"
    REVIEW_OFFICE = "review-office"  # the Special Representative's office
    FOCAL_POINT = "focal-point"  # the main one
    ALTERNATE = "alternate-focal-point"  # stands in, but for who else is let in
    CONTRIBUTOR = "contributor"
    VALIDATING_AUTHORITY = "validating-authority"
    EXPERT = "expert"
    RESEARCHER = "researcher"
    VISITOR = "visitor"


class Permission(StrEnum):
    """What an action asks for before it does anything."""

    READ_PUBLIC = "public.read"
    DESK_ENTER = "desk.enter"
    # rounds and who owes what
    ROUND_OPEN = "round.open"
    ROUND_CLOSE = "round.close"
    OBLIGATION_PLAN = "obligation.plan"
    LATE_EXCEPT = "late.except"
    REMINDER_SEND = "reminder.send"
    # the State strand
    REPORT_TAKE_IN = "report.take-in"
    REPORT_READ = "report.read"  # before it is published
    REPORT_EDIT = "report.edit"
    REPORT_CLEAR = "report.clear"
    REPORT_SUBMIT = "report.submit"
    REPORT_WITHDRAW = "report.withdraw"
    REPORT_CHECK = "report.check"
    REPORT_RETURN = "report.return"  # ask for a correction
    REPORT_ACCEPT = "report.accept"
    REPORT_PUBLISH = "report.publish"
    CLEARING_SET = "clearing.set"
    # the expert strand
    ACCREDITATION_APPLY = "accreditation.apply"
    ACCREDITATION_DECIDE = "accreditation.decide"
    CLAIM_EDIT = "claim.edit"
    CLAIM_SUBMIT = "claim.submit"
    CLAIM_WITHDRAW = "claim.withdraw"
    CLAIM_CHECK = "claim.check"
    CLAIM_WEIGH = "claim.weigh"  # unverified, corroborated, contested
    CLAIM_DECLINE = "claim.decline"
    CLAIM_PUBLISH = "claim.publish"
    CLAIM_REPLY = "claim.reply"
    CLAIM_READ = "claim.read"  # attributed and anonymous ones, before publication
    CLAIM_READ_CONFIDENTIAL = "claim.read-confidential"
    SOURCE_IDENTIFY = "source.identify"  # with a recorded reason
    SOURCE_KEYS = "source.change-keys"  # seal the identities anew
    # texts, dossiers, registers
    TEXT_LABEL = "text.label"
    DOSSIER_BUILD = "dossier.build"
    ROUND_ASSESS = "round.assess"
    FINDING_REPLY = "finding.reply"  # on behalf of the State that it is about
    ORGANISATION_REGISTER = "organisation.register"
    TREATY_LOAD = "treaty.load"
    STATISTICS_LOAD = "statistics.load"
    DISCLOSURE_DECIDE = "disclosure.decide"  # what may leave, and see what may not
    # finer tables for researchers
    RESEARCH_OFFER = "research.offer"
    RESEARCH_REQUEST = "research.request"
    RESEARCH_DECIDE = "research.decide"  # and read what was taken, by whom
    RESEARCH_QUERY = "research.query"  # tables that were opened to oneself
    # people
    COLLEAGUE_INVITE = "colleague.invite"  # contributors and authorities of own State
    PERSON_INVITE = "person.invite"
    PERSON_REVOKE = "person.revoke"
    PERSON_LIST = "person.list"
    AUDIT_READ = "audit.read"


P = Permission
_EVERYONE: Final = frozenset({P.READ_PUBLIC})
_SIGNED_IN: Final = _EVERYONE | {P.DESK_ENTER}
_STATE_READER: Final = _SIGNED_IN | {P.REPORT_READ}
_STANDS_IN: Final = _STATE_READER | {
    P.REPORT_EDIT,
    P.REPORT_CLEAR,
    P.REPORT_SUBMIT,
    P.REPORT_WITHDRAW,
    P.CLAIM_REPLY,
    P.FINDING_REPLY,
}

GRANTS: Final[dict[Role, frozenset[Permission]]] = {
    # Whoever holds the machine holds the files; the identities of protected sources
    # are encrypted, and even here only a protection officer asks for them.
    Role.LOCAL: frozenset(Permission) - {P.SOURCE_IDENTIFY},
    Role.ADMINISTRATOR: _SIGNED_IN
    | {
        P.ROUND_OPEN,
        P.ROUND_CLOSE,
        P.OBLIGATION_PLAN,
        P.REMINDER_SEND,
        P.TREATY_LOAD,
        P.STATISTICS_LOAD,
        P.ORGANISATION_REGISTER,
        P.PERSON_INVITE,
        P.PERSON_REVOKE,
        P.PERSON_LIST,
        P.AUDIT_READ,
    },
    Role.SECRETARIAT: _STATE_READER
    | {
        P.ROUND_OPEN,
        P.ROUND_CLOSE,
        P.OBLIGATION_PLAN,
        P.LATE_EXCEPT,
        P.REMINDER_SEND,
        P.REPORT_TAKE_IN,
        P.REPORT_CHECK,
        P.REPORT_RETURN,
        P.REPORT_ACCEPT,
        P.REPORT_PUBLISH,
        P.REPORT_WITHDRAW,
        P.ACCREDITATION_DECIDE,
        P.CLAIM_CHECK,
        P.CLAIM_WEIGH,
        P.CLAIM_DECLINE,
        P.CLAIM_PUBLISH,
        P.CLAIM_WITHDRAW,
        P.CLAIM_READ,
        P.CLAIM_READ_CONFIDENTIAL,
        P.TEXT_LABEL,
        P.DOSSIER_BUILD,
        P.ROUND_ASSESS,
        P.ORGANISATION_REGISTER,
        P.TREATY_LOAD,
        P.STATISTICS_LOAD,
        P.DISCLOSURE_DECIDE,
        P.RESEARCH_OFFER,
        P.RESEARCH_DECIDE,
        P.PERSON_INVITE,
        P.PERSON_REVOKE,
        P.PERSON_LIST,
        P.AUDIT_READ,
    },
    Role.PROTECTION_OFFICER: _SIGNED_IN
    | {P.CLAIM_READ, P.CLAIM_READ_CONFIDENTIAL, P.SOURCE_IDENTIFY, P.SOURCE_KEYS},
    Role.REVIEW_OFFICE: _SIGNED_IN | {P.DOSSIER_BUILD, P.ROUND_ASSESS},
    Role.FOCAL_POINT: _STANDS_IN | {P.CLEARING_SET, P.COLLEAGUE_INVITE},
    Role.ALTERNATE: _STANDS_IN,
    Role.CONTRIBUTOR: _STATE_READER | {P.REPORT_EDIT},
    Role.VALIDATING_AUTHORITY: _STATE_READER | {P.REPORT_CLEAR, P.FINDING_REPLY},
    Role.EXPERT: _SIGNED_IN
    | {P.ACCREDITATION_APPLY, P.CLAIM_EDIT, P.CLAIM_SUBMIT, P.CLAIM_WITHDRAW},
    Role.RESEARCHER: _SIGNED_IN | {P.RESEARCH_REQUEST, P.RESEARCH_QUERY},
    Role.VISITOR: _EVERYONE,
}

# These roles act for the State or organisation codes that their holder is given, only.
STATE_ROLES: Final = frozenset(
    {
        Role.FOCAL_POINT,
        Role.ALTERNATE,
        Role.CONTRIBUTOR,
        Role.VALIDATING_AUTHORITY,
    }
)
SCOPED_ROLES: Final = STATE_ROLES | {Role.EXPERT}

# These permissions are about one area's papers: a scoped role must hold that area.
SCOPED_PERMISSIONS: Final = frozenset(
    {
        P.REPORT_READ,
        P.REPORT_EDIT,
        P.REPORT_CLEAR,
        P.REPORT_SUBMIT,
        P.REPORT_WITHDRAW,
        P.CLEARING_SET,
        P.ACCREDITATION_APPLY,
        P.CLAIM_EDIT,
        P.CLAIM_SUBMIT,
        P.CLAIM_WITHDRAW,
        P.CLAIM_REPLY,
        P.FINDING_REPLY,
        P.COLLEAGUE_INVITE,
    }
)

# These roles reach only the set-up pages until a second factor is set up.
SECOND_FACTOR: Final = frozenset(
    {
        Role.ADMINISTRATOR,
        Role.SECRETARIAT,
        Role.PROTECTION_OFFICER,
        Role.REVIEW_OFFICE,
        Role.FOCAL_POINT,
        Role.ALTERNATE,
        Role.VALIDATING_AUTHORITY,
    }
)
