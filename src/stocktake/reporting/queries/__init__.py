"""Questions about rounds, submissions and answers; each says what it costs."""

from stocktake.reporting.queries.rounds import (
    EnclosedDocument,
    Hit,
    RoundRow,
    SubmissionRow,
    already_enclosed,
    calendar,
    document_hashes,
    enclosures_of,
    holding,
    round_,
    round_key,
    rounds,
    submissions,
)


__all__ = [
    "EnclosedDocument",
    "Hit",
    "RoundRow",
    "SubmissionRow",
    "already_enclosed",
    "calendar",
    "document_hashes",
    "enclosures_of",
    "holding",
    "round_",
    "round_key",
    "rounds",
    "submissions",
]
