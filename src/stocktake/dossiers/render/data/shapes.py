"""What a table of the data package is: its fields, its key, the rows it takes."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from stocktake.dossiers.evidence import Evidence
from stocktake.dossiers.rules import Dossier


Cell: TypeAlias = str | int | bool | date | None
Rows: TypeAlias = Iterable[tuple[Cell, ...]]


@dataclass(frozen=True, slots=True)
class Field:
    """One column: its name, its type in the terms of Table Schema, what it holds."""

    name: str
    about: str
    type: str = "string"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One table of the package and how its rows come from the evidence."""

    name: str
    about: str
    fields: tuple[Field, ...]
    rows: Callable[[Evidence, Dossier], Rows]
    key: tuple[str, ...] = ()
    refers: tuple[tuple[str, str, str], ...] = ()  # field, table, field there


def whole(name: str, about: str) -> Field:
    """A column of whole numbers."""
    return Field(name, about, "integer")


def truth(name: str, about: str) -> Field:
    """A column of true and false."""
    return Field(name, about, "boolean")


def listed(values: Iterable[str]) -> str:
    """Codes in one cell, with the project's separator."""
    return "|".join(values)
