"""What each code is a part of, put into messages whose writer does not know it."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from pysdmx.model import Codelist

from stocktake.indicators.structures.registry import CODES, Key, registry


Parents = Mapping[Key, Mapping[str, str]]  # by code list, each code's parent
_LIST: Final = re.compile(
    r'<str:Codelist id="([^"]+)" version="([^"]+)"[^>]*? agencyID="([^"]+)"[^>]*>.*?'
    r"</str:Codelist>",
    re.DOTALL,
)
_CODE: Final = re.compile(r'(<str:Code id="([^"]+)">.*?)(\s*</str:Code>)', re.DOTALL)
_NAME: Final = re.compile(r"[A-Za-z][\w-]*", re.ASCII)


def parents(made: Iterable[Any]) -> Parents:
    """The parents of codes, where they stand in the same (perhaps partial) list."""
    held = registry()
    found = {}
    for each in made:
        if isinstance(each, Codelist) and each.items:
            key = Key(CODES, str(each.agency), each.id, each.version)
            there = {code.id for code in each.items}
            found[key] = {
                code.id: code.parent
                for code in held.code_list(key).codes
                if code.id in there and code.parent in there
            }
    return found


def in_xml(text: str, found: Parents, version: str) -> str:
    """A structure message with the parents of codes.

    The schema of 3.0, unlike those of 2.1 and 3.1, takes no parent that begins with a
    digit, as those of M49 do; they are left out there.
    """

    def with_parents(block: re.Match[str]) -> str:
        held = found.get(Key(CODES, block[3], block[1], block[2]), {})
        return _CODE.sub(lambda code: _in_code(code, held, version), block[0])

    return _LIST.sub(with_parents, text)


def _in_code(code: re.Match[str], held: Mapping[str, str], version: str) -> str:
    parent = held.get(code[2], "")
    if not parent or (version == "3.0" and not _NAME.fullmatch(parent)):
        return code[0]
    told = f'<Ref id="{parent}"/>' if version == "2.1" else parent
    return f"{code[1]}<str:Parent>{told}</str:Parent>{code[3]}"


def in_json(data: Mapping[str, Any], found: Parents) -> None:
    """The parents of codes put into the code lists of a message."""
    for each in data.get("codelists", ()):
        key = Key(CODES, each["agencyID"], each["id"], each.get("version", "1.0"))
        for code in each.get("codes", ()):
            parent = found.get(key, {}).get(code["id"])
            if parent:
                code["parent"] = parent
