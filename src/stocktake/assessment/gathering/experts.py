"""What experts say: ratings and claims in codes, and what passages of either side tell."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from stocktake.actors.rules import COLLECTIVE, OrganisationType
from stocktake.assessment.rules import Rating, SourceClass, Told
from stocktake.assessment.rules.agreement import rung
from stocktake.assessment.rules.evidence import ClaimSeen, Heard
from stocktake.charter.rules import Edition
from stocktake.reporting.claims import ClaimKind
from stocktake.reporting.queries import CodedClaim
from stocktake.reporting.rules import Strand
from stocktake.texts.queries import Tally


_Key = tuple[str, str]  # State, code
CLASSES: Final[Mapping[OrganisationType, SourceClass]] = {
    OrganisationType.UN_AGENCY: SourceClass.INTERGOVERNMENTAL,
    OrganisationType.INTERGOVERNMENTAL: SourceClass.INTERGOVERNMENTAL,
    OrganisationType.REGIONAL_PROCESS: SourceClass.INTERGOVERNMENTAL,
    OrganisationType.MANDATE_HOLDER: SourceClass.MANDATE_HOLDER,
    OrganisationType.NHRI: SourceClass.NHRI,
    OrganisationType.NGO: SourceClass.NGO,
    OrganisationType.ACADEMIA: SourceClass.ACADEMIA,
    OrganisationType.CITY_NETWORK: SourceClass.LOCAL,
    OrganisationType.NOT_STATED: SourceClass.NOT_STATED,
}


def source_class(sender: str, types: Mapping[str, OrganisationType]) -> SourceClass:
    """The kind of source that a sender of the expert strand is."""
    if sender == COLLECTIVE:
        return SourceClass.PROTECTED
    return CLASSES[types.get(sender, OrganisationType.NOT_STATED)]


def ratings(
    claims: Iterable[CodedClaim], types: Mapping[str, OrganisationType]
) -> Mapping[_Key, tuple[Rating, ...]]:
    """The ratings by State and commitment; what is rated is the item itself."""
    found: dict[_Key, list[Rating]] = defaultdict(list)
    for one in claims:
        if one.kind is ClaimKind.RATING and one.rating:
            found[one.area, one.item].append(
                Rating(
                    claim=one.urn,
                    sender=one.sender,
                    source=source_class(one.sender, types),
                    rating=one.rating,
                    level=rung(one.rating),
                    status=one.status.value,
                )
            )
    return {
        key: tuple(sorted(rows, key=lambda row: (row.sender, row.claim)))
        for key, rows in found.items()
    }


def claims_seen(
    claims: Iterable[CodedClaim], edition: Edition
) -> Mapping[_Key, tuple[ClaimSeen, ...]]:
    """Claims by State and commitment; what is claimed of a part shows with the whole too."""
    found: dict[_Key, list[ClaimSeen]] = defaultdict(list)
    for one in claims:
        seen = ClaimSeen(one.urn, one.sender, one.kind.value, one.status.value)
        for code in _with_whole(one.item, edition):
            found[one.area, code].append(seen)
    return {
        key: tuple(sorted(rows, key=lambda row: row.urn)) for key, rows in found.items()
    }


def heard(
    tallies: Iterable[Tally], types: Mapping[str, OrganisationType]
) -> Mapping[_Key, tuple[Heard, ...]]:
    """What passages tell, by State and commitment, sender by sender.

    In its own strand a State is heard of itself only.
    """
    found: dict[_Key, list[Heard]] = defaultdict(list)
    for one in tallies:
        own = one.strand == Strand.STATE
        if own and one.sender != one.state:
            continue
        found[one.state, one.code].append(
            Heard(
                sender=one.sender,
                source=SourceClass.STATE if own else source_class(one.sender, types),
                told=Told(
                    one.achievements,
                    one.challenges,
                    one.passages,
                    one.confirmed,
                    one.cited,
                ),
            )
        )
    return {
        key: tuple(sorted(rows, key=lambda row: (row.source, row.sender)))
        for key, rows in found.items()
    }


def _with_whole(item: str, edition: Edition) -> tuple[str, ...]:
    if item not in edition:
        return ()
    parent = edition.item(item).parent
    if parent is None or edition.item(parent).parent is None:
        return (item,)
    return (item, parent)
