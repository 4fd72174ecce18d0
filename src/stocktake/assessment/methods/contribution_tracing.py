"""How far one piece of evidence should move belief in a contested claim (Bayes' rule)."""

from stocktake.assessment.methods import entries
from stocktake.assessment.methods.rules import (
    Card,
    Method,
    Result,
    Row,
    Unreadable,
    blank,
    each,
)


_NAMES = {
    "prior": ("prior",),
    "sensitivity": ("sensitivity P(E|claim)", "sensitivity"),
    "type1": ("type1 P(E|not claim)", "type1", "type_1"),
}


def posterior(*, prior: float, sensitivity: float, type1: float) -> float | None:
    """Belief after the evidence; None where the evidence could not have been seen at all.

    ``sensitivity``: how likely the evidence is if the claim holds; ``type1``: how likely
    it is if the claim does not hold. All are 0..1.

    >>> posterior(prior=0.5, sensitivity=0.9, type1=0.1)
    0.9
    """
    seen = prior * sensitivity + (1 - prior) * type1
    return prior * sensitivity / seen if seen else None


def likelihood_ratio(*, sensitivity: float, type1: float) -> float | None:
    """How much likelier the evidence is if the claim holds; None where it proves it."""
    return sensitivity / type1 if type1 else None


def _share(row: Row, key: str) -> float | None:
    value = entries.number(row, *_NAMES[key])
    if value is not None and not 0 <= value <= 1:
        raise Unreadable(_NAMES[key][-1], f"{value:g} lies outside 0 to 1")
    return value


def _one(row: Row) -> Result:
    prior, sensitivity, type1 = (_share(row, key) for key in _NAMES)
    shown = {"prior": prior, "sensitivity": sensitivity, "type1": type1}
    if prior is None or sensitivity is None or type1 is None:
        missing = ", ".join(key for key, value in shown.items() if value is None)
        return blank(f"not given: {missing}", likelihood_ratio=None, **shown)
    after = posterior(prior=prior, sensitivity=sensitivity, type1=type1)
    ratio = likelihood_ratio(sensitivity=sensitivity, type1=type1)
    if after is None:
        reason = (
            "such evidence could not have been seen, whether the claim holds or not"
        )
        return blank(reason, likelihood_ratio=ratio, **shown)
    return {
        "value": after,
        "score": after,
        "status": _status(prior, after),
        "posterior": after,
        "likelihood_ratio": ratio,
        **shown,
    }


def _status(prior: float, after: float) -> str:
    if round(after - prior, 12) == 0:
        return "says-nothing"
    return "supports" if after > prior else "weakens"


METHOD = Method(
    name="contribution-tracing",
    version="1",
    card=Card(
        what=(
            "How much one piece of evidence should change belief in a claim, such as that a "
            "measure brought a change about. For a few contested claims, never for the whole grid."
        ),
        formula=(
            "value = prior * sensitivity / (prior * sensitivity + (1 - prior) * type1); "
            "likelihood ratio = sensitivity / type1."
        ),
        source="Bayes' rule, as process tracing uses it (hoop test, smoking gun, doubly decisive test).",
        edge_cases=(
            "Evidence that was expected and is absent: give the likelihoods of its absence.",
            "type1 is 0: the ratio has no bound and is blank; the value is 1 if the evidence could be seen.",
            "Both likelihoods are 0: no value, with the reason.",
        ),
        limits=(
            "The three inputs are judgements; write down why each was chosen, before looking.",
            "Pieces of evidence that depend on each other must not be chained.",
        ),
        columns={
            "prior": "belief before, 0 to 1",
            "sensitivity P(E|claim)|sensitivity": "how likely the evidence is if the claim holds",
            "type1 P(E|not claim)|type1": "how likely it is if the claim does not hold",
        },
    ),
    run=each(_one),
)
