"""Where each dataflow stands with disclosure control, and who sees to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from stocktake.indicators import models, queries
from stocktake.indicators.disclosure.policy import Policy
from stocktake.indicators.publishing import policies
from stocktake.indicators.publishing.policies import Governing, Statement
from stocktake.indicators.releases import asking
from stocktake.indicators.releases.rules import Release
from stocktake.indicators.structures.rules import Flow


__all__ = ["Kind", "Standing", "Statement", "facts", "kind", "standing", "standings"]


class Kind(StrEnum):
    """What governs a dataflow."""

    RULE = "rule"
    PUBLISHER = "protected by its publisher"
    NONE = "no policy"


@dataclass(frozen=True, slots=True)
class Standing:
    """One dataflow: its policy, and what came of its newest release.

    ``uncovered`` are sources of figures that the publisher's statement does not name;
    ``held_back`` says why the newest release did not leave, for the secretariat alone.
    """

    flow: Flow
    policy: Governing | None
    uncovered: tuple[str, ...] = ()
    public: int | None = None  # the number of the release in force
    newest: int | None = None  # that of the newest one loaded
    facts: Mapping[str, Any] | None = None
    held_back: str = ""

    @property
    def kind(self) -> Kind:
        """What governs the dataflow as a whole."""
        return _kind(self.policy)

    @property
    def wanting(self) -> bool:
        """Whether the secretariat has something to decide: figures are here that nobody vouched for."""
        if self.newest is None:
            return False
        return bool(self.kind is Kind.NONE or self.uncovered or self.held_back)


def _kind(policy: Governing | None) -> Kind:
    if isinstance(policy, Policy):
        return Kind.RULE
    return Kind.NONE if policy is None else Kind.PUBLISHER


def kind(text: str) -> Kind:
    """What governs a dataflow. No queries."""
    return _kind(policies.governing(queries.flow(text).reference))


def standing(text: str) -> Standing:
    """One dataflow. Two queries."""
    flow = queries.flow(text)
    rows = models.Release.objects.filter(flow=flow.reference)
    return _standing(flow, rows.select_related("protection").order_by("number").last())


def standings() -> tuple[Standing, ...]:
    """Every dataflow known here, in their order. Two queries and one for each release in force."""
    newest = {
        row.flow: row
        for row in models.Release.objects.select_related("protection").order_by(
            "number"
        )
    }
    return tuple(
        _standing(flow, newest.get(flow.reference)) for flow in queries.flows()
    )


def facts(release: Release) -> Mapping[str, Any]:
    """The figures about how a release that left was protected; none without a rule. One query."""
    rows = models.Protection.objects.filter(
        release__flow=release.flow, release__number=release.number
    )
    return next(iter(rows.values_list("facts", flat=True)), {})


def _standing(flow: Flow, newest: models.Release | None) -> Standing:
    policy = policies.governing(flow.reference)
    if newest is None:
        return Standing(flow, policy)
    left = queries.current_or_none(flow)
    protection = getattr(newest, "protection", None)
    told, reason = None, ""
    if isinstance(policy, Policy):
        told = protection.facts if protection else None
        reason = protection.reason if protection else "It was loaded before the rule."
    return Standing(
        flow,
        policy,
        uncovered=_uncovered(flow, policy),
        public=left.number if left else None,
        newest=newest.number,
        facts=told,
        held_back=reason,
    )


def _uncovered(flow: Flow, policy: Governing | None) -> tuple[str, ...]:
    """Sources of the newest figures that a statement does not speak of."""
    held = queries.loaded(flow)
    if not isinstance(policy, Statement) or not policy.sources or held is None:
        return ()
    known = asking.codes(held.path, "SOURCE") if "SOURCE" in flow.key_ids else ()
    return tuple(code for code in known if code not in policy.sources)
