"""What States reply to the claims of experts that a dossier quotes."""

from collections.abc import Iterable

from stocktake.dossiers.assessed import Answer
from stocktake.dossiers.evidence import Replied, Report
from stocktake.reporting import queries as reporting


def replies(round_code: str, reports: Iterable[Report]) -> dict[str, Replied]:
    """By the URN of a claim's passage; the replies in the order in which they came."""
    spoken = {one.document for one in reports if one.strand == "expert"}
    claims = reporting.claims_by_passage(round_code, spoken)
    return {
        f"stocktake:passage:{document}/{order}": Replied(
            claim.urn,
            claim.area,
            tuple(
                Answer(texts=dict(one.text), day=one.at.date()) for one in claim.replies
            ),
        )
        for (document, order), claim in sorted(claims.items(), key=lambda pair: pair[0])
        if claim.replies
    }
