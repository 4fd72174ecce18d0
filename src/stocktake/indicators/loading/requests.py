"""What a load is asked to do, and what it found."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from stocktake.indicators.loading import checking, correcting
from stocktake.indicators.mapping import Mapping as ColumnMapping
from stocktake.indicators.mapping import Source
from stocktake.indicators.releases.rules import Changes, File
from stocktake.indicators.structures.rules import Flow


Progress = Callable[[str, int, int], None]
NONE = Changes(0, 0, 0)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load found and, where something is to be published, the new release.

    ``digest`` is empty when nothing was made: all rows bad, or nothing new.
    ``reused`` counts pieces of the file that an interrupted load had dealt with.
    """

    flow: Flow
    file: File
    checked: checking.Checked
    unused: tuple[str, ...]
    aside: int
    corrections: tuple[tuple[correcting.Correction, int], ...] = ()
    changes: Changes = NONE
    observations: int = 0
    digest: str = ""
    reused: int = 0


@dataclass(frozen=True, slots=True)
class Request:
    """What to load: the file, the dataflow (or the file says it), how its columns read.

    ``source`` says who published it, where no mapping does.
    """

    path: Path
    flow: str = ""
    mapping: ColumnMapping | None = None
    skip_bad: Path | None = None
    source: Source | None = None
