"""Which treaties belong to a commitment, and where States stand towards them."""

from collections.abc import Collection, Mapping
from datetime import date

from stocktake.actors import queries as actors
from stocktake.assessment.rules import TreatyStanding, Vintage
from stocktake.charter.rules import Edition, FrameworkKind


def instruments_of(edition: Edition) -> Mapping[str, tuple[str, ...]]:
    """The instruments whose status is known here by code: of its targets or named in its text.

    A collective name stands for its parts.
    """
    known = {one.code for one in actors.instruments()}
    by_id = {one.id: one for one in edition.frameworks}
    found: dict[str, dict[str, None]] = {}
    for item in edition.leaves:
        named = [name for target in item.targets for name in target.frameworks]
        named += [
            one.id
            for one in edition.frameworks
            if one.kind is FrameworkKind.TREATY and item.code in one.named_in
        ]
        held = found.setdefault(item.code, {})
        for name in named:
            parts = by_id[name].parts if name in by_id else ()
            held.update((each, None) for each in (name, *parts) if each in known)
    return {code: tuple(names) for code, names in found.items()}


def treaty_standings(
    edition: Edition, states: Collection[str], *, on: date
) -> Mapping[tuple[str, str], tuple[TreatyStanding, ...]]:
    """By State and commitment, as of a day. Two queries."""
    wanted = instruments_of(edition)
    codes = {name for names in wanted.values() for name in names}
    rows = actors.statuses(states, codes, on=on)
    return {
        (state, code): tuple(
            TreatyStanding(
                name, rows[state, name].status.value, rows[state, name].since
            )
            for name in names
        )
        for state in states
        for code, names in wanted.items()
    }


def tables(states: Collection[str]) -> Mapping[str, tuple[Vintage, ...]]:
    """By State the loaded tables that speak of it, and until when each holds. One query."""
    known = actors.sources()
    return {
        state: tuple(
            Vintage(f"stocktake:treaty-table:{one.code}", one.as_of.isoformat())
            for one in known
            if one.speaks_of(state)
        )
        for state in states
    }
