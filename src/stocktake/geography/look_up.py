"""Find an area by any name or code people write, or say clearly why not."""

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from stocktake.geography.rules import Ambiguous, Area
from stocktake.kernel.errors import NotFound


_NOT_WORDS = re.compile(r"[^\w]+|_")
_REMARK = re.compile(r"\s*[（(][^)）]*[)）]\s*$")
_TATWEEL = "\u0640"
_LETTERS = str.maketrans(
    {"ß": "ss", "ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "ı": "i", "đ": "d",
     "ى": "ي", "ة": "ه", "ک": "ك", "ی": "ي", "ё": "е", _TATWEEL: ""}
)  # fmt: skip
_SMALL_WORDS = frozenset(
    [
        "the",
        "of",
        "and",
        "la",
        "le",
        "les",
        "l",
        "du",
        "de",
        "des",
        "d",
        "el",
        "los",
        "las",
        "y",
        "et",
        "и",
        "ال",
    ]
)
_WHOLE_WORDS = {
    "st": "saint",
    "ste": "sainte",
    "is": "islands",
    "rep": "republic",
    "dem": "democratic",
}


def fold(text: str) -> str:
    """A name without case, accents, Arabic marks, punctuation and doubled spaces.

    >>> fold("Côte d’Ivoire"), fold("ÅLAND  Islands")
    ('cote d ivoire', 'aland islands')
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    letters = letters.translate(_LETTERS).replace("&", " and ")
    return " ".join(_NOT_WORDS.sub(" ", letters).split())


def loosen(folded: str) -> str:
    """A folded name without its small words and Arabic articles, in one fixed order.

    >>> loosen("bolivia plurinational state of") == loosen("plurinational state of bolivia")
    True
    """
    words = (_WHOLE_WORDS.get(word, word) for word in folded.split())
    bare = (
        word[2:] if word.startswith("ال") and len(word) > 4 else word for word in words
    )
    return " ".join(sorted(word for word in bare if word not in _SMALL_WORDS))


@dataclass(frozen=True, slots=True)
class Index:
    """Areas by code and by folded names."""

    areas: Mapping[str, Area]
    codes: Mapping[str, str]  # alpha-2, alpha-3, M49 -> alpha-3
    strict: Mapping[str, frozenset[str]]
    loose: Mapping[str, frozenset[str]]
    shared: Mapping[str, tuple[tuple[str, ...], str]]  # folded -> candidates, note
    absent: Mapping[str, str]  # folded -> why there is no such area


def index(
    areas: Iterable[Area],
    names: Iterable[tuple[str, str]],
    *,
    shared: Mapping[str, tuple[tuple[str, ...], str]],
    absent: Mapping[str, str],
) -> Index:
    """Build the index; ``names`` are further (name, alpha-3) pairs."""
    known = {area.alpha3: area for area in areas}
    strict: dict[str, set[str]] = {}
    loose: dict[str, set[str]] = {}
    for text, alpha3 in [*_own_names(known.values()), *names]:
        folded = fold(text)
        strict.setdefault(folded, set()).add(alpha3)
        loose.setdefault(loosen(folded), set()).add(alpha3)
    loose.pop("", None)
    return Index(
        areas=known,
        codes={
            code: a.alpha3
            for a in known.values()
            for code in (a.alpha3, a.alpha2, a.m49)
            if code
        },
        strict={key: frozenset(codes) for key, codes in strict.items() if key},
        loose={key: frozenset(codes) for key, codes in loose.items()},
        shared={fold(text): entry for text, entry in shared.items()},
        absent={fold(text): note for text, note in absent.items()},
    )


def _own_names(areas: Iterable[Area]) -> list[tuple[str, str]]:
    return [
        (name, area.alpha3)
        for area in areas
        for name in [*area.names.values(), *area.formal.values()]
    ]


def find(text: str, within: Index) -> Area:
    """The one area meant by a name or code; Ambiguous or NotFound say why there is none.

    A remark in brackets is left aside where the whole finds nothing: "Greenland (Denmark)".
    """
    bare = _REMARK.sub("", text)
    found = _candidates(text, within) or (
        _candidates(bare, within) if bare != text else None
    )
    if not found:
        raise NotFound(_nothing(text, fold(text), within))
    if len(found) > 1:
        raise Ambiguous(text, tuple(within.areas[code] for code in sorted(found)))
    return within.areas[next(iter(found))]


def _candidates(text: str, within: Index) -> frozenset[str] | None:
    folded = fold(text)
    if folded in within.shared:
        candidates, note = within.shared[folded]
        raise Ambiguous(text, tuple(within.areas[code] for code in candidates), note)
    return (
        _by_code(text, within)
        or within.strict.get(folded)
        or within.loose.get(loosen(folded))
    )


def _by_code(text: str, within: Index) -> frozenset[str]:
    bare = text.strip().upper()
    code = bare.zfill(3) if bare.isascii() and bare.isdigit() else bare
    return frozenset({within.codes[code]}) if code in within.codes else frozenset()


def _nothing(text: str, folded: str, within: Index) -> str:
    if folded in within.absent:
        return f"{text!r}: {within.absent[folded]}"
    near = near_names(folded, within)
    if near:
        listed = "; ".join(f"{area.alpha3} {area.name()}" for area in near)
        return f"No country or area is called {text!r}. Near it: {listed}."
    return (
        f"No country or area is called {text!r}. "
        "`stocktake geography list` prints all names and codes."
    )


def near_names(folded: str, within: Index, *, most: int = 5) -> tuple[Area, ...]:
    """Areas whose names are spelled nearly so, or hold the text as whole words."""
    if len(folded) < 2:
        return ()
    words = f" {folded} "
    keys = difflib.get_close_matches(folded, within.strict, n=most, cutoff=0.75)
    keys += sorted(key for key in within.strict if words in f" {key} ")
    codes = dict.fromkeys(code for key in keys for code in sorted(within.strict[key]))
    return tuple(within.areas[code] for code in list(codes)[:most])
