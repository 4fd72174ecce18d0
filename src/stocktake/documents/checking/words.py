"""How a refusal is worded: which file, what is wrong, what to do."""

from typing import Final

from stocktake.kernel.errors import Refused


TAKEN: Final = "PDF, DOCX, ODT, HTML or TXT"


def refusal(name: str, what: str, to_do: str) -> Refused:
    """One sentence on what is wrong, one on what helps."""
    return Refused(f"{name}: {what}. {to_do}")
