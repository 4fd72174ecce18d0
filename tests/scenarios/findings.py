"""Findings as values, for rules that need no database."""

from datetime import date

from stocktake.assessment.rules import Measure, Rating, SourceClass, Told
from stocktake.assessment.rules.canonical import digest
from stocktake.assessment.rules.evidence import (
    Answered,
    ClaimSeen,
    Evidence,
    Heard,
    Measured,
)
from stocktake.assessment.rules.making import made
from stocktake.assessment.verdicts import Label, Series, Stability, Verdict


DAY = date(2026, 11, 1)
COUNTING = ("adopted", "in-force")


def measure(item, status="in-force", *, round_code="2026", record="aaaaaaaaaaaa"):
    """A law in a state."""
    return Measure(item, record, "law", status, "2024-05-01", round_code)


def rating(word, level, sender="XNGO", source=SourceClass.NGO):
    """A rating by an organisation."""
    return Rating(
        f"stocktake:claim:2026/KEN/{sender}", sender, source, word, level, "unverified"
    )


def heard(sender, source, achievements, challenges, passages=0):
    """What the passages of a sender tell."""
    count = max(passages, achievements + challenges)
    urns = tuple(f"stocktake:passage:{sender}/{n}" for n in range(1, count + 1))
    return Heard(sender, source, Told(achievements, challenges, count, 0, urns))


def verdict(label, score=None, *, k=4, n=4):
    """A verdict as a method gives it."""
    return Verdict(
        label=label,
        value=None,
        score=score,
        rule="default@1: statcan",
        arithmetic="one line",
        inputs={},
        stability=Stability(k, n, None, ()),
        grade=None,
        reason="",
    )


def evidence(code="1.2", state="KEN", **more):
    """Evidence on one State and commitment; silence unless something is given."""
    given = {
        "round": "2026",
        "state": state,
        "code": code,
        "as_of": DAY,
        "made_by": "findings@1",
        "method": "default@1",
        "reported": False,
        "answered": Answered(),
        "heard": (),
        "ratings": (),
        "claims": (),
        "measured": (),
        "applicable": 0,
        "treaties": (),
        "vintages": (),
        "counting": COUNTING,
    }
    return Evidence(**given | more)


def finding(code="1.2", state="KEN", *, verdicts=(), **more):
    """The finding that such evidence makes; ``verdicts`` one for each figure."""
    measured = tuple(
        Measured(f"I{number}", "0" * 64, Series(((2018, 1.0), (2024, 2.0))))
        for number, _ in enumerate(verdicts)
    )
    held = evidence(code, state, measured=measured, **more)
    judged = {f"I{number}": one for number, one in enumerate(verdicts)}
    return made(held, judged, digest(held))


def answered(status="", measures=(), absence=""):
    """What a State answered."""
    return Answered(
        status, absence, "other" if absence else "", tuple(measures), SUBMISSION
    )


SUBMISSION = "stocktake:submission:2026/KEN/state/1"
__all__ = ["ClaimSeen", "Label"]
