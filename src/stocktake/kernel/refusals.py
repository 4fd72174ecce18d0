"""Why something was refused, in the languages of the people who meet it. Pure.

Rooms refuse in English and know no page. ``data/refusals`` holds what they say to people in
all six languages, a file for each subject; a test finds what is missing there.
"""

from functools import cache
from pathlib import Path
from typing import Final

from stocktake.kernel.data import read_yaml_file
from stocktake.kernel.errors import FileRefused, Refused
from stocktake.kernel.sentences import Sentences


_WHOLE: Final = {"zh": "{name}：{what}。{to_do}", "fr": "{name} : {what}. {to_do}"}
_FILES: Final = Path(__file__).resolve().parent / "data" / "refusals"


def said(refused: Refused, language: str) -> str | None:
    """The refusal in a language; None where it is known in English only."""
    own = refused.said(language)
    if own is not None:
        return own
    if not isinstance(refused, FileRefused):
        return sentences().said(str(refused), language)
    what = sentences().said(refused.what, language)
    to_do = sentences().said(refused.to_do, language)
    if what is None or to_do is None:
        return None
    return _WHOLE.get(language, "{name}: {what}. {to_do}").format(
        name=refused.name, what=what, to_do=to_do
    )


@cache
def sentences() -> Sentences:
    """All that may be refused in words that people meet on pages."""
    return Sentences(entries())


def entries() -> tuple[dict[str, str], ...]:
    """The table as it is written."""
    return tuple(
        entry
        for file in sorted(_FILES.glob("*.yaml"))
        for entry in read_yaml_file(file, list[dict[str, str]])
    )
