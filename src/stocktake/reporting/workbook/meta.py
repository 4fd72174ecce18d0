"""What a file says of itself in a hidden place: whose it is, and what stood when it was written."""

from typing import Any, Final, Self

import msgspec

from stocktake.kernel.errors import FileRefused
from stocktake.reporting.workbook.signing import Signer


FORMAT: Final = "stocktake.workbook/1"
CHUNK: Final = 30_000  # a cell takes 32,767 characters


class Stood(msgspec.Struct, frozen=True, array_like=True):
    """What stood at an address when the file was written; ``value`` None: cleared."""

    revision: int
    value: Any
    confirmed: bool = True


class Meta(msgspec.Struct, frozen=True):
    """The hidden page of a file; ``spare`` are the empty rows that each group was given."""

    workbook: str
    submission: str
    round: str
    sender: str
    strand: str
    edition: str
    questionnaire: str
    version: int
    sha256: str
    language: str
    exported: str
    base: dict[str, Stood]
    format: str = FORMAT

    def chunks(self, signer: Signer) -> list[str]:
        """The signature, then the text in pieces that fit a cell."""
        text = msgspec.json.encode(self, order="sorted").decode()
        pieces = [text[at : at + CHUNK] for at in range(0, len(text), CHUNK)]
        head = Signer(signer.key).sign(text, 64)
        return [head, *(f".{piece}." for piece in pieces)]

    @classmethod
    def of(cls, chunks: list[str], signer: Signer, name: str) -> Self:
        """Read the pieces again, or refuse a file that this copy did not write."""
        text = "".join(piece[1:-1] for piece in chunks[1:])
        if not chunks or not Signer(signer.key).holds(text, chunks[0]):
            raise FileRefused(
                name,
                "its hidden page was not written by this copy of Stocktake, or was changed since",
                "Export it anew and copy the answers into it.",
            )
        found = msgspec.json.decode(text)
        if found.get("format") != FORMAT:
            raise FileRefused(
                name,
                f"it has the form {found.get('format')}; this version of Stocktake reads {FORMAT}",
                "Export it anew and copy the answers into it.",
            )
        return msgspec.convert(found, cls)
