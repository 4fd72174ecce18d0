"""Versions as SDMX REST asks for them: one, the latest, all, or those from one on."""

import re
from collections.abc import Collection, Iterable
from typing import Final

from stocktake.kernel.errors import WrongUsage


EVERY: Final = frozenset({"*", "all", "ALL"})
_LATEST: Final = {"": "~", "latest": "~", "LATEST": "~"}
_PART: Final = r"(?:(\d+)([+~*])?|([+~*]))"
_FORM: Final = re.compile(rf"{_PART}(?:\.{_PART})?(?:\.{_PART})?(-[\w.-]+)?", re.ASCII)


def matching(asked: Iterable[str], held: Collection[str]) -> frozenset[str]:
    """Which of the versions that there are, some words ask for.

    ``+`` is the latest stable one, ``~`` the latest, ``*`` all; at a part of a version
    they hold from there on (``2.3+.1``). WrongUsage for what is no version.

    >>> sorted(matching(["1+.1", "2.0"], ["1.0", "1.2", "1.3-draft", "2.0.0"]))
    ['2.0.0']
    >>> sorted(matching(["1.0~", "1.*"], ["1.0", "1.2", "2.0"]))
    ['1.0', '1.2']
    """
    return frozenset(each for word in asked for each in _matching(word, held))


def fits(asked: str, version: str) -> bool:
    """Whether a version is one of those asked for; 1.0 and 1.0.0 are the same."""
    try:
        return bool(_matching(asked, [version]))
    except WrongUsage:
        return False


def newest(held: Iterable[str]) -> str:
    """The latest version."""
    return max(held, key=lambda each: (_numbers(each), "-" not in each, each))


def _matching(word: str, held: Collection[str]) -> Collection[str]:
    if word in EVERY:
        return held
    word = _LATEST.get(word, word)
    found = _FORM.fullmatch(word)
    if found is None:
        msg = f"{word!r} is no version: write for instance 1.0, 1.2+.0, ~ or *."
        raise WrongUsage(msg)
    starts = tuple(int(found[place] or 0) for place in (1, 4, 7))
    signs = [found[place] or found[place + 1] for place in (2, 5, 8)]
    place = next((n for n, sign in enumerate(signs) if sign), None)
    if place is None:
        return [each for each in held if _same(each, starts, found[10] or "")]
    later = [
        each
        for each in held
        if _numbers(each)[:place] == starts[:place]
        and _numbers(each)[place:] >= starts[place:]
        and (signs[place] != "+" or "-" not in each)
    ]
    return later if signs[place] == "*" or not later else [newest(later)]


def _same(version: str, numbers: tuple[int, ...], extension: str) -> bool:
    bare, dash, rest = version.partition("-")
    return (_numbers(bare), f"{dash}{rest}") == (numbers, extension)


def _numbers(version: str) -> tuple[int, ...]:
    told = version.partition("-")[0].split(".")
    return (*(int(part) for part in told if part.isdecimal()), 0, 0, 0)[:3]
