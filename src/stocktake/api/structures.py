"""Structure queries: artefacts, what refers to what, and how much of each."""

import hashlib
from datetime import datetime
from functools import lru_cache

from django.http import HttpRequest, HttpResponseBase

from stocktake.api import formats
from stocktake.api.answers import Facts, chosen, reply, sdmx
from stocktake.api.negotiation import Offer
from stocktake.api.questions import parameters
from stocktake.api.refusals import no_results, wrong
from stocktake.indicators.head import head
from stocktake.indicators.structures import messages, reading, registry
from stocktake.indicators.structures.registry import Query


KNOWN = frozenset({"references", "detail", "format"})


@sdmx
def structures_1(
    request: HttpRequest,
    kind: str,
    agency: str = "all",
    name: str = "all",
    version: str = "latest",
    item: str = "all",
) -> HttpResponseBase:
    """Structures of REST 1: ``codelist/AGENCY/ID/VERSION/ITEM``; ``+`` between several."""
    query = _query(request, kind, (agency, name, version, item), between="+")
    return _answer(request, query, formats.STRUCTURES_1)


@sdmx
def structures_2(
    request: HttpRequest,
    kind: str = "*",
    agency: str = "*",
    name: str = "*",
    version: str = "~",
    item: str = "*",
) -> HttpResponseBase:
    """Structures of REST 2: ``structure/codelist/AGENCY/ID/VERSION/ITEM``; commas."""
    query = _query(request, kind, (agency, name, version, item), between=",")
    return _answer(request, query, formats.STRUCTURES_2)


def _query(
    request: HttpRequest, kind: str, path: tuple[str, str, str, str], *, between: str
) -> Query:
    told = parameters(request, KNOWN, filters=False)
    # A plus of its own is the latest stable version; between two it separates.
    agency, name, version, item = (
        (each,) if each == "+" else tuple(each.split(between)) for each in path
    )
    detail = told.get("detail", "full") or "full"
    if detail not in registry.DETAILS:
        msg = f"detail={detail} is not known: use {', '.join(registry.DETAILS)}."
        raise wrong(msg)
    items = () if set(item) & registry.ANY else item
    kinds = registry.kinds(kind)
    if items and not kinds & registry.ITEMS and kinds & registry.HERE:
        msg = f"A {kind} has no items: leave {'+'.join(items)} out."
        raise wrong(msg)
    words = (told.get("references", "none") or "none").split(",")
    return Query(kinds, agency, name, version, items, tuple(words), detail)


def _answer(
    request: HttpRequest, query: Query, offers: tuple[Offer, ...]
) -> HttpResponseBase:
    found = chosen(request, offers, formats.NAMED_STRUCTURES)
    held = registry.registry()
    known = _fingerprint(held)
    if query.kinds and not query.kinds & registry.HERE:
        msg = f"There is no {', '.join(sorted(query.kinds))} here."
        raise no_results(msg)
    changed = reading.changed()

    def body(facts: Facts) -> bytes:
        return _written(known, query, found.offer.name, facts.language, changed)

    return reply(request, found.content_type, [known], body, changed=changed)


def _fingerprint(held: registry.Registry) -> str:
    """Names all structures as they are now."""
    flows = repr(held.flows) + repr(sorted(held.refers))
    return hashlib.sha256(flows.encode()).hexdigest()


@lru_cache(maxsize=256)
def _written(
    known: str, query: Query, kind: str, names: str, changed: datetime
) -> bytes:
    """A message; the same question about the same structures gets the same one."""
    made = messages.build(registry.registry(), query, names)
    facts = head(known, repr(query), kind, names, prepared=changed)
    return messages.write(made, messages.kind(kind), facts, names)
