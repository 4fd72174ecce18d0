"""The way of a State's report through its stages, as a list with days, names, messages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from stocktake.reporting.queries import MoveRow
from stocktake.reporting.rules import Stage
from stocktake.reporting.words import stage_name


_AFTER: Final = (Stage.SUBMITTED, Stage.UNDER_CHECK, Stage.ACCEPTED, Stage.PUBLISHED)
_ENDS: Final = frozenset({Stage.SUPERSEDED, Stage.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class WayPoint:
    """One stage: behind, here or ahead; what brought the report there."""

    stage: Stage
    name: str
    where: str  # "done", "here", "ahead"
    at: datetime | None = None
    by: str = ""
    message: str = ""


def way(
    stage: Stage, moves: Sequence[MoveRow], *, clearing: bool, started: datetime
) -> tuple[WayPoint, ...]:
    """The stages in order; a correction that was asked for shows the way once more."""
    cleared = clearing or stage is Stage.CLEARED
    first = [Stage.DRAFT, *([Stage.CLEARED] if cleared else [])]
    if stage in _ENDS:
        behind = _reached(moves)
        ahead: list[Stage] = []
    elif stage is Stage.CORRECTION_REQUESTED:
        behind = [*first, Stage.SUBMITTED, Stage.UNDER_CHECK]
        ahead = [*first[1:], *_AFTER]
    else:
        path = [*first, *_AFTER]
        place = path.index(stage)
        behind, ahead = path[:place], path[place + 1 :]
    return (
        *(_point(one, "done", moves, started) for one in behind),
        _point(stage, "here", moves, started),
        *(WayPoint(one, stage_name(one), "ahead") for one in ahead),
    )


def _reached(moves: Sequence[MoveRow]) -> list[Stage]:
    """Each stage that an ended report came through, in order."""
    seen = [Stage.DRAFT, *(one.before for one in moves)]
    return list(dict.fromkeys(seen))


def _point(
    stage: Stage, where: str, moves: Sequence[MoveRow], started: datetime
) -> WayPoint:
    last = next((one for one in reversed(moves) if one.after is stage), None)
    if last is None:
        at = started if stage is Stage.DRAFT and not moves else None
        return WayPoint(stage, stage_name(stage), where, at)
    return WayPoint(stage, stage_name(stage), where, last.at, last.by, last.message)
