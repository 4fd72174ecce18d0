"""Keys and parameters of SDMX REST read into questions."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

from django.http import HttpRequest, QueryDict

from stocktake.api.matching import Named
from stocktake.api.refusals import no_results, not_implemented, wrong
from stocktake.indicators import queries
from stocktake.indicators.keys import Slice, slice_of
from stocktake.indicators.serving.asked import (
    ALL,
    Asked,
    Filter,
    When,
    known_component,
    read_filter,
)
from stocktake.indicators.serving.parts import Selection, parts
from stocktake.indicators.structures.registry import ANY
from stocktake.indicators.structures.rules import TIME, Flow


DATA: Final = frozenset(
    {
        "startPeriod",
        "endPeriod",
        "updatedAfter",
        "firstNObservations",
        "lastNObservations",
        "dimensionAtObservation",
        "detail",
        "includeHistory",
        "asOf",
        "format",
    }
)
DATA_2: Final = DATA | {
    "attributes",
    "measures",
    "offset",
    "limit",
    "sort",
    "reportingYearStartDay",
}
AVAILABLE: Final = frozenset(
    {"startPeriod", "endPeriod", "updatedAfter", "references", "mode", "asOf", "format"}
)
AVAILABLE_2: Final = AVAILABLE | {"reportingYearStartDay"}
_DETAILS: Final = ("full", "dataonly", "serieskeysonly", "nodata")


def parameters(
    request: HttpRequest, known: Iterable[str], *, filters: bool
) -> QueryDict:
    """The parameters of a request, none of them unknown or twice."""
    names = sorted(known)
    for name in request.GET:
        if filters and name.startswith("c[") and name.endswith("]"):
            continue
        if name not in names:
            msg = f"There is no parameter {name!r} here. There are: {', '.join(names)}."
            raise wrong(msg)
        if len(request.GET.getlist(name)) > 1:
            msg_0 = f"{name} is given more than once."
            raise wrong(msg_0)
    return request.GET


def asked_1(named: Named, key: str, provider: str, told: QueryDict) -> Asked:
    """A data query of REST 1."""
    flow = named.flow
    wanted = _wanted(flow, "all" if key in ANY else key, told)
    filters: dict[str, Filter] = {}
    if provider not in ANY:
        filters["SOURCE"] = _providers(flow, provider)
    return _asked(named, wanted, filters, told)


def _providers(flow: Flow, text: str) -> Filter:
    """Who the figures come from: codes of the dimension SOURCE, ``+`` between several."""
    if "SOURCE" not in flow.dimension_ids:
        msg = f"{flow.id} does not tell its providers apart: leave it out."
        raise no_results(msg)
    codes = [each.split(",")[-1] for each in text.split("+")]
    return read_filter("SOURCE", ",".join(codes))


def asked_2(named: Named, key: str, told: QueryDict) -> Asked:
    """A data query of REST 2: keys may end early, filters by component."""
    flow = named.flow
    keys = ",".join(_padded(flow, each) for each in key.split(","))
    wanted = _wanted(flow, keys, told)
    filters = {
        known_component(flow, name[2:-1]): read_filter(name[2:-1], _once(told, name))
        for name in told
        if name.startswith("c[")
    }
    return _asked(named, wanted, filters, told)


def _once(told: QueryDict, name: str) -> str:
    """A filter's text; given twice, both must hold, which cannot be said with commas."""
    texts = told.getlist(name)
    if len(texts) > 1:
        msg = f"{name} is given more than once: write + between what must all hold."
        raise wrong(msg)
    # A browser writes the plus of a query string as a space.
    return texts[0].replace(" ", "+")


def _padded(flow: Flow, key: str) -> str:
    """A key whose last parts are left out, written in full."""
    if key in ANY:
        return "*"
    given = key.count(".") + 1
    return key + ".*" * (len(flow.dimension_ids) - given)


def _wanted(flow: Flow, key: str, told: QueryDict) -> Slice:
    return slice_of(
        flow,
        key.replace(" ", "+"),
        start=told.get("startPeriod", ""),
        end=told.get("endPeriod", ""),
        first=_count(told, "firstNObservations"),
        last=_count(told, "lastNObservations"),
    )


def _count(told: Mapping[str, str], name: str, *, least: int = 1) -> int:
    text = told.get(name, "")
    if not text:
        return 0
    if not text.isascii() or not text.isdigit() or int(text) < least or len(text) > 12:
        msg = f"{name}={text} is no whole number from {least} on."
        raise wrong(msg)
    return int(text)


def _asked(
    named: Named, wanted: Slice, filters: Mapping[str, Filter], told: QueryDict
) -> Asked:
    flow = named.flow
    _calendar_year(told)
    at = told.get("dimensionAtObservation", "") or (TIME if flow.timed else ALL)
    if at != ALL and at not in flow.key_ids:
        known = ", ".join((*flow.key_ids, ALL))
        msg = f"dimensionAtObservation={at} is not known: use one of {known}."
        raise wrong(msg)
    detail = told.get("detail", "full") or "full"
    if detail not in _DETAILS:
        msg = f"detail={detail} is not known: use one of {', '.join(_DETAILS)}."
        raise wrong(msg)
    attributes = _attributes(flow, told.get("attributes", "") or "dsd")
    values = _values(told.get("measures", "") or "all")
    keys_only = detail in ("serieskeysonly", "nodata") or not (attributes or values)
    return Asked(
        flow=flow,
        against=named.against,
        wanted=wanted,
        filters=filters,
        at_observation=at,
        attributes=() if detail == "dataonly" or keys_only else attributes,
        values=values and not keys_only,
        keys_only=keys_only,
        offset=_count(told, "offset", least=0),
        limit=_count(told, "limit"),
        sort=_sort(flow, at, told.get("sort", "").replace(" ", "+")),
    )


def _calendar_year(told: QueryDict) -> None:
    """Years of reports begin on 1 January here; others would need other figures."""
    day = told.get("reportingYearStartDay", "") or "--01-01"
    if not re.fullmatch(r"--(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", day):
        msg = f"reportingYearStartDay={day} is no day such as --07-01."
        raise wrong(msg)
    if day != "--01-01":
        msg = "Periods here are of the calendar year: leave reportingYearStartDay out."
        raise not_implemented(msg)


def _attributes(flow: Flow, text: str) -> tuple[str, ...]:
    """The attributes of ``attributes=``; all are attached to observations here."""
    found: set[str] = set()
    for word in text.split(","):
        if word in ("dsd", "all", "obs"):
            found |= set(flow.attribute_ids)
        elif word in flow.attribute_ids:
            found.add(word)
        elif word not in ("none", "msd", "dataset", "series"):
            known = ", ".join(flow.attribute_ids)
            msg = f"{flow.id} has no attribute {word!r}. There are: {known}."
            raise wrong(msg)
    return tuple(name for name in flow.attribute_ids if name in found)


def _values(text: str) -> bool:
    words = text.split(",")
    for word in words:
        if word not in ("all", "none", "OBS_VALUE"):
            msg = f"measures={word} is not known: the only one is OBS_VALUE."
            raise wrong(msg)
    return words != ["none"]


def _sort(flow: Flow, at: str, text: str) -> tuple[tuple[str, bool], ...]:
    """``REF_AREA+TIME_PERIOD:desc``; ``*`` is every dimension, ``series_key`` the series'."""
    found: dict[str, bool] = {}
    for word in text.split("+") if text else ():
        name, _, way = word.partition(":")
        if way not in ("", "asc", "desc"):
            msg = f"sort={word} is not known: write COMPONENT:asc or COMPONENT:desc."
            raise wrong(msg)
        names = {
            "*": flow.key_ids,
            "series_key": tuple(each for each in flow.key_ids if each != at),
        }.get(name, (name,))
        for each in names:
            found.setdefault(known_component(flow, each), way == "desc")
    return tuple(found.items())


def held(asked: Sequence[Asked], told: QueryDict) -> tuple[Selection, ...]:
    """What there is of each dataflow at the time asked about; one query for each."""
    at = when(told)
    found = (
        Selection(each, parts(queries.releases(each.flow.reference), at))
        for each in asked
    )
    return tuple(each for each in found if each.parts)


def facts(selections: Iterable[Selection]) -> tuple[str, ...]:
    """What an answer about some releases is made of."""
    return tuple(
        f"{part.release.digest} {part.kind} {part.since} {part.until}"
        for each in selections
        for part in each.parts
    )


def changed(selections: Iterable[Selection]) -> datetime:
    """When the newest of some releases was published."""
    return max(
        part.since or part.release.published_at
        for each in selections
        for part in each.parts
    )


def when(told: QueryDict) -> When:
    """Which releases are asked for."""
    history = told.get("includeHistory", "false") or "false"
    if history not in ("true", "false"):
        msg = f"includeHistory={history} is neither true nor false."
        raise wrong(msg)
    return When(
        as_of=moment(told, "asOf"),
        after=moment(told, "updatedAfter"),
        history=history == "true",
    )


def moment(told: Mapping[str, str], name: str) -> datetime | None:
    """A moment; in UTC where it does not say otherwise."""
    text = told.get(name, "").replace(" ", "+")
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        msg = f"{name}={text} is no moment such as 2026-11-24T12:00:00Z (a + is written %2B)."
        raise wrong(msg) from error
    return found if found.tzinfo else found.replace(tzinfo=UTC)
