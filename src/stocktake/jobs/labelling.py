"""Label what came into a round and bring its summaries up to date."""

from collections.abc import Callable
from datetime import datetime

from stocktake.accounts.rules import Acting
from stocktake.charter import queries as charter
from stocktake.reporting import queries as reporting
from stocktake.texts import actions as texts
from stocktake.texts.rules import Tier


Progress = Callable[[str, int, int], None]


def label_and_summarise(
    round_code: str, *, by: Acting, at: datetime, tier: Tier, progress: Progress
) -> tuple[int, int]:
    """Label what is not labelled in a round and summarise what has changed; how many of both."""
    round_ = reporting.round_(round_code)
    labelled = texts.label_documents(
        reporting.document_hashes(round_code),
        edition=round_.edition,
        tier=tier,
        by=by,
        at=at,
        progress=progress,
    )
    summarised = texts.summarise_round(round_code, by=by, at=at, progress=progress)
    return labelled, summarised


def make_ready(round_code: str, tier: Tier) -> None:
    """Begin to load what labelling a round needs, beside other work; also for a round not open yet."""
    editions = {row.code: row.edition for row in reporting.rounds()}
    texts.make_ready(editions.get(round_code, charter.DEFAULT_EDITION), tier)
