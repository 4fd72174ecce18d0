"""Schema queries: what a valid message of a dataflow looks like."""

from typing import cast

from django.http import HttpRequest, HttpResponseBase

from stocktake.api import formats, matching, questions
from stocktake.api.answers import Facts, chosen, reply, sdmx
from stocktake.api.negotiation import Offer
from stocktake.api.refusals import wrong
from stocktake.indicators.head import head
from stocktake.indicators.serving.asked import ALL
from stocktake.indicators.structures import artefacts, messages, reading, xsd
from stocktake.indicators.structures.registry import Query, registry, structure_key
from stocktake.indicators.structures.rules import TIME, Flow


KNOWN = frozenset(
    {"dimensionAtObservation", "explicitMeasure", "deletion", "asOf", "format"}
)


@sdmx
def schema_1(
    request: HttpRequest, context: str, agency: str, name: str, version: str = "latest"
) -> HttpResponseBase:
    """Schemas of REST 1: ``schema/dataflow/AGENCY/ID/VERSION``."""
    return _answer(
        request, matching.one(context, agency, name, version), formats.SCHEMAS_1
    )


@sdmx
def schema_2(
    request: HttpRequest, context: str, agency: str, name: str, version: str = "~"
) -> HttpResponseBase:
    """Schemas of REST 2; as structures too, which say the same."""
    return _answer(
        request, matching.one(context, agency, name, version), formats.SCHEMAS_2
    )


def _answer(
    request: HttpRequest, flow: Flow, offers: tuple[Offer, ...]
) -> HttpResponseBase:
    asked = questions.parameters(request, KNOWN, filters=False)
    found = chosen(request, offers, formats.NAMED_STRUCTURES)
    at = asked.get("dimensionAtObservation", "") or (TIME if flow.timed else ALL)
    if at != ALL and at not in flow.key_ids:
        known = ", ".join((*flow.key_ids, ALL))
        msg = f"dimensionAtObservation={at} is not known: use one of {known}."
        raise wrong(msg)
    kind, _, version = found.offer.name.partition(" ")

    def body(facts: Facts) -> bytes:
        if kind == "xsd":
            return xsd.schema(flow, at, cast("xsd.Version", version))
        return _structures(flow, found.offer.name, facts.language)

    told = (repr(flow), repr(sorted(reading.lists(flow).items())))
    return reply(request, found.content_type, told, body, changed=reading.changed())


def _structures(flow: Flow, kind: str, names: str) -> bytes:
    """The structure with its concepts, code lists and agencies."""
    held = registry()
    key = structure_key(flow)
    query = Query(
        frozenset({key.kind}),
        (key.agency,),
        (key.id,),
        (key.version,),
        references=("children",),
        detail="referencepartial",
    )
    made = (*messages.build(held, query, names), artefacts.agencies([flow]))
    facts = head(flow.reference, kind, names, prepared=reading.changed())
    return messages.write(made, messages.kind(kind), facts, names)
