"""What is wrong with an answer, as a code with parameters: said later in any language."""

import msgspec

from stocktake.kernel.errors import Refused
from stocktake.reporting.questionnaires.rules import Severity


class Fault(msgspec.Struct, frozen=True, order=True):
    """One fault of a draft: where, how much it weighs, what (code and parameters)."""

    address: str
    severity: Severity
    code: str
    parameters: tuple[tuple[str, str], ...] = ()


class NotAValue(Refused):
    """What was given is no value of the field; ``code`` and ``parameters`` say why."""

    def __init__(self, *, code: str, **parameters: object) -> None:
        self.code = code
        self.parameters = tuple(
            sorted((name, str(value)) for name, value in parameters.items())
        )
        said = ", ".join(f"{name}: {value}" for name, value in self.parameters)
        super().__init__(f"{code}{f' ({said})' if said else ''}")
