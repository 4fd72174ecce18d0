"""Data queries: which observations, of which releases, in which format; streamed."""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Literal, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from stocktake.api import formats, questions, refusals
from stocktake.api.answers import chosen, finished, language, sdmx, unchanged
from stocktake.api.negotiation import Chosen, Offer
from stocktake.indicators import queries
from stocktake.indicators.head import Head, head
from stocktake.indicators.serving import used
from stocktake.indicators.serving.asked import Asked
from stocktake.indicators.serving.parts import Part, parts
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
    asked = questions.asked_1(questions.flow_1(flow), key, provider, told)
    return _answer(request, asked, formats.DATA_1, empty=404)


@sdmx
def data_2(
    request: HttpRequest,
    context: str = "*",
    agency: str = "*",
    flow: str = "*",
    version: str = "*",
    key: str = "*",
) -> HttpResponseBase:
    """Data of REST 2: ``data/dataflow/AGENCY/FLOW/VERSION/KEY``."""
    told = questions.parameters(request, questions.DATA_2, filters=True)
    found = questions.flow_2(context, agency, flow, version)
    asked = questions.asked_2(found, key, told)
    return _answer(request, asked, formats.DATA_2, empty=204)


def _answer(
    request: HttpRequest,
    asked: Asked,
    offers: tuple[Offer, ...],
    *,
    empty: Literal[204, 404],
) -> HttpResponseBase:
    """Observations in the format that is asked for; the status for none of them."""
    found = chosen(request, offers, formats.NAMED)
    _fits(asked, found)
    held = parts(queries.releases(asked.flow.reference), questions.when(request.GET))
    if not held:
        return _nothing(asked, empty)
    changed = max(each.since or each.release.published_at for each in held)
    names = language(request)
    facts = [f"{p.release.digest} {p.kind} {p.since} {p.until}" for p in held]
    tag, short = unchanged(request, [*facts, found.content_type, names], changed)
    if short is not None:
        return short
    _not_too_many(asked, held)
    message = _message(found, head(*facts, tag, prepared=changed), names)
    texts = _some(asked, held, message)
    if texts is None:
        return _nothing(asked, empty)
    response = finished(
        request, texts, found.content_type, tag=tag, changed=changed, language=names
    )
    if "format" in request.GET:  # somebody with a browser, who keeps the file
        kind = found.offer.name.split()[0]
        ending = kind if kind in ("csv", "json") else "xml"
        name = f"{asked.flow.id}.{ending}"
        response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def _fits(asked: Asked, found: Chosen) -> None:
    """Messages for time series hold nothing else."""
    if found.offer.name.endswith("series") and asked.at_observation != TIME:
        msg = (
            f"{found.offer.media} holds time series: leave dimensionAtObservation out."
        )
        raise refusals.wrong(msg)


def _not_too_many(asked: Asked, held: Sequence[Part]) -> None:
    """Refuse what is larger than this server gives at once."""
    most = settings.API_MOST_OBSERVATIONS
    if asked.limit and asked.limit <= most:
        return
    if sum(part.release.observations for part in held) <= most:
        return
    count = used.observations(asked, held)
    if count > most:
        msg = f"{count} observations are more than {most}, which are given at once: narrow the key or the time."
        raise refusals.too_large(msg)


def _nothing(asked: Asked, empty: Literal[204, 404]) -> HttpResponse:
    if empty == 204:
        return HttpResponse(status=204)
    msg = f"No observation of {asked.flow.reference} matches."
    raise refusals.no_results(msg)


def _message(found: Chosen, facts: Head, names: str) -> Message:
    """What writes the message."""
    name, options = found.offer.name, found.options
    if name.startswith("csv"):
        labels = cast("Literal['id', 'name', 'both']", options.get("labels", "id"))
        keys = cast(
            "Literal['none', 'obs', 'series', 'both']", options.get("keys", "none")
        )
        return Csv(old=name == "csv 1.0", labels=labels, keys=keys, language=names)
    if name.startswith("json"):
        old, version = name == "json 1.0", "2.1" if name == "json 2.1" else "2.0.0"
        return Json(facts, old=old, language=names, version=version)
    if name.startswith("ml"):
        return Ml(facts, "specific 3.0" if name == "ml 3.0" else "specific 3.1")
    kind, _, series = name.partition(" ")
    return Ml(facts, cast("Kind", kind), series_only=bool(series))


def _some(asked: Asked, held: Sequence[Part], message: Message) -> Iterator[str] | None:
    """The texts of a message, or None where no part has a row.

    The first rows are fetched before anything is sent, so that there is a status to say.
    """
    having = [part for part in held if used.any_row(asked, part)]
    if not having:
        return None
    texts = message.message(asked, having)
    return chain([next(texts)], texts)
