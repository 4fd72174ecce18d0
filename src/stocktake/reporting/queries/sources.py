"""Which protected sources somebody may write for; never who a source is."""

from collections.abc import Iterable

from stocktake.accounts.rules import Acting, Role
from stocktake.actors import queries as actors
from stocktake.reporting.models import ProtectedSource, Round
from stocktake.reporting.queries.answers import submission_of
from stocktake.reporting.sources import keys, vault
from stocktake.reporting.sources.rules import is_protected


def own_pseudonym(organisation: str, round_code: str) -> str:
    """An organisation's pseudonym in a round; empty if it has none. One query."""
    if not keys.exists():
        return ""
    owners = [vault.tag(organisation, round_code, key=key) for key in keys.ring().keys]
    rows = ProtectedSource.objects.filter(owner__in=owners)
    return rows.values_list("pseudonym", flat=True).first() or ""


def is_of(pseudonym: str, organisations: Iterable[str], round_code: str) -> bool:
    """Whether a pseudonym belongs to one of these organisations, not to which. One query."""
    owner = (
        ProtectedSource.objects.filter(pk=pseudonym)
        .values_list("owner", flat=True)
        .first()
    )
    if owner is None:
        return False
    known = keys.ring().keys
    return any(
        vault.tag(code, round_code, key=key) == owner
        for code in organisations
        for key in known
    )


def with_pseudonyms(by: Acting) -> Acting:
    """An expert who may also write what their organisation reports under protection.

    Two queries for an expert, none for others.
    """
    if Role.EXPERT not in by.roles or not by.areas or not keys.exists():
        return by
    rounds = list(Round.objects.values_list("code", flat=True))
    owners = [
        vault.tag(area, code, key=key)
        for key in keys.ring().keys
        for area in by.areas
        for code in rounds
    ]
    own = ProtectedSource.objects.filter(owner__in=owners)
    return by.with_areas(by.areas | set(own.values_list("pseudonym", flat=True)))


def may_be_submitted(submission: int | str) -> bool:
    """Whether a report's organisation may submit: accredited, or invented. Four queries."""
    found = submission_of(submission)
    allowed = actors.reporting_organisations()
    if is_protected(found.sender):
        # Whose it is stays unsaid: only whether it is one of those that may.
        return is_of(found.sender, sorted(allowed), found.round.code)
    return found.sender in allowed


def sources_kept() -> int:
    """How many protected sources there are. One query."""
    return ProtectedSource.objects.count()
