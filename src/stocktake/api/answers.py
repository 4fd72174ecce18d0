"""Answers: cached by what they are made of, compressed, open to pages of other sites."""

import functools
import gzip
import hashlib
import logging
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import get_language_from_request

from stocktake.api import limits, refusals
from stocktake.api.negotiation import Chosen, Offer, choose, ranges
from stocktake.kernel.errors import StocktakeError


CHUNK: Final = 64 * 1024
MOST_LETTERS: Final = 16_384  # of an address
_LEVEL: Final = 3  # of compression: most of the gain, a third of the time
_LOG = logging.getLogger(__name__)
View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Facts:
    """What an answer is made of: the same facts and address, the same answer.

    ``tag`` names them, ``language`` is that of names, ``changed`` when they were new.
    """

    told: tuple[str, ...]
    tag: str
    language: str
    changed: datetime | None


def sdmx(view: View) -> View:
    """A view that answers GET, says errors as SDMX does and may be called from any page."""

    @functools.wraps(view)
    def answered(
        request: HttpRequest, *args: object, **kwargs: object
    ) -> HttpResponseBase:
        response = _answered(view, request, *args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = "ETag, Last-Modified, Retry-After"
        patch_vary_headers(response, ("Accept", "Accept-Language", "Accept-Encoding"))
        return response

    return answered


def _answered(
    view: View, request: HttpRequest, *args: object, **kwargs: object
) -> HttpResponseBase:
    if request.method == "OPTIONS":
        return _preflight()
    try:
        _may(request)
        response = view(request, *args, **kwargs)
    except StocktakeError as error:
        response = refusals.answer(request, refusals.from_ours(error))
    except Exception:
        _LOG.exception("No answer to %s", request.path)
        text = "Something went wrong here. It has been noted."
        response = refusals.answer(
            request, refusals.Unanswered(500, refusals.INTERNAL, text)
        )
    return response


def _may(request: HttpRequest) -> None:
    if request.method not in ("GET", "HEAD"):
        raise refusals.not_allowed(str(request.method))
    if len(request.get_full_path()) > MOST_LETTERS:
        raise refusals.too_long(MOST_LETTERS)
    wait = limits.wait_for(request)
    if wait:
        raise refusals.too_many(wait)


def _preflight() -> HttpResponse:
    response = HttpResponse(status=204)
    response["Allow"] = "GET, HEAD, OPTIONS"
    response["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
    response["Access-Control-Allow-Headers"] = (
        "Accept, Accept-Language, If-None-Match, If-Modified-Since"
    )
    response["Access-Control-Max-Age"] = "86400"
    return response


def language(request: HttpRequest) -> str:
    """The language of names that is asked for, of the six."""
    return get_language_from_request(request)


def chosen(
    request: HttpRequest, offers: tuple[Offer, ...], named: dict[str, str]
) -> Chosen:
    """The format of an answer: as ``format=`` names it, or by the Accept header."""
    name = request.GET.get("format", "")
    if name and name not in named:
        msg = (
            f"format={name} is not known: use {', '.join(named)}, or an Accept header."
        )
        raise refusals.wrong(msg)
    accept = named[name] if name else request.headers.get("Accept", "")
    found = choose(accept, offers)
    if found is None:
        listed = ", ".join(f"{each.media};version={each.version}" for each in offers)
        msg = f"None of what is accepted ({accept}) is on offer. There are: {listed}."
        raise refusals.not_acceptable(msg)
    return found


def reply(
    request: HttpRequest,
    content_type: str,
    told: Iterable[str],
    make: Callable[[Facts], bytes | Iterator[str]],
    *,
    changed: datetime | None = None,
) -> HttpResponseBase:
    """The answer that ``make`` writes of some facts; short where the client has it."""
    names, held = language(request), tuple(told)
    tag, short = unchanged(request, [*held, content_type, names], changed)
    if short is not None:
        return short
    body = make(Facts(held, tag, names, changed))
    return finished(
        request, body, content_type, tag=tag, changed=changed, language=names
    )


def unchanged(
    request: HttpRequest, facts: Iterable[str], changed: datetime | None
) -> tuple[str, HttpResponseBase | None]:
    """The tag of an answer, and the short answer where the client has it already."""
    compressed = "gzip" if takes_gzip(request) else ""
    told = "\n".join((*facts, request.get_full_path(), compressed))
    tag = f'"{hashlib.sha256(told.encode()).hexdigest()[:32]}"'
    seconds = int(changed.timestamp()) if changed else None
    return tag, get_conditional_response(request, etag=tag, last_modified=seconds)


def finished(
    request: HttpRequest,
    body: bytes | Iterator[str],
    content_type: str,
    *,
    tag: str,
    changed: datetime | None = None,
    language: str = "",
) -> HttpResponseBase:
    """The answer with its headers; a stream goes out as it is made."""
    response: HttpResponseBase
    if request.method == "HEAD":
        # A stream of nothing: it does not say that the answer itself has no length.
        response = StreamingHttpResponse((), content_type=content_type)
    elif isinstance(body, bytes):
        packed = gzip.compress(body, _LEVEL, mtime=0) if takes_gzip(request) else body
        response = HttpResponse(packed, content_type)
    else:
        chunks = _bytes(body)
        stream = _compressed(chunks) if takes_gzip(request) else chunks
        response = StreamingHttpResponse(stream, content_type=content_type)
    if takes_gzip(request):
        response["Content-Encoding"] = "gzip"
    response["ETag"] = tag
    response["Cache-Control"] = "public, max-age=60"
    if changed:
        response["Last-Modified"] = f"{changed:%a, %d %b %Y %H:%M:%S} GMT"
    if language:
        response["Content-Language"] = language
    return response


def takes_gzip(request: HttpRequest) -> bool:
    """Whether the client takes a compressed answer."""
    accepted = request.headers.get("Accept-Encoding", "")
    if not accepted:
        return False
    weights = {each.media: each.weight for each in ranges(accepted)}
    return weights.get("gzip", weights.get("*", 0.0)) > 0


def _bytes(texts: Iterator[str]) -> Iterator[bytes]:
    """Texts as bytes, in pieces that are worth sending."""
    held: list[str] = []
    size = 0
    for text in texts:
        held.append(text)
        size += len(text)
        if size >= CHUNK:
            yield "".join(held).encode()
            held, size = [], 0
    if held:
        yield "".join(held).encode()


def _compressed(chunks: Iterator[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(_LEVEL, wbits=31)
    for chunk in chunks:
        packed = packer.compress(chunk)
        if packed:
            yield packed
    yield packer.flush()
