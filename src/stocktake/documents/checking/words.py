"""How a refusal is worded: which file, what is wrong, what to do."""

from typing import Final

from stocktake.kernel.errors import FileRefused


TAKEN: Final = "PDF, DOCX, ODT, HTML or TXT"


class Unreadable(Exception):
    """What a reader says of a document that it cannot read; it does not know its name."""

    def __init__(self, what: str, to_do: str) -> None:
        super().__init__(what)
        self.what = what
        self.to_do = to_do


def refusal(name: str, what: str, to_do: str) -> FileRefused:
    """One sentence on what is wrong, one on what helps."""
    return FileRefused(name, what, to_do)
