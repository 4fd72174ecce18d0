"""Words that lean a sentence to achievement, challenge or neither; where it turns."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from stocktake.texts.examples import StanceWords, stance_words
from stocktake.texts.rules import StanceKind
from stocktake.texts.sentences import Span
from stocktake.texts.words import fold


KINDS: Final = tuple(StanceKind)
SHORTEST: Final = 25  # characters of either side of a turn; Chinese: a third
BETWEEN: Final = {"ar": 0, "zh": 14}  # words (Chinese: characters) from denial to harm
_BETWEEN: Final = 8
_ARABIC_BEFORE: Final = "(?:[وفبلك]|ال|وال|بال|لل)?"


def counts(text: str, language: str) -> NDArray[np.float32]:
    """How many leaning words of each stance a sentence holds, up to 3 of each."""
    patterns = _patterns(language)
    folded = fold(text, language)
    return np.array(
        [min(3, len(set(patterns[kind].findall(folded)))) for kind in KINDS], np.float32
    )


def denies_harm(text: str, language: str) -> bool:
    """Whether a sentence says that a harm was not done ("no child was detained")."""
    denial, doubtful = _denials(language)
    folded = fold(text, language)
    return bool(denial.search(folded)) and not doubtful.search(folded)


def turn(text: str, span: Span, language: str) -> tuple[Span, ...]:
    """A sentence in two where it turns ("..., but ..."); else as it is."""
    pattern = _turns(language)
    shortest = SHORTEST // 3 if language == "zh" else SHORTEST
    if pattern is None:
        return (span,)
    for found in pattern.finditer(text, span.start, span.end):
        at = found.start("turn")
        if at - span.start >= shortest and span.end - at >= shortest:
            first = len(text[span.start : at].rstrip())
            return (Span(span.start, span.start + first), Span(at, span.end))
    return (span,)


@lru_cache
def _denials(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A denial with a harm soon after it; what makes such a sentence doubtful."""
    known = stance_words().get(language)
    if known is None or not known.denials:
        return re.compile(r"(?!)"), re.compile(r"(?!)")
    harms = _beginnings(known.harms, language)
    doubtful = _beginnings(known.unless, language)
    denials = _any_of(known.denials, language)
    between = BETWEEN.get(language, _BETWEEN)
    if language == "zh":
        return re.compile(f"{denials}.{{0,{between}}}?{harms.pattern}"), doubtful
    before = "[وف]?" if language == "ar" else ""
    gap = rf"\W+(?:[\w-]+\W+){{0,{between}}}?"
    return (
        re.compile(rf"\b{before}{denials}\b{gap}{harms.pattern}"),
        doubtful,
    )


@lru_cache
def _patterns(language: str) -> Mapping[StanceKind, re.Pattern[str]]:
    known = stance_words().get(language) or stance_words().get("en") or StanceWords()
    return {kind: _beginnings(getattr(known, kind.value), language) for kind in KINDS}


def _any_of(stems: Sequence[str], language: str) -> str:
    """An expression for any of them as they are when folded, the longest first."""
    folded = {fold(stem, language) for stem in stems}
    ordered = sorted(folded, key=lambda stem: (-len(stem), stem))
    return "(?:" + "|".join(re.escape(stem) for stem in ordered) + ")"


def _beginnings(stems: Sequence[str], language: str) -> re.Pattern[str]:
    if not stems:
        return re.compile(r"(?!)")
    any_of = _any_of(stems, language)
    if language == "zh":
        return re.compile(any_of)
    before = _ARABIC_BEFORE if language == "ar" else ""
    return re.compile(rf"\b{before}{any_of}")


@lru_cache
def _turns(language: str) -> re.Pattern[str] | None:
    known = stance_words().get(language) or StanceWords()
    if not known.turns:
        return None
    any_of = "|".join(
        re.escape(word)
        for word in sorted(known.turns, key=lambda word: (-len(word), word))
    )
    if language == "zh":
        return re.compile(rf"[，,；;]\s*(?P<turn>{any_of})")
    before = "و?" if language == "ar" else ""
    return re.compile(
        rf"(?:[,;،؛—–-]\s*|\s)(?P<turn>{before}(?:{any_of}))(?=\s)", re.IGNORECASE
    )
