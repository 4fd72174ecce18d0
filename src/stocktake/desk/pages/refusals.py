"""Why something was refused, in the page's language where it is known there."""

from dataclasses import dataclass

from stocktake.desk.pages.steps_names import language
from stocktake.kernel.errors import Refused
from stocktake.reporting import refusals


@dataclass(frozen=True, slots=True)
class Refusal:
    """A refusal on a page; ``language`` is set where its words are not the page's."""

    words: str
    language: str = ""

    def __bool__(self) -> bool:
        return bool(self.words)


NONE = Refusal("")


def refusal(refused: Refused) -> Refusal:
    """A refusal in the page's language; in English, and marked so, where it has no other."""
    told = refusals.said(refused, language())
    if told is None:
        return Refusal(str(refused), "" if language() == "en" else "en")
    return Refusal(told)
