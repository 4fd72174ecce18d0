"""Checking the label cards of an edition: every fault with file, key and reason."""

from collections.abc import Collection, Iterator
from pathlib import Path

from stocktake.charter.rules import Fault, near
from stocktake.kernel.errors import BrokenData
from stocktake.kernel.languages import LANGUAGES
from stocktake.texts.taxonomy import Card, read_card


def faults(folder: Path, codes: Collection[str], /) -> Iterator[Fault]:
    """Faults of ``label_cards/``: cards that cannot be read, or of no item."""
    for path in sorted(folder.glob("*.yaml")):
        name = f"{folder.name}/{path.name}"
        try:
            card = read_card(path.read_bytes(), name=name)
        except BrokenData as error:
            yield Fault(name, "", str(error).removeprefix(f"{name}: "))
        else:
            yield from _of_card(name, path.stem, card, codes)


def _of_card(
    name: str, stem: str, card: Card, codes: Collection[str]
) -> Iterator[Fault]:
    if card.code not in codes:
        close = near(card.code, codes)
        hint = f"; did you mean {' or '.join(close)}?" if close else ""
        yield Fault(name, "code", f"{card.code!r} is no item of this edition{hint}")
    elif card.code != stem:
        yield Fault(
            name,
            "code",
            f"is {card.code}, but the file is named {stem}; make them the same",
        )
    for key in ("terms", "exemplars", "not_this"):
        for language in getattr(card, key):
            if language not in LANGUAGES:
                yield Fault(
                    name, key, f"`{language}` is not one of {', '.join(LANGUAGES)}"
                )
