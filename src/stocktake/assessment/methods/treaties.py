"""Counting treaties: to how many of those listed a State is party."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from stocktake.assessment.methods import entries
from stocktake.assessment.methods.rules import Card, Method, Result, Row, blank, each
from stocktake.geography import queries as geography
from stocktake.kernel.errors import NotFound


class Standing(StrEnum):
    """Where a State stands towards one treaty."""

    PARTY = "party"
    SIGNATORY = "signatory"  # shown, never counted: a signature does not bind
    WITHDRAWN = "withdrawn"  # denounced; no longer a party
    NONE = "no-action"
    UNKNOWN = "unknown"  # the source says nothing


_WORDS = {
    Standing.PARTY: {
        "state party", "party", "ratified", "ratification", "acceded", "accession",
        "succession", "succeeded", "accepted", "acceptance", "approved", "approval",
    },
    Standing.SIGNATORY: {"signatory state", "signatory", "signed", "signature"},
    Standing.WITHDRAWN: {"withdrawn", "withdrawal", "denounced", "denunciation"},
    Standing.NONE: {"no action", "none", "no", "no action known"},
}  # fmt: skip
_FORMER = {"TP": "TL", "ZR": "CD"}  # codes that ISO 3166-3 withdrew
_KEYS = ("iso2", "iso3", "state", "country_code")
_BESIDE = frozenset({*_KEYS, "country", "name", "year", "case", "round"})


@dataclass(frozen=True, slots=True)
class Count:
    """How many treaties stand where, by code."""

    by_standing: Mapping[Standing, tuple[str, ...]]

    def number(self, standing: Standing) -> int:
        """How many stand there."""
        return len(self.by_standing[standing])

    @property
    def parties(self) -> int:
        """To how many the State is party."""
        return self.number(Standing.PARTY)

    @property
    def known(self) -> int:
        """Of how many anything is known."""
        return sum(map(len, self.by_standing.values())) - self.number(Standing.UNKNOWN)

    @property
    def share(self) -> float | None:
        """Per cent of those known to which the State is party."""
        return 100 * self.parties / self.known if self.known else None


def count(standings: Mapping[str, Standing]) -> Count:
    """Sort treaties by where the State stands."""
    return Count(
        {
            standing: tuple(
                code for code, held in standings.items() if held == standing
            )
            for standing in Standing
        }
    )


def standing(cell: str) -> Standing | None:
    """What a word of a table means; None where it is no such word.

    >>> standing("State Party"), standing("signatory state"), standing("")
    (<Standing.PARTY: 'party'>, <Standing.SIGNATORY: 'signatory'>, <Standing.UNKNOWN: 'unknown'>)
    """
    if entries.is_blank(cell):
        return Standing.UNKNOWN
    said = " ".join(cell.casefold().split())
    return next((found for found, words in _WORDS.items() if said in words), None)


def _one(row: Row) -> Result:
    columns = [
        name
        for name in row
        if name.casefold() not in _BESIDE and not name.startswith("#")
    ]
    # A word that means nothing here is a gap that is told, not a guess.
    read = {name: standing(row[name]) for name in columns}
    found = count({name: held or Standing.UNKNOWN for name, held in read.items()})
    shown = {
        "parties": found.parties,
        "signatories": found.number(Standing.SIGNATORY),
        "withdrawn": found.number(Standing.WITHDRAWN),
        "no_action": found.number(Standing.NONE),
        "unknown": found.number(Standing.UNKNOWN),
        "known": found.known,
        "instruments": len(columns),
        "party_to": list(found.by_standing[Standing.PARTY]),
        "signed": list(found.by_standing[Standing.SIGNATORY]),
        "share": found.share,
    }
    key = _key(row)
    if key.get("key_problem"):
        return blank(str(key["key_problem"]), **key, **shown)
    if not found.known:
        return blank("nothing is known of any treaty", **key, **shown)
    unread = [name for name, held in read.items() if held is None]
    result: dict[str, object] = {
        "value": found.parties,
        "score": found.share,
        "status": "counted-in-part" if found.number(Standing.UNKNOWN) else "counted",
        **key,
        **shown,
    }
    if found.number(Standing.UNKNOWN):
        gaps = ", ".join(found.by_standing[Standing.UNKNOWN])
        strange = f"; not understood: {', '.join(unread)}" if unread else ""
        result["reason"] = f"nothing known of {gaps}: the count is the least{strange}"
    return result


def _key(row: Row) -> dict[str, object]:
    """The State of the row in alpha-3, or what is wrong with its code."""
    named = {name.casefold(): name for name in row}
    column = next((named[key] for key in _KEYS if key in named), None)
    if column is None:
        return {}
    code = row[column].strip()  # NA is Namibia here, no blank
    try:
        area = geography.area(_FORMER.get(code.upper(), code))
    except NotFound:
        return {"state": None, "key_problem": f"{code!r} is no code of a State"}
    if not (area.member_state or area.observer or area.illustrative):
        return {"state": area.alpha3, "key_problem": f"{code} is an area, not a State"}
    return {"state": area.alpha3}


METHOD = Method(
    name="treaties",
    version="1",
    card=Card(
        what="To how many of the treaties listed a State is party. Signatures are shown and never counted.",
        formula=(
            "value = number of treaties to which the State is party by ratification, accession, "
            "acceptance, approval or succession; score = 100 * value / number of treaties of "
            "which anything is known."
        ),
        source=(
            "The counting rule of SDSN's index of countries' support for multilateralism through "
            "the United Nations (Lafortune and Sachs, 2024): ratification, accession and "
            "succession count, a signature does not bind. Which treaties are listed is the "
            "edition's choice, not that index's."
        ),
        edge_cases=(
            (
                "A blank cell is not `no action`: it is not known, stays out of the share, and makes "
                "the count the least it can be, with the reason."
            ),
            "A code that is no State's gives a blank with the reason; a withdrawn one (TP) is read as today's.",
            "A withdrawal takes the treaty out of the count and shows.",
        ),
        limits=(
            "Being party says nothing about keeping the treaty, nor about reservations.",
            "The classes of the OHCHR's map are left out: their limits were not found in a text we could read.",
        ),
        columns={
            "iso2|iso3|state|country_code": "the State, alpha-2, alpha-3 or M49",
            "[TREATY]": "every other column is a treaty: state party, signatory state, withdrawn or no action",
        },
    ),
    run=each(_one),
)
