"""The calendar and the coverage rule against the items."""

from collections.abc import Iterator

from stocktake.charter.checks.files import Parts
from stocktake.charter.checks.ties import unknown
from stocktake.charter.rules import Fault


def faults(parts: Parts) -> list[Fault]:
    """Periods longer than the compact; rules about items that are not there."""
    return [*_periods(parts), *_rule(parts)]


def _periods(parts: Parts) -> Iterator[Fault]:
    calendar = parts.calendar
    if calendar is None:
        return
    for name in ("state_period_months", "expert_period_months"):
        months = getattr(calendar, name)
        if months > calendar.duration_months:
            yield Fault(
                "calendar/calendar.yaml",
                name,
                f"is {months} months, longer than the compact itself ({calendar.duration_months})",
            )


def _rule(parts: Parts) -> Iterator[Fault]:
    if parts.coverage is None or not parts.can_judge("compact"):
        return
    codes = parts.codes
    parents = {record.parent for _, record in parts.records}
    for code in parts.coverage.any_part_counts:
        if code not in codes:
            yield Fault(
                "calendar/coverage.yaml",
                "any_part_counts",
                unknown(code, "item of this edition", codes),
            )
        elif code not in parents and not parts.claimed:
            yield Fault(
                "calendar/coverage.yaml", "any_part_counts", f"{code} has no parts"
            )
