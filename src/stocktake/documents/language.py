"""The language of a document and of each passage, among the six or none of them."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import Final

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from stocktake.kernel.languages import LANGUAGES


UNKNOWN: Final = "und"
_LETTERS: Final = 300  # of a passage, enough to tell
_SAMPLE: Final = 40  # passages that tell the language of a document
_SHORT: Final = 40  # letters below which the document's language decides
_SURE: Final = (
    0.9  # share among the six from which a passage may differ from its document
)
_OWN: Final = 0.4  # share of the sample that must be in one of the six


_FUNCTION_WORDS: Final[dict[str, frozenset[str]]] = {
    "en": frozenset(
        [
            "the",
            "of",
            "and",
            "to",
            "in",
            "a",
            "that",
            "is",
            "for",
            "was",
            "on",
            "with",
            "as",
            "by",
            "has",
            "have",
            "been",
            "were",
            "are",
            "be",
            "which",
            "this",
            "from",
            "its",
            "their",
            "or",
            "had",
            "at",
            "an",
            "not",
            "it",
            "would",
            "should",
            "will",
        ]
    ),
    "fr": frozenset(
        [
            "le",
            "la",
            "les",
            "de",
            "des",
            "du",
            "et",
            "à",
            "en",
            "un",
            "une",
            "que",
            "qui",
            "dans",
            "pour",
            "par",
            "sur",
            "au",
            "aux",
            "est",
            "sont",
            "ont",
            "été",
            "avec",
            "ne",
            "pas",
            "ce",
            "cette",
            "ces",
            "son",
            "sa",
            "ses",
            "leur",
            "leurs",
            "il",
            "elle",
            "a",
            "d",
            "l",
        ]
    ),
    "es": frozenset(
        [
            "el",
            "la",
            "los",
            "las",
            "de",
            "del",
            "y",
            "a",
            "en",
            "un",
            "una",
            "que",
            "por",
            "para",
            "con",
            "se",
            "su",
            "sus",
            "al",
            "es",
            "son",
            "ha",
            "han",
            "sido",
            "como",
            "no",
            "lo",
            "o",
            "más",
            "este",
            "esta",
            "estos",
            "entre",
            "fue",
        ]
    ),
}
_WORD: Final = re.compile(r"[^\W\d_]+")


def of_passages(texts: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """The document's language, and each passage's; short passages take the document's.

    A document in none of the six is ``und``, and so are its passages.
    """
    whole = of_document(texts)
    if whole == UNKNOWN:
        return whole, tuple(UNKNOWN for _ in texts)
    return whole, tuple(_of_passage(text, whole) for text in texts)


def of_document(texts: Sequence[str]) -> str:
    """One of the six; ``und`` where most of a sample is written in another language."""
    longest = sorted(texts, key=len, reverse=True)[:_SAMPLE]
    votes: Counter[str] = Counter()
    for text in longest:
        code = _ranked(text)[0][0]
        votes[code] += _weight(code, text)
    known = {code: votes[code] for code in LANGUAGES if votes[code]}
    if not known or sum(known.values()) < _OWN * sum(votes.values()):
        return UNKNOWN
    return max(known, key=lambda code: (known[code], code))


def _weight(code: str, text: str) -> int:
    """Letters that count; a Chinese sign says about as much as three."""
    return min(len(text), _LETTERS) * (3 if code == "zh" else 1)


def _of_passage(text: str, whole: str) -> str:
    if len(text) < _SHORT:
        return _by_script(text) or whole
    if _plainly(text, whole):
        return whole
    six = [(code, share) for code, share in _ranked(text) if code in LANGUAGES]
    code, share = six[0]
    return code if share > _SURE * sum(each for _, each in six) else whole


def _plainly(text: str, whole: str) -> bool:
    """Whether script or function words leave no doubt; spares asking the model."""
    if whole not in _FUNCTION_WORDS:
        return _by_script(text[:_LETTERS]) == whole
    words = _WORD.findall(text[:_LETTERS].lower())
    shares = {
        code: sum(word in known for word in words)
        for code, known in _FUNCTION_WORDS.items()
    }
    own = shares.pop(whole)
    return own >= 3 and own > 0.2 * len(words) and own > 1.7 * max(shares.values())


def _ranked(text: str) -> list[tuple[str, float]]:
    ranked: list[tuple[str, float]] = _identifier().rank(text[:_LETTERS])
    return ranked


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def _by_script(text: str) -> str:
    """Scripts that only one of the six is written in tell short texts too."""
    counted = Counter(_script(sign) for sign in text if sign.isalpha())
    if not counted:
        return ""
    script, count = counted.most_common(1)[0]
    return script if count > 0.5 * counted.total() else ""


def _script(sign: str) -> str:
    if "\u0600" <= sign <= "\u06ff":
        return "ar"
    if "\u4e00" <= sign <= "\u9fff":
        return "zh"
    return "ru" if "\u0400" <= sign <= "\u04ff" else ""
