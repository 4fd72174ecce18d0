"""Policy scores of a finding, in the dossier's language; nothing is decided here."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from stocktake.assessment import definitions
from stocktake.assessment import rules as found
from stocktake.dossiers.assessed import Policies, PolicyScore
from stocktake.kernel.languages import in_language


@dataclass(frozen=True, slots=True)
class PolicyWords:
    """What policy indicators and their steps are called in one language."""

    titles: Mapping[str, str]
    steps: Mapping[tuple[str, float], str]  # by indicator and value


@cache
def policy_words(edition: str, language: str) -> PolicyWords:
    """The words of an edition's judgements; an edition is read once in a process."""
    known = definitions.definitions(edition)
    return PolicyWords(
        {one.code: in_language(dict(one.title), language) for one in known},
        {
            (one.code, step.value): in_language(dict(step.title), language)
            for one in known
            for step in one.anchors
            if step.value is not None
        },
    )


def policies(one: found.Finding, words: PolicyWords) -> Policies | None:
    """What policy scores say; None where nobody scored the commitment."""
    told = one.policies
    if not isinstance(told, found.Policies):
        return None
    return Policies(
        average=_number(told.average),
        lowest=_number(told.lowest),
        highest=_number(told.highest),
        asked=len(told.asked),
        missing=tuple(words.titles.get(code, code) for code in told.missing),
        once=tuple(words.titles.get(code, code) for code in told.once),
        scores=tuple(
            PolicyScore(
                indicator=each.indicator,
                title=words.titles.get(each.indicator, each.indicator),
                year=each.year,
                coder=each.coder,
                score=_number(each.score),
                step=words.steps.get((each.indicator, each.score), ""),
            )
            for each in told.scores
        ),
        alpha="" if told.coders.alpha is None else f"{told.coders.alpha:.3f}",
        units=told.coders.units,
        twice=told.coders.twice,
        methods=told.methods,
        release=told.release,
        vintage=told.vintage,
    )


def _number(value: float | None) -> str:
    """A score as people write it: 50, 62.5; at most one digit after the point."""
    return "" if value is None else f"{round(value, 1):g}"
