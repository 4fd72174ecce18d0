"""What is wrong with an answer, as a code with parameters: said in any language."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import msgspec

from stocktake.kernel.data import read_yaml_file
from stocktake.kernel.errors import Refused
from stocktake.kernel.languages import in_language
from stocktake.reporting.questionnaires.rules import Severity


_FILE = Path(__file__).resolve().parents[1] / "data" / "faults.yaml"


class Fault(msgspec.Struct, frozen=True, order=True):
    """One fault of a draft: where, how much it weighs, what (code and parameters)."""

    address: str
    severity: Severity
    code: str
    parameters: tuple[tuple[str, str], ...] = ()


class NotAValue(Refused):
    """What was given is no value of the field; ``code`` and ``parameters`` say why.

    Its text is English; ``said`` and ``words.said`` say it in another language.
    """

    def __init__(self, *, code: str, **parameters: object) -> None:
        self.code = code
        self.parameters = tuple(
            sorted((name, str(value)) for name, value in parameters.items())
        )
        super().__init__(
            in_language(messages()[code], "en").format_map(dict(self.parameters))
        )

    def said(self, language: str) -> str | None:
        """What is wrong, in a language."""
        words = in_language(messages()[self.code], language)
        return words.format_map(dict(self.parameters))


@cache
def messages() -> Mapping[str, Mapping[str, str]]:
    """What is said of each code of fault, by language."""
    return read_yaml_file(_FILE, dict[str, dict[str, str]])
