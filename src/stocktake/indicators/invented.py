"""Invented figures on the invented States: how they are told apart from real ones; pure.

They are loaded and kept as all figures are, under a source of their own. What is told of
real States never takes them in, and what a State says itself goes before them.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from stocktake.geography import queries as geography
from stocktake.indicators.headlines.rules import SOURCE


ILLUSTRATIVE: Final = "ILLUSTRATIVE"  # of CL_SOURCE
NAME: Final = "Stocktake, illustrative figures"
Row = Mapping[str, Any]


def is_invented(row: Row) -> bool:
    """Whether an observation is one of ours."""
    return row.get(SOURCE) == ILLUSTRATIVE


def speaking_of(area: str, rows: Sequence[Row]) -> Sequence[Row]:
    """The observations that may speak of an area.

    Of a real one none that is invented; of an invented one what others say of it, such
    as an answer that somebody tries out, else ours. The two are never put together.
    """
    others = [row for row in rows if not is_invented(row)]
    return others or (rows if geography.is_illustrative(area) else [])
