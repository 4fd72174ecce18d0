"""The status of a State towards an instrument, derived from actions; never stored."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from stocktake.actors.rules import (
    CONSENTS,
    ActionKind,
    Status,
    TreatyAction,
    TreatySource,
)
from stocktake.geography.rules import Held, begun


@dataclass(frozen=True, slots=True)
class StatusRow:
    """Where a State stands towards an instrument on a day, why, and how well it is known."""

    state: str
    instrument: str
    on: date
    status: Status
    since: str  # date of the act that decides, as its source has it; empty if none
    kind: str  # of that act
    certain: bool  # False where a date is too coarse for the day, or sources disagree
    dates_differ: bool  # sources agree that it consented, not when
    known_until: date | None  # as-of day of the newest source that covers it
    beyond_data: bool  # the day is after it: what happened since is not known
    reservations: int
    actions: tuple[TreatyAction, ...]


def status_on(
    state: str,
    instrument: str,
    actions: Iterable[TreatyAction],
    sources: Sequence[TreatySource],
    *,
    on: date,
) -> StatusRow:
    """Derive the status on a day.

    The later of consent and withdrawal decides; without either, a signature. If a
    source covers the instrument and knows nothing of an act that came before its own
    as-of day, the sources disagree. Without any covering source there is no data.
    """
    covering = [source for source in sources if source.covers(instrument, state)]
    until = max((source.as_of for source in covering), default=None)
    as_of = {source.code: source.as_of for source in sources}
    known = sorted(
        (act for act in actions if (act.state, act.instrument) == (state, instrument)),
        key=lambda act: act.order,
    )
    done = [act for act in known if _held(act, on, as_of) is not Held.NO]
    deciding = _deciding(done)
    status = _status(deciding, done, covering)
    return StatusRow(
        state=state,
        instrument=instrument,
        on=on,
        status=status,
        since=deciding.dated if deciding else "",
        kind=deciding.kind.value if deciding else "",
        certain=status not in (Status.DISPUTED, Status.NO_DATA)
        and all(_held(act, on, as_of) is Held.YES for act in _turns(done)),
        dates_differ=_dates_differ(done),
        known_until=until,
        beyond_data=until is not None and on > until,
        reservations=sum(act.kind is ActionKind.RESERVATION for act in done),
        actions=tuple(done),
    )


def _held(act: TreatyAction, on: date, as_of: dict[str, date]) -> Held:
    return begun(act.moment, on, as_of.get(act.source, date.max))


def _turns(done: Iterable[TreatyAction]) -> list[TreatyAction]:
    """The acts that change a status."""
    turning = CONSENTS | {ActionKind.WITHDRAWAL, ActionKind.SIGNATURE}
    return [act for act in done if act.kind in turning]


def _deciding(done: Sequence[TreatyAction]) -> TreatyAction | None:
    """The act that decides; of several sources' dates of it, an exact one before a coarse one."""
    signed = [act for act in done if act.kind is ActionKind.SIGNATURE]
    consents = [act for act in done if act.kind in CONSENTS]
    withdrawals = [act for act in done if act.kind is ActionKind.WITHDRAWAL]
    if withdrawals:
        last = max(withdrawals, key=_begins)
        consents = [act for act in consents if _begins(act) > _begins(last)]
        if not consents:
            return last
    candidates = consents or signed
    return min(candidates, key=_preference) if candidates else None


def _begins(act: TreatyAction) -> date:
    """The first day it can be; an undated act counts as the oldest."""
    return act.moment.earliest or date.min


def _dates_differ(done: Iterable[TreatyAction]) -> bool:
    """Whether two sources date the consent so that both cannot be right."""
    consents = [act for act in done if act.kind in CONSENTS]
    return any(
        one.source != two.source and not _overlap(one, two)
        for one in consents
        for two in consents
    )


def _preference(act: TreatyAction) -> tuple[bool, bool, tuple[str, str, str]]:
    return (not act.moment.certain, act.kind is ActionKind.CONSENT, act.order)


def _status(
    deciding: TreatyAction | None,
    done: Sequence[TreatyAction],
    covering: Sequence[TreatySource],
) -> Status:
    if not covering:
        return Status.NO_DATA
    if deciding is None:
        return Status.NO_ACTION
    if deciding.kind is ActionKind.WITHDRAWAL:
        return Status.WITHDRAWN
    if any(_silent(source, deciding, done) for source in covering):
        return Status.DISPUTED
    return Status.PARTY if deciding.kind in CONSENTS else Status.SIGNATORY


def _silent(
    source: TreatySource, deciding: TreatyAction, done: Sequence[TreatyAction]
) -> bool:
    """Whether a source ought to know of the act and has neither it nor a like one."""
    latest = deciding.moment.latest
    if latest is None or latest >= source.as_of:
        return False
    like = CONSENTS if deciding.kind in CONSENTS else CONSENTS | {ActionKind.SIGNATURE}
    return not any(act.source == source.code and act.kind in like for act in done)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two sources that cannot both be right about one State and one instrument."""

    instrument: str
    state: str
    what: str  # dates differ; party in one only; signature in one only
    first: str  # what the first source says
    second: str
    first_source: str
    second_source: str


def disagreements(
    actions: Iterable[TreatyAction], sources: Sequence[TreatySource]
) -> tuple[Disagreement, ...]:
    """Every pair of sources, State and instrument that disagree; sorted."""
    said: dict[tuple[str, str, str], list[TreatyAction]] = {}
    for act in _turns(actions):
        said.setdefault((act.instrument, act.state, act.source), []).append(act)
    pairs = sorted({(instrument, state) for instrument, state, _ in said})
    ordered = sorted(sources, key=lambda source: (source.as_of, source.code))
    found: list[Disagreement] = []
    for instrument, state in pairs:
        covering = [source for source in ordered if source.covers(instrument, state)]
        for index, first in enumerate(covering):
            for second in covering[index + 1 :]:
                one = said.get((instrument, state, first.code), [])
                two = said.get((instrument, state, second.code), [])
                what = _difference(one, two, first, second)
                if what:
                    says = (_says(one), _says(two), first.code, second.code)
                    found.append(Disagreement(instrument, state, what, *says))
    return tuple(found)


def _difference(
    one: Sequence[TreatyAction],
    two: Sequence[TreatyAction],
    first: TreatySource,
    second: TreatySource,
) -> str:
    a, b = _of(one, CONSENTS), _of(two, CONSENTS)
    if a and b:
        return "" if _overlap(a, b) else "dates of consent differ"
    if a or b:
        act, other = (a, second) if a else (b, first)
        return "party in one only" if act and _before(act, other.as_of) else ""
    signatures = frozenset({ActionKind.SIGNATURE})
    a, b = _of(one, signatures), _of(two, signatures)
    if bool(a) != bool(b):
        act, other = (a, second) if a else (b, first)
        return "signature in one only" if act and _before(act, other.as_of) else ""
    return ""


def _of(
    acts: Iterable[TreatyAction], kinds: frozenset[ActionKind]
) -> TreatyAction | None:
    chosen = [act for act in acts if act.kind in kinds]
    return min(chosen, key=lambda act: act.order) if chosen else None


def _overlap(a: TreatyAction, b: TreatyAction) -> bool:
    first, second = a.moment, b.moment
    if None in (first.earliest, second.earliest):
        return True
    return not (
        (first.latest or date.max) < (second.earliest or date.min)
        or (second.latest or date.max) < (first.earliest or date.min)
    )


def _before(act: TreatyAction, day: date) -> bool:
    """Whether it surely came before a day; an undated act never surely did."""
    latest = act.moment.latest
    return latest is not None and latest < day


def _says(acts: Sequence[TreatyAction]) -> str:
    said = "; ".join(
        f"{act.kind.value} {act.dated}"
        for act in sorted(acts, key=lambda act: act.order)
    )
    return said or "no action"
