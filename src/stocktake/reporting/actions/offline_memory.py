"""What workbooks gave before: the same file a second time changes nothing."""

from collections.abc import Mapping
from typing import Any, Final

from stocktake.reporting.models import Edit
from stocktake.reporting.workbook.report import Clashing, Given


ORIGIN: Final = "workbook"


def remembered(key: int, addresses: set[str]) -> dict[str, list[Edit]]:
    """What workbooks gave before at these addresses. One query, none for no addresses."""
    found: dict[str, list[Edit]] = {}
    if not addresses:
        return found
    rows = Edit.objects.filter(submission_id=key, origin=ORIGIN).order_by("id")
    for row in rows:
        if row.address in addresses:
            found.setdefault(row.address, []).append(row)
    return found


def was_taken(before: Mapping[str, list[Edit]], given: Given) -> bool:
    """Whether this very answer came in by a workbook before; what followed is newer."""
    return any(
        edit.outcome != "refused" and _alike(edit.value, given)
        for edit in before.get(given.address, ())
    )


def _alike(value: Any, given: Given) -> bool:
    marker = given.address.count("/") == 2
    return value == given.value or (marker and given.value == {} and value is not None)


def was_kept(before: Mapping[str, list[Edit]], clash: Clashing) -> bool:
    """Whether a person kept the online answer against this very one before."""
    return any(
        edit.outcome == "refused" and edit.value == clash.workbook
        for edit in before.get(clash.address, ())
    )
