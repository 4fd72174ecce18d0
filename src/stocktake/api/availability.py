"""Availability queries: which codes of each dimension there are data for."""

from typing import cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from stocktake.api import formats, questions
from stocktake.api.answers import chosen, finished, language, sdmx, unchanged
from stocktake.api.negotiation import Offer
from stocktake.api.refusals import no_results, wrong
from stocktake.indicators import queries
from stocktake.indicators.head import head
from stocktake.indicators.serving import available, used
from stocktake.indicators.serving.asked import Asked
from stocktake.indicators.serving.parts import parts
from stocktake.indicators.structures import messages
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
    asked = questions.asked_1(questions.flow_1(flow), key, provider, told)
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
    told = questions.parameters(request, questions.AVAILABLE, filters=True)
    found = questions.flow_2(context, agency, flow, version)
    asked = questions.asked_2(found, key, told)
    return _answer(request, asked, component, formats.STRUCTURES_2, empty=204)


def _answer(
    request: HttpRequest,
    asked: Asked,
    component: str,
    offers: tuple[Offer, ...],
    *,
    empty: int,
) -> HttpResponseBase:
    found = chosen(request, offers, formats.NAMED_STRUCTURES)
    which = "" if component in ANY else component
    if which and which not in asked.flow.key_ids:
        listed = ", ".join(asked.flow.key_ids)
        msg = f"{which} is no dimension of {asked.flow.id}. There are: {listed}."
        raise wrong(msg)
    mode = request.GET.get("mode", "exact") or "exact"
    if mode not in _MODES:
        msg = f"mode={mode} is not known: use exact or available."
        raise wrong(msg)
    held = parts(queries.releases(asked.flow.reference), questions.when(request.GET))
    changed = max(
        (each.since or each.release.published_at for each in held), default=None
    )
    names = language(request)
    facts = [f"{part.release.digest} {part.kind}" for part in held]
    tag, short = unchanged(request, [*facts, found.content_type, names], changed)
    if short is not None:
        return short
    counted = used.count(asked, held)
    if not changed or not counted.observations:
        if empty == 204:
            return HttpResponse(status=204)
        msg = f"No observation of {asked.flow.reference} matches."
        raise no_results(msg)
    region = available.region(
        asked, held, component=which, mode=cast("available.Mode", mode)
    )
    words = (request.GET.get("references", "none") or "none").split(",")
    made = (
        available.constraint(asked.flow, region, counted),
        *available.beside(asked.flow, region, words, names),
    )
    facts_of = head(*facts, tag, prepared=changed)
    body = messages.write(made, messages.kind(found.offer.name), facts_of, names)
    return finished(
        request, body, found.content_type, tag=tag, changed=changed, language=names
    )
