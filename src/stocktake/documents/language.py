"""The language of a document and of each passage, among the six or none of them."""

from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import Final

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from stocktake.kernel.languages import LANGUAGES


UNKNOWN: Final = "und"
_LETTERS: Final = 400  # of a passage, enough to tell
_SHORT: Final = 40  # letters below which the document's language decides


@cache
def _six() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(LANGUAGES))
    return identifier


@cache
def _all() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def of_passages(texts: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """The document's language, and each passage's; short passages take the document's."""
    whole = of_document(texts)
    if whole == UNKNOWN:
        return whole, tuple(UNKNOWN for _ in texts)
    return whole, tuple(_of_passage(text, whole) for text in texts)


def of_document(texts: Sequence[str]) -> str:
    """One of the six; ``und`` where most of a sample is written in another language."""
    longest = sorted(texts, key=len, reverse=True)[:60]
    votes: Counter[str] = Counter()
    for text in longest:
        code, _ = _all().classify(text[:_LETTERS])
        votes[code] += min(len(text), _LETTERS)
    known = {code: votes[code] for code in LANGUAGES if votes[code]}
    if not known or sum(known.values()) < 0.4 * sum(votes.values()):
        return UNKNOWN
    return max(known, key=lambda code: (known[code], code))


def _of_passage(text: str, whole: str) -> str:
    if len(text) < _SHORT:
        return _by_script(text) or whole
    code, share = _six().classify(text[:_LETTERS])
    return str(code) if code == whole or share > 0.9 else whole


def _by_script(text: str) -> str:
    """Scripts that only one of the six is written in tell short texts too."""
    counted: Counter[str] = Counter()
    for sign in text:
        if "\u0600" <= sign <= "\u06ff":
            counted["ar"] += 1
        elif "\u4e00" <= sign <= "\u9fff":
            counted["zh"] += 1
        elif "\u0400" <= sign <= "\u04ff":
            counted["ru"] += 1
    if counted and sum(counted.values()) > 0.5 * sum(map(str.isalpha, text)):
        return counted.most_common(1)[0][0]
    return ""
