"""Words of workbooks in the six languages."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from stocktake.kernel.data import read_yaml
from stocktake.kernel.languages import in_language


@cache
def _table(name: str) -> dict[str, dict[str, str]]:
    content = (files(__package__) / name).read_bytes()
    return read_yaml(content, dict[str, dict[str, str]], name=name)


def word(code: str, language: str, **names: str) -> str:
    """One text of the workbook in a language, names filled in."""
    text = in_language(_table("words.yaml")[code], language)
    return text.format_map(names) if names else text


def reason(code: str, language: str, names: Mapping[str, str]) -> str | None:
    """Why a cell was not understood, in words; None for codes that are not ours."""
    found = _table("reasons.yaml").get(code)
    return in_language(found, language).format_map(names) if found else None


def every(code: str) -> tuple[str, ...]:
    """One text in all languages."""
    return tuple(_table("words.yaml")[code].values())
