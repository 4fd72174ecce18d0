"""Questions about rounds, submissions and answers; each says what it costs."""

from stocktake.reporting.queries.answers import (
    AnswerRow,
    Draft,
    Editor,
    answers,
    draft,
    history,
    recent_editors,
    revisions,
)
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
    "AnswerRow",
    "Draft",
    "Editor",
    "EnclosedDocument",
    "Hit",
    "RoundRow",
    "SubmissionRow",
    "already_enclosed",
    "answers",
    "calendar",
    "document_hashes",
    "draft",
    "enclosures_of",
    "history",
    "holding",
    "recent_editors",
    "revisions",
    "round_",
    "round_key",
    "rounds",
    "submissions",
]
