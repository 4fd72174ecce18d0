"""Ids that only this copy of Stocktake can have written: HMAC over what they name."""

import hmac
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Signer:
    """Signs ids of one workbook; ``key`` is this copy's secret, ``workbook`` its id."""

    key: bytes
    workbook: str = ""

    def sign(self, text: str, length: int = 16) -> str:
        """The first hexadecimal digits of the signature of an id."""
        told = f"{self.workbook}\n{text}".encode()
        return hmac.digest(self.key, told, "sha256").hex()[:length]

    def holds(self, text: str, signature: str) -> bool:
        """Whether a signature is ours and belongs to this id."""
        mine = self.sign(text, len(signature))
        return len(signature) >= 8 and hmac.compare_digest(
            mine.encode(), signature.encode()
        )

    def signed(self, text: str) -> str:
        """The id with a short signature behind it: ``measures/title:3fa9c2d1``."""
        return f"{text}:{self.sign(text, 8)}"

    def unsigned(self, text: str) -> str:
        """The id of a signed one; "" where it is not ours."""
        name, _, signature = text.rpartition(":")
        return name if self.holds(name, signature) else ""
