"""Data queries: which observations, of which releases, in which format; streamed."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import Literal, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from stocktake.api import formats, matching, questions, refusals
from stocktake.api.answers import Facts, chosen, reply, sdmx
from stocktake.api.matching import Named
from stocktake.api.negotiation import Chosen, Offer
from stocktake.indicators.head import Head, head
from stocktake.indicators.serving import paging, used
from stocktake.indicators.serving.asked import Asked
from stocktake.indicators.serving.parts import Selection
from stocktake.indicators.structures.rules import TIME
from stocktake.indicators.writing.sdmx_csv import Csv
from stocktake.indicators.writing.sdmx_json import Json
from stocktake.indicators.writing.sdmx_ml import Kind, Ml


Message = Csv | Json | Ml


@sdmx
def data_1(
    request: HttpRequest, flow: str, key: str = "all", provider: str = "all"
) -> HttpResponseBase:
    """Data of REST 1: ``data/FLOW/KEY/PROVIDER``."""
    told = questions.parameters(request, questions.DATA, filters=False)

    def question(named: Named) -> Asked:
        return questions.asked_1(named, key, provider, told)

    named = matching.named_1(flow)
    return _answer(request, named, question, formats.DATA_1, empty=404)


@sdmx
def data_2(
    request: HttpRequest,
    context: str = "*",
    agency: str = "*",
    flow: str = "*",
    version: str = "*",
    key: str = "*",
) -> HttpResponseBase:
    """Data of REST 2: ``data/dataflow/AGENCY/FLOW/VERSION/KEY``, each of them several."""
    told = questions.parameters(request, questions.DATA_2, filters=True)

    def question(named: Named) -> Asked:
        return questions.asked_2(named, key, told)

    named = matching.named_2(context, agency, flow, version)
    return _answer(request, named, question, formats.DATA_2, empty=204)


def _answer(
    request: HttpRequest,
    named: Sequence[Named],
    question: Callable[[Named], Asked],
    offers: tuple[Offer, ...],
    *,
    empty: Literal[204, 404],
) -> HttpResponseBase:
    """Observations in the format that is asked for; the status for none of them."""
    asked = matching.put(named, question)
    several = len(asked) > 1
    held = questions.held(asked, request.GET)
    found = chosen(
        request, formats.for_several(offers) if several else offers, formats.NAMED
    )
    for each in asked:
        _fits(each, found)
    if not held:
        raise _nothing(asked, empty)

    def body(facts: Facts) -> Iterator[str]:
        _not_too_many(held)
        prepared = questions.changed(held)
        top = head(*facts.told, facts.tag, prepared=prepared)
        rows = _having(held)
        if not rows:
            raise _nothing(asked, empty)
        # The first text is made before anything is sent, so that there is a status to say.
        texts = _message(found, top, facts.language).message(rows)
        return chain([next(texts)], texts)

    response = reply(
        request,
        found.content_type,
        questions.facts(held),
        body,
        changed=questions.changed(held),
    )
    if "format" in request.GET and response.status_code == 200:
        # Somebody with a browser, who keeps the file.
        kind = found.offer.name.split()[0]
        ending = kind if kind in ("csv", "json") else "xml"
        name = f"{'data' if several else asked[0].flow.id}.{ending}"
        response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def _fits(asked: Asked, found: Chosen) -> None:
    """Messages for time series hold nothing else."""
    if found.offer.name.endswith("series") and asked.at_observation != TIME:
        msg = (
            f"{found.offer.media} holds time series: leave dimensionAtObservation out."
        )
        raise refusals.wrong(msg)


def _not_too_many(held: Sequence[Selection]) -> None:
    """Refuse what is larger than this server gives at once."""
    most = settings.API_MOST_OBSERVATIONS
    limit = held[0].asked.limit
    if limit and limit <= most:
        return
    if sum(part.release.observations for each in held for part in each.parts) <= most:
        return
    count = sum(used.observations(each.asked, each.parts) for each in held)
    if count > most:
        msg = f"{count} observations are more than {most}, which are given at once: narrow the key or the time."
        raise refusals.too_large(msg)


def _nothing(asked: Sequence[Asked], empty: Literal[204, 404]) -> refusals.Unanswered:
    flows = ", ".join(each.flow.reference for each in asked)
    return refusals.nothing(empty, f"No observation of {flows} matches.")


def _message(found: Chosen, facts: Head, names: str) -> Message:
    """What writes the message."""
    name, options = found.offer.name, found.options
    if name.startswith("csv"):
        labels = cast("Literal['id', 'name', 'both']", options.get("labels", "id"))
        keys = cast(
            "Literal['none', 'obs', 'series', 'both']", options.get("keys", "none")
        )
        return Csv(
            old=name == "csv 1.0",
            labels=labels,
            keys=keys,
            language=names,
            normalized=options.get("timeFormat") == "normalized",
        )
    if name.startswith("json"):
        old, version = name == "json 1.0", "2.1" if name == "json 2.1" else "2.0.0"
        return Json(facts, old=old, language=names, version=version)
    if name.startswith("ml"):
        return Ml(facts, "specific 3.0" if name == "ml 3.0" else "specific 3.1")
    kind, _, series = name.partition(" ")
    return Ml(facts, cast("Kind", kind), series_only=bool(series))


def _having(held: Sequence[Selection]) -> tuple[Selection, ...]:
    """The parts that have a row, on the page that is asked for."""
    found = (
        replace(
            each,
            parts=tuple(part for part in each.parts if used.any_row(each.asked, part)),
        )
        for each in held
    )
    return paging.page([each for each in found if each.parts])
