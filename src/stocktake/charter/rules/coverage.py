"""The coverage rule: all themes and a majority of commitments, progressively."""

from collections.abc import Collection

from stocktake.charter.rules.edition import Edition


def lifted(edition: Edition, codes: Collection[str]) -> frozenset[str]:
    """The counted commitments that these codes cover.

    A part lifts its commitment where the edition's rule says that any part counts.
    """
    covered = set(codes)
    for code in edition.rule.any_part_counts:
        if any(part.code in covered for part in edition.children(code)):
            covered.add(code)
    return frozenset(item.code for item in edition.commitments if item.code in covered)


def is_majority(part: int, whole: int, *, more_than: str = "1/2") -> bool:
    """Whether ``part`` of ``whole`` is more than this share; exactly half is not.

    >>> is_majority(15, 30), is_majority(16, 30)
    (False, True)
    """
    above, below = (int(number) for number in more_than.split("/"))
    return part * below > whole * above
