"""Keys as SDMX REST writes them, and the slice of a dataflow that they ask for."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from stocktake.indicators import periods
from stocktake.indicators.structures.rules import Flow
from stocktake.kernel.errors import WrongUsage


@dataclass(frozen=True, slots=True)
class Slice:
    """Which observations: any of the keys, a span of time, first and last of a series.

    A key says for dimensions by name which codes are wanted; a dimension that it does
    not name is not limited. No key: everything.
    """

    keys: tuple[Mapping[str, tuple[str, ...]], ...] = field(default_factory=tuple)
    start: str = ""
    end: str = ""
    first: int = 0
    last: int = 0


def key_of(flow: Flow, text: str) -> Mapping[str, tuple[str, ...]]:
    """One key: ``A.SVN+HRV..F``; ``all``, blank or ``*`` stand for everything.

    Too few parts are refused, and the dimensions named in their order.
    """
    if text.strip() in ("", "all", "*"):
        return {}
    parts = text.split(".")
    if len(parts) != len(flow.dimension_ids):
        order = ".".join(flow.dimension_ids)
        msg = (
            f"The key {text!r} has {len(parts)} parts; {flow.id} has "
            f"{len(flow.dimension_ids)} dimensions: {order}. Leave a part blank for all codes, "
            "write + between several."
        )
        raise WrongUsage(msg)
    return {
        name: tuple(code for code in part.split("+") if code)
        for name, part in zip(flow.dimension_ids, parts, strict=True)
        if part not in ("", "*")
    }


def slice_of(  # the parameters of SDMX REST
    flow: Flow,
    key: str,
    *,
    start: str = "",
    end: str = "",
    first: int = 0,
    last: int = 0,
) -> Slice:
    """The slice that a key (or several, with commas) and a span of time ask for."""
    for text in (start, end):
        if text:
            periods.period(text)
    keys = tuple(key_of(flow, each) for each in key.split(","))
    return Slice(
        keys=() if any(not each for each in keys) else keys,
        start=start,
        end=end,
        first=first,
        last=last,
    )
