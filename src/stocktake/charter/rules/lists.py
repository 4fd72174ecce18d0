"""Code lists: short lists of coded words, such as groups in vulnerable situations."""

import msgspec

from stocktake.charter.rules.items import Source, Texts


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One code and its words; ``named`` says whether the source text names it itself."""

    code: str
    title: Texts
    named: bool = True


class CodeList(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A list of codes with its title and where it comes from."""

    code: str
    title: Texts
    source: Source
    entries: tuple[Entry, ...]
