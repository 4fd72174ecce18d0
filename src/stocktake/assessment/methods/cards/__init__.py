"""Cards that dossiers print, in six languages: English from the methods, the others from here.

There is one YAML file a language beside this one. A translation names the English card that
it was made from by a hash, ``of``, so that no card changes behind its translations: a test
compares them. No method is imported whose arithmetic needs numpy: that alone takes a tenth
of a second, and a dossier computes nothing.
"""

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

from msgspec import Struct

from stocktake.assessment.methods import (
    default_card,
    krippendorff,
    linear_pace_card,
    policy_average,
    sdg_10_7_2,
    statcan_card,
    treaties,
)
from stocktake.assessment.methods.rules import Card
from stocktake.kernel.data import read_yaml


CARDS: Final[Mapping[str, Card]] = {  # by name and version, as verdicts name them
    "default@1": default_card.CARD,
    "statcan@1": statcan_card.CARD,
    "linear-pace@1": linear_pace_card.CARD,
    **{
        method.code: method.card
        for method in (
            policy_average.METHOD,
            sdg_10_7_2.METHOD,
            treaties.METHOD,
            krippendorff.METHOD,
        )
    },
}


class Told(Struct, frozen=True):
    """What a dossier prints of a card."""

    what: str
    formula: str
    source: str
    limits: tuple[str, ...]


class Translation(Told, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The same in another language."""

    of: str


def told(code: str, language: str) -> Told:
    """One of ``CARDS`` in a language."""
    if language != "en":
        return translations(language)[code]
    card = CARDS[code]
    return Told(card.what, card.formula, card.source, card.limits)


@cache
def translations(language: str) -> Mapping[str, Translation]:
    """All cards of ``CARDS`` in a language, by name and version."""
    name = f"{language}.yaml"
    source = (files(__name__) / name).read_bytes()
    return read_yaml(source, dict[str, Translation], name=f"cards/{name}")


def fingerprint(card: Card) -> str:
    """The first digits of the SHA-256 of what is translated of a card."""
    said = "\n".join((card.what, card.formula, card.source, *card.limits))
    return hashlib.sha256(said.encode()).hexdigest()[:12]
