"""Where sentences begin and end, by a regular expression and abbreviations per language."""

import re
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Span:
    """One sentence: ``text[start:end]``, without the spaces around it."""

    start: int
    end: int


_LATIN: Final = "para paras par pp p art arts sect vol fig cf al ed eds nos rev corr doc res add ch approx"
ABBREVIATIONS: Final[dict[str, frozenset[str]]] = {
    "en": frozenset(
        f"{_LATIN} mr mrs ms dr prof no st vs etc e.g i.e u.s u.n u.k inc ltd jr sr gen col lt hon rep gov dept".split()
    ),
    "fr": frozenset(
        f"{_LATIN} m mm mme mmes mlle no nos n vol dr me mgr ex env chap suiv p.ex c.-à-d sté".split()
    ),
    "es": frozenset(
        f"{_LATIN} sr sra sres srta dr dra d núm núms nº n.º no párr párrs art arts ee.uu ee uu pág págs ej".split()
    ),
    "ru": frozenset(
        [
            "г",
            "гг",
            "в",
            "вв",
            "п",
            "пп",
            "ст",
            "стр",
            "с",
            "т",
            "тт",
            "др",
            "пр",
            "т.е",
            "т.к",
            "т.д",
            "т.п",
            "т.н",
            "им",
            "тыс",
            "млн",
            "млрд",
            "долл",
            "руб",
            "см",
            "ср",
            "напр",
            "док",
            "рез",
            "пункт",
        ]
    ),
    "ar": frozenset(
        ["د", "أ", "م", "ص", "ج", "ق", "ع", "ه", "هـ", "رقم", "الفقرة", "ف"]
    ),
    "zh": frozenset(),
}
# After these a capital letter may well begin a new sentence, so a long one ends there.
_ENDING: Final = frozenset(
    [
        "etc",
        "г",
        "гг",
        "др",
        "пр",
        "т.д",
        "т.п",
        "тыс",
        "млн",
        "млрд",
        "долл",
        "руб",
        "uu",
        "ee.uu",
        "u.s",
        "u.k",
        "u.n",
        "ff",
    ]
)
_LONG: Final = 40

_CLOSING = "\"'»”’)\\]"
_STOP = re.compile(
    rf"(?P<mark>[.!?؟…]+|(?<=[^\W\d])\.\d{{1,3}}(?=\s))(?P<close>[{_CLOSING}]*)(?:[\[(]?\d{{1,3}}[\])]?)?(?=\s)"
)
_HAN_STOP = re.compile(r"[。！？][”’」』）\"'）]*|[.!?][”’\"')]*(?=\s)")
_OPENS = re.compile(r"[\s]+[\"'«“‘(\[¿¡—–-]*\s*(?P<first>\S)")
_IN_WORDS: Final = frozenset("._º°-")


def sentences(text: str, language: str) -> tuple[Span, ...]:
    """The sentences of a text by offsets; together they hold all that is no space.

    >>> [(s.start, s.end) for s in sentences("See para. 3. It holds.", "en")]
    [(0, 12), (13, 22)]
    """
    ends = _han_ends(text) if language == "zh" else _ends(text, language)
    spans: list[Span] = []
    start = 0
    for end in (*ends, len(text)):
        piece = text[start:end]
        first = start + len(piece) - len(piece.lstrip())
        last = start + len(piece.rstrip())
        if first < last:
            spans.append(Span(first, last))
        start = end
    return tuple(spans)


def _han_ends(text: str) -> list[int]:
    return [stop.end() for stop in _HAN_STOP.finditer(text)]


def _ends(text: str, language: str) -> list[int]:
    ends: list[int] = []
    known = ABBREVIATIONS.get(language, ABBREVIATIONS["en"])
    start = 0
    for stop in _STOP.finditer(text):
        if _ends_here(text, stop, start=start, known=known):
            ends.append(stop.end())
            start = stop.end()
    return ends


def _ends_here(
    text: str, stop: re.Match[str], *, start: int, known: frozenset[str]
) -> bool:
    after = _OPENS.match(text, stop.end())
    if after is None or after["first"].islower():
        return False
    if stop["mark"] != ".":
        return True
    word = _last_word(text, start, stop.start())
    if word in _ENDING and after["first"].isupper():
        return stop.start() - start > _LONG
    if word in known:
        return False
    return not _is_initial_or_number(word, text[start : stop.start()])


def _last_word(text: str, start: int, end: int) -> str:
    """The last word before a stop, in small letters, without what an apostrophe ties to it."""
    first = end
    while first > start and (text[first - 1].isalnum() or text[first - 1] in _IN_WORDS):
        first -= 1
    return text[first:end].lower()


def _is_initial_or_number(word: str, sentence: str) -> bool:
    """``J.`` in a name, ``12.`` or ``a.`` at the head of a paragraph."""
    if len(word) == 1 and word.isalpha():
        return not _is_arabic(word)
    return sentence.strip() == word and len(word) <= 4 and not word.isalpha()


def _is_arabic(letter: str) -> bool:
    return "\u0600" <= letter <= "\u06ff"
