"""Which format an answer has: the Accept header against what is on offer."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from stocktake.indicators.structures import versions


@dataclass(frozen=True, slots=True)
class Offer:
    """A format: its media type and version, the plain types it answers to as well.

    ``choices``: parameters of the media type, each with the values it may have.
    """

    name: str
    media: str
    version: str
    plain: tuple[str, ...] = ()
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Chosen:
    """An offer, the parameters that were asked for, and the type the answer says it has."""

    offer: Offer
    options: Mapping[str, str]
    content_type: str


@dataclass(frozen=True, slots=True)
class Range:
    """One part of an Accept header."""

    media: str
    parameters: Mapping[str, str]
    weight: float


def ranges(accept: str) -> tuple[Range, ...]:
    """The parts of an Accept header; a blank one accepts everything.

    >>> [(each.media, each.weight) for each in ranges("text/csv, */*;q=0.1")]
    [('text/csv', 1.0), ('*/*', 0.1)]
    """
    return tuple(_ranges(accept)) or (Range("*/*", {}, 1.0),)


def _ranges(accept: str) -> Iterator[Range]:
    for part in accept.split(","):
        media, *told = (piece.strip() for piece in part.split(";"))
        if not media:
            continue
        parameters = dict(_parameter(each) for each in told if each)
        weight = _weight(parameters.pop("q", "1"))
        yield Range(media.lower(), parameters, weight)


def _parameter(text: str) -> tuple[str, str]:
    name, _, value = text.partition("=")
    return name.strip().lower(), value.strip().strip('"')


def _weight(text: str) -> float:
    try:
        return min(max(float(text), 0.0), 1.0)
    except ValueError:
        return 0.0


def choose(accept: str, offers: Sequence[Offer]) -> Chosen | None:
    """The offer that is wanted most; of several, the first. None: nothing is acceptable."""
    best: tuple[float, Chosen] | None = None
    asked = ranges(accept)
    for offer in offers:
        matching = [(rank, each) for each in asked if (rank := _rank(each, offer))]
        if not matching:
            continue
        _rank_of, found = max(matching, key=lambda each: each[0])
        if found.weight > (best[0] if best else 0):
            best = (found.weight, _chosen(found, offer))
    return best[1] if best else None


def _rank(asked: Range, offer: Offer) -> int:
    """How exactly a part of the header names an offer; 0 where it does not."""
    kind = offer.media.split("/", maxsplit=1)[0]
    if asked.media == offer.media:
        fits = versions.fits(asked.parameters.get("version", ""), offer.version)
        return 4 if fits and _options(asked, offer) is not None else 0
    if asked.media in offer.plain:
        return 3
    return {f"{kind}/*": 2, "*/*": 1}.get(asked.media, 0)


def _options(asked: Range, offer: Offer) -> dict[str, str] | None:
    """The parameters beside the version; None where a value is not on offer."""
    names = {name.lower(): name for name in offer.choices}
    found = {}
    for given, value in asked.parameters.items():
        name = names.get(given)
        if name is None:
            continue  # version, charset and the like
        if value not in offer.choices[name]:
            return None
        found[name] = value
    return found


def _chosen(asked: Range, offer: Offer) -> Chosen:
    if asked.media in offer.plain:
        return Chosen(offer, {}, f"{asked.media}; charset=utf-8")
    options = (_options(asked, offer) or {}) if asked.media == offer.media else {}
    told = "".join(f"; {name}={value}" for name, value in sorted(options.items()))
    return Chosen(offer, options, f"{offer.media}; version={offer.version}{told}")
