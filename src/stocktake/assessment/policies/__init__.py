"""Policy scores: what people who code law and policy found, averaged, and how far they agree."""

from stocktake.assessment.policies.rules import (
    METHODS,
    CoderAgreement,
    Policies,
    PolicySeen,
    Score,
    averaged,
    coder_agreement,
    newest,
)


__all__ = [
    "METHODS",
    "CoderAgreement",
    "Policies",
    "PolicySeen",
    "Score",
    "averaged",
    "coder_agreement",
    "newest",
]
