"""English sentences of the program found again in other languages, names filled in. Pure.

Refusals are raised in English, deep in rooms that know no page. A page looks their
sentence up here; what is not in the table stays English, and the page says so.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final


Entry = Mapping[str, str]  # language -> sentence, with {names} in it
_NAME: Final = re.compile(r"\{(\w+)\}")
_AND: Final = ", "
_VALUE: Final = (
    """'[^']*'|"[^"]*"|.*?"""  # what stands in quotes is one, whatever is in it
)


class Sentences:
    """A table of sentences in several languages, asked by the English one.

    >>> table = Sentences([{"en": "it has {n} pages", "fr": "il a {n} pages"}])
    >>> table.said("it has 12 pages", "fr")
    'il a 12 pages'
    >>> table.said("it is a picture", "fr") is None
    True
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._plain: dict[str, Entry] = {}
        self._named: list[tuple[re.Pattern[str], Entry]] = []
        for entry in entries:
            if _NAME.search(entry["en"]):
                self._named.append((_pattern(entry["en"]), entry))
            else:
                self._plain[entry["en"]] = entry
        # The sentence with most words of its own comes first: "{x} is gone" fits too much.
        self._named.sort(key=lambda one: -len(_NAME.sub("", one[1]["en"])))

    def said(self, text: str, language: str) -> str | None:
        """The sentence in a language; None where the table does not hold it."""
        plain = self._plain.get(text)
        if plain is not None:
            return plain.get(language)
        for pattern, entry in self._named:
            found = pattern.fullmatch(text)
            if found and language in entry:
                names = {
                    name: self._listed(value, language)
                    for name, value in found.groupdict().items()
                }
                return entry[language].format_map(names)
        return None

    def _listed(self, text: str, language: str) -> str:
        """What a name stands for: a sentence of the table, or words of it in a row."""
        whole = self.said(text, language)
        if whole is not None:
            return whole
        parts = text.split(_AND)
        return _AND.join(self._plain.get(one, {}).get(language, one) for one in parts)


def _pattern(sentence: str) -> re.Pattern[str]:
    parts = _NAME.split(sentence)  # words and names in turn
    made = [
        f"(?P<{part}>{_VALUE})" if number % 2 else re.escape(part)
        for number, part in enumerate(parts)
    ]
    return re.compile("".join(made), re.DOTALL)
