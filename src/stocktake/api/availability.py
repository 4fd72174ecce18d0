"""Availability queries: which codes of each dimension there are data for."""

from collections.abc import Callable, Sequence
from typing import Literal, cast

from django.http import HttpRequest, HttpResponseBase

from stocktake.api import formats, matching, questions, refusals
from stocktake.api.answers import Facts, chosen, reply, sdmx
from stocktake.api.matching import Named
from stocktake.api.negotiation import Offer
from stocktake.indicators.head import head
from stocktake.indicators.serving import available, used
from stocktake.indicators.serving.asked import Asked
from stocktake.indicators.serving.parts import Selection
from stocktake.indicators.structures import messages
from stocktake.indicators.structures.messages import Artefact
from stocktake.indicators.structures.registry import ANY


_MODES = ("exact", "available")


@sdmx
def available_1(
    request: HttpRequest,
    flow: str,
    key: str = "all",
    provider: str = "all",
    component: str = "all",
) -> HttpResponseBase:
    """Availability of REST 1: ``availableconstraint/FLOW/KEY/PROVIDER/COMPONENT``."""
    told = questions.parameters(request, questions.AVAILABLE, filters=False)

    def question(named: Named) -> Asked:
        return questions.asked_1(named, key, provider, told)

    asked = matching.put(matching.named_1(flow), question)
    return _answer(request, asked, component, formats.STRUCTURES_1, empty=404)


@sdmx
def available_2(  # the parts of the address
    request: HttpRequest,
    context: str = "*",
    agency: str = "*",
    flow: str = "*",
    version: str = "*",
    key: str = "*",
    component: str = "*",
) -> HttpResponseBase:
    """Availability of REST 2: ``availability/dataflow/AGENCY/FLOW/VERSION/KEY/COMPONENT``."""
    told = questions.parameters(request, questions.AVAILABLE_2, filters=True)

    def question(named: Named) -> Asked:
        return questions.asked_2(named, key, told)

    asked = matching.put(matching.named_2(context, agency, flow, version), question)
    return _answer(request, asked, component, formats.STRUCTURES_2, empty=204)


def _answer(
    request: HttpRequest,
    asked: Sequence[Asked],
    component: str,
    offers: tuple[Offer, ...],
    *,
    empty: Literal[204, 404],
) -> HttpResponseBase:
    """The constraints of a query, one for each dataflow; the status for no data."""
    found = chosen(request, offers, formats.NAMED_STRUCTURES)
    region = _region(request, asked, component)
    words = (request.GET.get("references", "none") or "none").split(",")
    held = questions.held(asked, request.GET)
    flows = ", ".join(each.flow.reference for each in asked)
    nothing = refusals.nothing(empty, f"No observation of {flows} matches.")
    if not held:
        raise nothing

    def body(facts: Facts) -> bytes:
        made: list[Artefact] = []
        for each in held:
            counted = used.count(each.asked, each.parts)
            if counted.observations:
                there = region(each)
                made.append(available.constraint(each.asked, there, counted))
                made += available.beside(each.asked.flow, there, words, facts.language)
        if not made:
            raise nothing
        top = head(*facts.told, facts.tag, prepared=questions.changed(held))
        kind = messages.kind(found.offer.name)
        return messages.write(available.once(made), kind, top, facts.language)

    return reply(
        request,
        found.content_type,
        questions.facts(held),
        body,
        changed=questions.changed(held),
    )


def _region(
    request: HttpRequest, asked: Sequence[Asked], component: str
) -> Callable[[Selection], available.Region]:
    """What makes the region of a dataflow: its dimensions, or those that are named."""
    names = () if component in ANY else tuple(component.split(","))
    known = {name for each in asked for name in each.flow.key_ids}
    unknown = [name for name in names if name not in known]
    if unknown:
        flows = ", ".join(each.flow.id for each in asked)
        msg = f"{unknown[0]} is no dimension of {flows}. There are: {', '.join(sorted(known))}."
        raise refusals.wrong(msg)
    mode = request.GET.get("mode", "exact") or "exact"
    if mode not in _MODES:
        msg = f"mode={mode} is not known: use exact or available."
        raise refusals.wrong(msg)

    def region(held: Selection) -> available.Region:
        dimensions = held.asked.flow.key_ids
        return available.region(
            held.asked,
            held.parts,
            components=tuple(each for each in dimensions if each in names)
            or dimensions,
            mode=cast("available.Mode", mode),
        )

    return region
