"""A verdict's line in the dossier's language: its phrases in words, its numbers as they are.

Findings keep the line in English, so that their bytes never change. The English words of
the frame are how a phrase is found; what stands between two phrases is arithmetic.
"""

import re
from functools import cache

from stocktake.dossiers.frames import Frame, frame


_KINDS = ("line_", "reason_")
_VALUE = r"[^\s,;:]+"
_GROWTH = r"\([^;:]+?"  # (7/3)^(1/5) - 1 = 18.4664%


def in_words(words: Frame, line: str) -> str:
    """A line of arithmetic, or the reason why there is none, in the language of ``words``."""
    if words.language == "en":
        return line
    told, at = [], 0
    for found in _phrases().finditer(line):
        told += [_apart(words, line[at : found.start()]), _phrase(words, found)]
        at = found.end()
    return "".join([*told, _apart(words, line[at:])])


def publisher(words: Frame, name: str) -> str:
    """Who published figures, as the name is kept; of invented ones in the language of ``words``."""
    return words("publisher_ours") if name == frame("en")("publisher_ours") else name


def _phrase(words: Frame, found: re.Match[str]) -> str:
    key = found.lastgroup
    assert key is not None
    whole = _pattern(key).fullmatch(found[0])
    assert whole is not None
    values = {name: _apart(words, value) for name, value in whole.groupdict().items()}
    return words(key, **values)


def _apart(words: Frame, numbers: str) -> str:
    """Numbers and signs read from left to right also where the words do not."""
    return f"\u2066{numbers}\u2069" if numbers and words.direction == "rtl" else numbers


@cache
def _phrases() -> re.Pattern[str]:
    """Any phrase, the longest first; the group that is named says which."""
    keys = [key for key in frame("en").words if key.startswith(_KINDS)]
    keys.sort(key=lambda key: -len(frame("en").words[key]))
    inside = (re.sub(r"\?P<\w+>", "?:", _pattern(key).pattern) for key in keys)
    return re.compile(
        "|".join(f"(?P<{key}>{one})" for key, one in zip(keys, inside, strict=True))
    )


@cache
def _pattern(key: str) -> re.Pattern[str]:
    """The English words of a phrase as a pattern with a group for each value."""
    parts = re.split(r"\{(\w+)\}", frame("en").words[key])
    made = [re.escape(words) for words in parts[::2]]
    for at, name in enumerate(parts[1::2]):
        made[at] += f"(?P<{name}>{_GROWTH if name == 'growth' else _VALUE})"
    return re.compile("".join(made))
