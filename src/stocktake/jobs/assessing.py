"""What was published moves the findings it bears on, in rounds that were assessed.

A report of experts that publishes nothing about a State moves nothing of that State, so
that no new version tells that a confidential claim exists.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from stocktake.actors import queries as actors
from stocktake.assessment import actions, queries
from stocktake.jobs.publishing import PUBLICATION
from stocktake.kernel.urns import parse
from stocktake.reporting import queries as reports
from stocktake.reporting.rules import Strand


def published(about: str, data: Mapping[str, Any]) -> None:
    """React to ``submission.published``: the findings on the States it speaks about."""
    if data["strand"] == Strand.STATE:
        states = {str(data["sender"])}
    else:
        states = {one.area for one in reports.claims_to_publish(about)}
    _assess(str(data["round"]), states, at=datetime.fromisoformat(str(data["at"])))


def taken_back(about: str, data: Mapping[str, Any]) -> None:
    """React to ``submission.moved``: what was withdrawn leaves the findings.

    Whom it spoke about is not asked, because part of that may be confidential: all
    States are looked at.
    """
    round_code = parse(about).name.split("/")[0]
    _assess(
        round_code,
        queries.states(round_code),
        at=datetime.fromisoformat(str(data["at"])),
    )


def weighed(about: str, data: Mapping[str, Any]) -> None:
    """React to ``claim.weighed``: only where the claim is public does anything move."""
    round_code, area, _record = parse(about).name.split("/")
    at = datetime.fromisoformat(str(data["at"]))
    public = {one.urn for one in reports.coded_claims(round_code, on=at, areas=[area])}
    if about in public:
        _assess(round_code, {area}, at=at)


def _assess(round_code: str, areas: Iterable[str], *, at: datetime) -> None:
    states = sorted(area for area in areas if actors.is_state(area))
    if states and queries.has_findings(round_code):
        actions.assess_round(round_code, states=states, by=PUBLICATION, at=at)
