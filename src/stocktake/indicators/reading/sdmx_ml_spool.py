"""The observations of an SDMX-ML message into a spool, marked so that it can be gone on with.

The parser reports only where elements begin: what a series or an observation says is
whole when the next one begins. That halves the calls, which are what reading costs.
"""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, Final
from xml.parsers import expat

from stocktake.indicators.reading.opened import Columns
from stocktake.indicators.reading.sdmx_ml_generic import Generic
from stocktake.indicators.reading.sdmx_ml_message import Groups, Message
from stocktake.indicators.reading.sdmx_ml_specific import Specific
from stocktake.kernel.errors import Refused


Progress = Callable[[str, int, int], None]
BLOCK: Final = 1 << 20  # bytes given to the parser at a time
EVERY: Final = 100_000  # observations from one mark to the next
_NEVER: Final = 1 << 62
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")


class Spool:
    """Reads one message into one CSV; ``columns`` are those met on the way."""

    def __init__(
        self,
        into: Path,
        *,
        generic: bool,
        at_observation: str,
        dimensions: frozenset[str],
    ) -> None:
        self.into = into
        self.message = Message(Groups(dimensions), at_observation, EVERY, self._mark)
        self._parser: Any = expat.ParserCreate()
        shape = Generic if generic else Specific
        self._handler = shape(self.message, self._parser)
        self._marks = into.with_suffix(".mark.json")
        self._shift = 0  # what to add to the parser's place to get that in the file
        self._file: IO[str]

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the spool, in order."""
        return self.message.columns.names

    def read(self, path: Path, progress: Progress) -> None:
        """Read the message from its beginning, or from the last mark."""
        parser = self._parser
        parser.ordered_attributes = parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _no_doctype
        parser.XmlDeclHandler = self._declared
        size = path.stat().st_size
        with path.open("rb") as file, self._begun(file) as self._file:
            parser.StartElementHandler = self._handler.start
            while block := file.read(BLOCK):
                parser.Parse(block, False)  # noqa: FBT003  # the parser's own call
                self._write(held=1)
                progress("read", file.tell(), size)
            parser.Parse(b"", True)  # noqa: FBT003
            self._handler.end()
            self._write()

    def _mark(self) -> None:
        """Note where to go on after a kill: where a series or an observation begins."""
        message = self.message
        message.next_mark = message.number + EVERY
        self._write()
        self._file.flush()
        told = {
            "offset": self._parser.CurrentByteIndex + self._shift,
            "spooled": self.into.stat().st_size,
            "number": message.number,
            "columns": message.columns.names,
            "whole": message.whole,
            "series": message.series,
            "groups": message.groups.told(),
            "above": message.above,
        }
        draft = self._marks.with_suffix(".draft")
        draft.write_text(json.dumps(told), encoding="utf-8")
        draft.replace(self._marks)

    def _begun(self, file: IO[bytes]) -> IO[str]:
        """The spool, at its beginning or behind what is marked as read."""
        if not (self._marks.exists() and self.into.exists()):
            self._only_utf_8(file)
            return self.into.open("w", encoding="utf-8", newline="")
        told = json.loads(self._marks.read_text(encoding="utf-8"))
        message = self.message
        message.columns = Columns(*told["columns"])
        for group in told["groups"]:
            message.groups.add(group)
        message.number, message.above = told["number"], told["above"]
        message.whole, message.series = told["whole"], told["series"]
        message.next_mark = message.number + EVERY
        self._handler.again()
        # The parser is told only what stands around the place, then goes on there.
        around = "".join(f"<{name}>" for name in message.above).encode()
        self._parser.Parse(around, False)  # noqa: FBT003
        self._shift = told["offset"] - len(around)
        file.seek(told["offset"])
        spool = self.into.open("r+", encoding="utf-8", newline="")
        spool.truncate(told["spooled"])
        spool.seek(0, 2)
        return spool

    def _only_utf_8(self, file: IO[bytes]) -> None:
        """Marks are made in UTF-8 alone, because the parser goes on without a declaration."""
        if file.read(2) in _UTF_16:
            self.message.next_mark = _NEVER
        file.seek(0)

    def _declared(self, _version: str, encoding: str | None, _alone: int) -> None:
        if encoding and encoding.lower() not in ("utf-8", "us-ascii"):
            self.message.next_mark = _NEVER

    def _write(self, *, held: int = 0) -> None:
        """Write rows; ``held`` back is the last while it is still being told."""
        rows = self.message.rows
        whole = len(rows) - held
        if whole > 0:
            csv.writer(self._file, lineterminator="\n").writerows(rows[:whole])
            del rows[:whole]


def _no_doctype(*_told: object) -> None:
    msg = "The message has a document type. SDMX has none, and what one can do is refused."
    raise Refused(msg)
