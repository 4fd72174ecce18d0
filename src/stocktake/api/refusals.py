"""Errors as SDMX says them: a status, a code of the standard, and what to do."""

import json
import math
from collections.abc import Mapping
from typing import Final
from xml.sax.saxutils import escape

from django.http import HttpRequest, HttpResponse

from stocktake.api.negotiation import ranges
from stocktake.kernel.errors import NotFound, Refused, StocktakeError, WrongUsage


NO_RESULTS, TOO_LARGE, SYNTAX, NOT_ACCEPTABLE = 100, 130, 140, 1406
NOT_ALLOWED, TOO_LONG, TOO_MANY = 1405, 1414, 1429
INTERNAL, NOT_IMPLEMENTED = 500, 501
_TITLES: Final[Mapping[int, str]] = {
    NO_RESULTS: "No results found",
    TOO_LARGE: "Response too large due to client request",
    SYNTAX: "Syntax error",
    INTERNAL: "Internal server error",
    NOT_IMPLEMENTED: "Not implemented",
    NOT_ACCEPTABLE: "Not acceptable",
    NOT_ALLOWED: "Method not allowed",
    TOO_LONG: "Address too long",
    TOO_MANY: "Too many requests",
}
_MESSAGE = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message"
_COMMON = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/common"


class Unanswered(StocktakeError):
    """A request that gets an error for an answer."""

    def __init__(
        self,
        status: int,
        code: int,
        text: str,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(text)
        self.status = status
        self.code = code
        self.headers = headers or {}


def no_results(text: str) -> Unanswered:
    """There is no such thing, or nothing in it matches."""
    return Unanswered(404, NO_RESULTS, text)


def nothing(status: int, text: str) -> Unanswered:
    """Nothing matches: an empty answer (204) in REST 2, an error (404) in REST 1."""
    return Unanswered(status, NO_RESULTS, text)


def too_long(most: int) -> Unanswered:
    """An address longer than this server reads."""
    text = f"The address is longer than {most} characters: ask for less at once."
    return Unanswered(414, TOO_LONG, text)


def wrong(text: str) -> Unanswered:
    """The request is not written as the standard says."""
    return Unanswered(400, SYNTAX, text)


def not_implemented(text: str) -> Unanswered:
    """The standard knows this; this server does not do it."""
    return Unanswered(501, NOT_IMPLEMENTED, text)


def too_large(text: str) -> Unanswered:
    """More than is given at once."""
    return Unanswered(413, TOO_LARGE, text)


def not_acceptable(text: str) -> Unanswered:
    """No format that the client accepts."""
    return Unanswered(406, NOT_ACCEPTABLE, text)


def not_allowed(method: str) -> Unanswered:
    """Only questions are answered."""
    text = f"{method} is not taken here: ask with GET."
    return Unanswered(405, NOT_ALLOWED, text, {"Allow": "GET, HEAD, OPTIONS"})


def too_many(wait: float) -> Unanswered:
    """More requests than one address may make."""
    seconds = max(1, math.ceil(wait))
    text = f"Too many requests from this address. Wait {seconds} s, then go on."
    return Unanswered(429, TOO_MANY, text, {"Retry-After": str(seconds)})


def from_ours(error: StocktakeError) -> Unanswered:
    """An error of the rooms below as one of SDMX."""
    if isinstance(error, Unanswered):
        return error
    if isinstance(error, NotFound):
        return no_results(str(error))
    if isinstance(error, WrongUsage | Refused):
        return wrong(str(error))
    return Unanswered(500, INTERNAL, str(error))


def answer(request: HttpRequest, error: Unanswered) -> HttpResponse:
    """The error as a message, in XML unless the client would rather have JSON."""
    response = _message(request, error)
    for name, value in error.headers.items():
        response[name] = value
    return response


def _message(request: HttpRequest, error: Unanswered) -> HttpResponse:
    if error.status == 204:
        return HttpResponse(status=204)
    title = _TITLES.get(error.code, "")
    if _wants_json(request.headers.get("Accept", "")):
        told = {"code": error.code, "title": title, "detail": str(error)}
        body = json.dumps({"errors": [told]}, ensure_ascii=False)
        return HttpResponse(body, "application/json", error.status)
    texts = "".join(
        f'<com:Text xml:lang="en">{escape(text)}</com:Text>'
        for text in (title, str(error))
    )
    body = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<mes:Error xmlns:mes="{_MESSAGE}" '
        f'xmlns:com="{_COMMON}"><mes:ErrorMessage code="{error.code}">{texts}'
        "</mes:ErrorMessage></mes:Error>\n"
    )
    return HttpResponse(body, "application/xml", error.status)


def _wants_json(accept: str) -> bool:
    asked = ranges(accept)
    json_ = max((each.weight for each in asked if "json" in each.media), default=0)
    xml = max(
        (each.weight for each in asked if "xml" in each.media or "*" in each.media),
        default=0,
    )
    return json_ > xml
