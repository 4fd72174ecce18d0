"""SQL kept in files named by what it does; identifiers are filled in, values are parameters."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any


_FOLDER = Path(__file__).resolve().parent / "sql"


def name(identifier: str) -> str:
    """An identifier in quotes.

    >>> name('he"ad')
    '"he""ad"'
    """
    doubled = identifier.replace('"', '""')
    return f'"{doubled}"'


def names(identifiers: Iterable[str], *, of: str = "") -> str:
    """Identifiers in quotes with commas between, each of a table where one is named."""
    table = f"{of}." if of else ""
    return ", ".join(f"{table}{name(each)}" for each in identifiers)


def text(value: str) -> str:
    """A text as SQL literal, for places where SQL takes no parameter.

    >>> text("Côte d'Ivoire")
    "'Côte d''Ivoire'"
    """
    doubled = value.replace("'", "''")
    return f"'{doubled}'"


def texts(values: Iterable[str]) -> str:
    """Texts as SQL literals with commas between."""
    return ", ".join(text(value) for value in values)


@cache
def _file(question: str) -> str:
    return (_FOLDER / f"{question}.sql").read_text(encoding="utf-8")


def ask(question: str, **parts: Any) -> str:
    """The statement of ``sql/<question>.sql`` with its {parts} filled in."""
    return _file(question).format_map(parts)
