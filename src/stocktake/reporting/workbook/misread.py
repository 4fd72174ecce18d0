"""What is said of a cell that was not understood: a code with names, and the part of its field."""

from typing import Self

from stocktake.reporting.questionnaires.faults import NotAValue


class Misread(Exception):
    """A cell of a field was not understood; ``part`` says which of the field's cells."""

    def __init__(self, *, code: str, part: str = "", **names: str) -> None:
        super().__init__(code)
        self.code = code
        self.part = part
        self.names = names

    @classmethod
    def of(cls, why: NotAValue, part: str) -> Self:
        """The same fault as the questionnaire names it."""
        return cls(code=why.code, part=part, **dict(why.parameters))
