"""The frame: all words of a dossier that are ours, in six languages, three files each."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files

from msgspec import Struct

from stocktake.kernel.data import read_yaml
from stocktake.kernel.errors import NotFound
from stocktake.kernel.languages import LANGUAGES, direction


class _File(Struct, forbid_unknown_fields=True):
    """The shape of one catalogue."""

    words: dict[str, str]
    months: list[str]
    languages: dict[str, str]


class Frame:
    """The words of one language; a missing key is an error, never an empty place."""

    def __init__(self, language: str, file: _File) -> None:
        self.language = language
        self.direction = direction(language)
        self.words: Mapping[str, str] = file.words
        self._months = file.months
        self._languages = file.languages

    def __call__(self, key: str, /, **values: object) -> str:
        """The words of a key with its values filled in."""
        told = {name: _spaced(value) for name, value in values.items()}
        return self.words[key].format(**told)

    def day(self, day: date) -> str:
        """A date as this language writes it."""
        return self(
            "date", day=day.day, month=self._months[day.month - 1], year=day.year
        )

    def name_of(self, language: str) -> str:
        """The name of a language in this language; its code where we have none."""
        return self._languages.get(language, language)

    def place(self, page: int | None, number: str, order: int) -> str:
        """Page and paragraph, as a citation names them."""
        paragraph = (
            self("paragraph", number=number) if number else self("passage", order=order)
        )
        return (
            paragraph
            if page is None
            else self("page_and", page=page, paragraph=paragraph)
        )

    def listed(self, names: list[str]) -> str:
        """Names in a row, with this language's comma."""
        return self.words["comma"].join(names)


def _spaced(value: object) -> object:
    """Numbers of five digits and more in groups of three, in a way all six languages read."""
    if isinstance(value, int) and value >= 10_000:
        return f"{value:,}".replace(",", "\u202f")
    return value


@cache
def frame(language: str) -> Frame:
    """The frame in one of the six languages."""
    if language not in LANGUAGES:
        msg = (
            f"There is no frame in {language!r}. Choose one of {', '.join(LANGUAGES)}."
        )
        raise NotFound(msg)
    name = f"{language}.yaml"
    here = files(__name__)
    whole = read_yaml((here / name).read_bytes(), _File, name=f"frames/{name}")
    for part in ("findings", "figures"):
        whole.words |= read_yaml(
            (here / part / name).read_bytes(),
            dict[str, str],
            name=f"frames/{part}/{name}",
        )
    return Frame(language, whole)
