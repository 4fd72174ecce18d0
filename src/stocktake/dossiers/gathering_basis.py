"""Gather what findings rest on: the rule, the cards of methods, the indicators."""

from collections.abc import Collection

from stocktake.assessment import definitions
from stocktake.assessment.methods import cards
from stocktake.assessment.rules.coverage_rule import RULE
from stocktake.charter.rules import Edition
from stocktake.dossiers.assessed import Finding, Indicator, Method, Rule
from stocktake.dossiers.frames import Frame
from stocktake.kernel.languages import in_language


_DIRECTIONS = {1: "up", -1: "down"}


def rule(edition: Edition) -> Rule:
    """The rule's parameters in an edition."""
    own = edition.rule
    return Rule(
        name=RULE,
        all_themes=own.all_themes,
        majority=own.majority_more_than,
        counted=len(edition.commitments),
        measures=own.counting_measures,
    )


def methods(told: Collection[Finding], language: str) -> tuple[Method, ...]:
    """The cards of the methods that any verdict or average names, in a language."""
    named = {
        name.strip()
        for one in told
        for figure in one.figures
        for name in figure.rule.replace(":", ",").split(",")
    }
    named |= {name for one in told if one.policies for name in one.policies.methods}
    return tuple(
        _method(code, cards.told(code, language))
        for code in cards.CARDS
        if {code, code.partition("@")[0]} & named
    )


def _method(code: str, card: cards.Told) -> Method:
    return Method(
        name=code,
        what=_plain(card.what),
        formula=_plain(card.formula),
        source=_plain(card.source),
        limits=_plain(" ".join(card.limits)),
    )


def _plain(said: str) -> str:
    """Without the marks that pages show as code."""
    return said.replace("`", "")


def indicators(edition: Edition, words: Frame) -> tuple[Indicator, ...]:
    """The indicators of an edition in the words' language."""
    return tuple(
        _indicator(
            one,
            words,
            words.listed(
                list(definitions.custodians(one, words.language, edition.code))
            ),
        )
        for one in definitions.definitions(edition.code)
    )


def _indicator(one: definitions.Definition, words: Frame, custodian: str) -> Indicator:
    target = one.target
    set_by = target.set_by if target else one.target_set_by
    return Indicator(
        code=one.code,
        title=in_language(dict(one.title), words.language),
        commitments=one.commitments,
        kind=one.kind.value,
        unit=in_language(dict(one.unit_words), words.language) or one.unit,
        direction=_DIRECTIONS.get(one.direction or 0, "none"),
        target=words(
            "target_by", value=f"{target.value:g}", year=target.year or one.horizon
        )
        if target
        else "",
        set_by=words(f"set_by_{set_by.value}"),
        source=one.source,
        custodian=custodian,
        caveats=" ".join(
            in_language(dict(each.text), words.language) for each in one.caveats
        ),
    )
