"""Experts' reports as far as they must go to be submitted, under a name or protected."""

import re
from datetime import UTC, datetime, timedelta

from stocktake.accounts.rules import LOCAL_ADMINISTRATOR, Acting, Role
from stocktake.actors import actions as actors
from stocktake.reporting import actions, queries
from stocktake.reporting.actions import Change
from stocktake.reporting.rules import Step, Strand


NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
ROUND = "2026"
OFFICER = Acting("officer", frozenset({Role.SECRETARIAT}))
PROTECTION = Acting("protector", frozenset({Role.PROTECTION_OFFICER}))
CHALLENGE = "1.2/challenges/aaaaaaaaaaaa"
RATING = "1.2/ratings/bbbbbbbbbbbb"
ACHIEVEMENT = "1.3/achievements/cccccccccccc"
OWN_NUMBERS = re.compile("a{12}|b{12}|c{12}")
WORDS = "Families are held in the airport hotel for weeks."


def expert(organisation: str = "XNGO", name: str = "Nadia") -> Acting:
    """Somebody who reports for an organisation."""
    return Acting(
        name,
        frozenset({Role.EXPERT}),
        frozenset({organisation}),
        person="stocktake:person:77",
    )


def focal_point(area: str) -> Acting:
    """The focal point of a State."""
    return Acting(
        f"focal point of {area}", frozenset({Role.FOCAL_POINT}), frozenset({area})
    )


def accredited(organisation: str = "XNGO", *, illustrative: bool = True) -> None:
    """An open round, and an organisation that may submit in it."""
    actions.open_round(ROUND, by=LOCAL_ADMINISTRATOR, at=NOON)
    actors.register_organisation(
        organisation,
        names={"en": f"The {organisation} network"},
        illustrative=illustrative,
        by=LOCAL_ADMINISTRATOR,
        at=NOON,
    )


def answers(area: str = "KEN", publication: str = "attributed") -> dict[str, object]:
    """A challenge about a State, a rating of it, an achievement of two States."""
    return {
        "about/publication": publication,
        "about/from": "2025-01",
        "about/to": "2026-05",
        "about/method": {"en": "Visits to two centres."},
        CHALLENGE: {},
        f"{CHALLENGE}/areas": [area],
        f"{CHALLENGE}/text": {"en": WORDS},
        f"{CHALLENGE}/extent": "repeated",
        f"{CHALLENGE}/sources": ["testimony"],
        f"{CHALLENGE}/remedy": {"en": "Close the hotel floor."},
        f"{CHALLENGE}/evidence": ["https://example.org/our-own-report"],
        RATING: {},
        f"{RATING}/areas": [area],
        f"{RATING}/rating": "limited",
        f"{RATING}/text": {"en": "Alternatives exist on paper only."},
        f"{RATING}/sources": ["observation"],
        ACHIEVEMENT: {},
        f"{ACHIEVEMENT}/areas": [area, "UGA"],
        f"{ACHIEVEMENT}/text": {"en": "Border staff are trained in child protection."},
        f"{ACHIEVEMENT}/sources": ["official"],
    }


def named(organisation: str = "XNGO", *, at: datetime = NOON) -> str:
    """A draft under the organisation's name; its URN."""
    accredited(organisation)
    draft = actions.start_draft(
        ROUND,
        sender=organisation,
        strand=Strand.EXPERT,
        by=expert(organisation),
        at=at,
    )
    return _filled(draft.urn, answers(), by=expert(organisation), at=at)


def protected(
    organisation: str = "XNGO",
    publication: str = "anonymous",
    *,
    by: Acting | None = None,
    at: datetime = NOON,
    more: dict[str, object] | None = None,
    beside: bool = False,
) -> str:
    """A draft under a pseudonym; its URN. ``beside`` another: with numbers of its own."""
    accredited(organisation)
    by = by or expert(organisation)
    draft = actions.start_protected(ROUND, organisation, by=by, at=at)
    told = answers(publication=publication) | (more or {})
    if beside:
        told = {OWN_NUMBERS.sub("1" * 12, key): value for key, value in told.items()}
    return _filled(draft.urn, told, by=queries.with_pseudonyms(by), at=at)


def submitted(urn: str, *, by: Acting | None = None, at: datetime = NOON) -> str:
    """The report, submitted by its author."""
    by = by or expert(urn.split("/")[1])
    actions.move(urn, Step.SUBMIT, by=queries.with_pseudonyms(by), at=at)
    return urn


def in_reply_window(urn: str, *, by: Acting | None = None, at: datetime = NOON) -> str:
    """The report, submitted, taken up and shown to the State concerned."""
    submitted(urn, by=by, at=at)
    for step in (Step.TAKE_UP, Step.OPEN_REPLY):
        actions.move(urn, step, by=OFFICER, at=at)
    return urn


def published(urns: list[str], *, by: Acting | None = None) -> datetime:
    """All of it published at the next run after a common day; when that was."""
    for urn in urns:
        in_reply_window(urn, by=by)
    later = NOON + timedelta(days=62)
    actions.publish_due(ROUND, by=OFFICER, at=later)
    return later


def _filled(urn: str, told: dict[str, object], *, by: Acting, at: datetime) -> str:
    changes = [Change(address, value) for address, value in told.items()]
    saved = actions.save_answers(urn, changes, by=by, at=at)
    assert not saved.refused, saved.refused
    return urn
