"""Bring a round up to date: label what is not labelled, summarise and assess what has changed."""

from collections.abc import Callable
from datetime import datetime

from stocktake.accounts.rules import Acting
from stocktake.assessment import actions as assessment
from stocktake.jobs import figures, labelling, publishing, publishing_claims
from stocktake.reporting import queries as reporting
from stocktake.texts.rules import Tier


Progress = Callable[[str, int, int], None]


def bring_up_to_date(
    round_code: str,
    *,
    by: Acting,
    at: datetime,
    tier: Tier = Tier.FULL,
    progress: Progress = lambda _stage, _done, _total: None,
) -> None:
    """Labels, summaries and findings of a round; only what changed is done.

    Interrupted, it goes on from the documents that were finished.
    """
    reporting.round_(round_code)
    publishing.catch_up(round_code, at=at)
    publishing_claims.catch_up(round_code, at=at)
    figures.catch_up(round_code, at=at)
    labelling.label_and_summarise(
        round_code, by=by, at=at, tier=tier, progress=progress
    )
    assessment.assess_round(round_code, by=by, at=at, progress=progress)
