"""Assess rounds: findings made and kept in versions; attach a State's reply to one."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Final

from django.db import IntegrityError, transaction

from stocktake.accounts.rules import Acting, Permission
from stocktake.assessment import models, queries
from stocktake.assessment.gathering import Gathered, gather
from stocktake.assessment.keeping import Kept, Signed, Verdicts, keep
from stocktake.assessment.methods import default
from stocktake.assessment.rules import Finding
from stocktake.assessment.rules.canonical import digest
from stocktake.assessment.rules.making import made
from stocktake.assessment.verdicts import Verdict
from stocktake.audit.actions import record
from stocktake.geography import queries as geography
from stocktake.kernel.errors import NotFound, Refused
from stocktake.kernel.languages import LANGUAGES
from stocktake.kernel.urns import urn
from stocktake.reporting import queries as reporting
from stocktake.reporting.rules import Strand


Progress = Callable[[str, int, int], None]
LONGEST: Final = 5_000  # characters of a reply


@dataclass(frozen=True, slots=True)
class Assessed:
    """What an assessment changed: findings made, corrected, left as they were."""

    new: int
    changed: int
    unchanged: int
    as_of: date


def silent(_stage: str, _done: int, _total: int) -> None:
    """Progress that nobody watches."""


def assess_round(
    round_code: str,
    *,
    states: Collection[str] | None = None,
    as_of: date | None = None,
    because: str = "",
    by: Acting,
    at: datetime,
    progress: Progress = silent,
) -> Assessed:
    """Make the findings of a round as of a day, today unless one is named.

    What rests on the same evidence stays; else a new version is kept with the reason, and
    ``because`` beside it: what a person says of a correction.
    State by State in one transaction each: interrupted, the same command goes on.
    """
    by.require(Permission.ROUND_ASSESS)
    wanted = _wanted(round_code, states)
    if as_of is not None:
        _check_day(round_code, as_of)
    progress("evidence", 0, len(wanted))
    gathered = gather(round_code, states=wanted, on=_moment(as_of, at))
    verdicts = _verdicts(gathered)
    before = queries.newest(round_code, wanted)
    signed, kept = Signed(by.name, at, because), Kept()
    for done, state in enumerate(wanted, start=1):
        judged = verdicts.get(state, {})
        try:
            kept += keep(gathered, state, judged, before, signed=signed)
        except IntegrityError:  # another assessment kept findings on it meanwhile
            now = queries.newest(round_code, [state])
            kept += keep(gathered, state, judged, now, signed=signed)
        progress("findings", done, len(wanted))
    day = gathered.on.date()
    if kept.new or kept.changed:
        # Nothing is told where nothing changed: that somebody looked would tell of something.
        record(
            "round.assessed",
            by=by.name,
            about=urn("round", round_code),
            at=at,
            data={"new": kept.new, "changed": kept.changed, "as_of": day.isoformat()},
        )
    return Assessed(kept.new, kept.changed, kept.unchanged, day)


@transaction.atomic
def reply(
    finding_urn: str, text: str, language: str, *, by: Acting, at: datetime
) -> None:
    """Attach what a State says to a finding about it; of a language the newest words stand."""
    round_code, state, code = queries.address(finding_urn)
    by.require(Permission.FINDING_REPLY, area=state)
    found = queries.finding(finding_urn)
    words = text.strip()
    if not words or len(words) > LONGEST:
        msg = f"A reply has 1 to {LONGEST} characters; this one has {len(words)}."
        raise Refused(msg)
    if language not in LANGUAGES:
        msg = f"{language!r} is none of the languages {', '.join(LANGUAGES)}."
        raise Refused(msg)
    models.Reply.objects.create(
        round_id=reporting.round_key(round_code),
        state=state,
        code=code,
        version=found.version,
        language=language,
        text=words,
        by=by.name,
        at=at,
    )
    record(
        "finding.replied",
        by=by.name,
        about=found.urn,
        at=at,
        data={"version": found.version, "language": language},
    )


def look_back(
    round_code: str,
    *,
    states: Collection[str] | None = None,
    as_of: date,
    by: Acting,
    at: datetime,
) -> tuple[Finding, ...]:
    """The findings as they are from what was public on a day; nothing is kept."""
    by.require(Permission.ROUND_ASSESS)
    wanted = _wanted(round_code, states)
    gathered = gather(round_code, states=wanted, on=_moment(as_of, at))
    verdicts = _verdicts(gathered)
    return tuple(
        made(evidence, verdicts.get(state, {}), digest(evidence))
        for state in wanted
        for evidence in gathered.of(state)
    )


def _moment(as_of: date | None, at: datetime) -> datetime:
    """The end of a day that is over; now, of today."""
    return at if as_of is None else min(at, datetime.combine(as_of, time.max, UTC))


def _check_day(round_code: str, day: date) -> None:
    """Refuse to put what was known on an earlier day in the place of what is known since."""
    newest = queries.assessed_as_of(round_code)
    if newest and day < newest:
        msg = (
            f"Round {round_code} is assessed as of {newest}; {day} is before that. "
            f"To see the findings of that day: stocktake assess --round {round_code} --as-of {day} --only-show"
        )
        raise Refused(msg)


def _wanted(round_code: str, states: Collection[str] | None) -> tuple[str, ...]:
    """The States asked for, else all that could report in a round, and who reported."""
    round_ = reporting.round_(round_code)
    if states is not None:
        for state in states:
            if not geography.is_state(state):
                msg = f"{state!r} is no State: use three letters, such as KEN."
                raise NotFound(msg)
        return tuple(sorted(set(states)))
    all_ = (
        geography.illustrative_states() if round_.illustrative else geography.states()
    )
    reporters = (
        one.sender for one in reporting.submissions(round_code, strand=Strand.STATE)
    )
    return tuple(sorted({*(area.alpha3 for area in all_), *reporters}))


def _verdicts(gathered: Gathered) -> Mapping[str, Verdicts]:
    """The verdict on every series, all at once, by State and indicator."""
    keys = sorted(gathered.measured)
    found = default.assess_all(
        [gathered.measured[key].series for key in keys],
        [gathered.definitions[gathered.measured[key].definition] for key in keys],
        as_of=gathered.on.year,
    )
    verdicts: dict[str, dict[str, Verdict]] = defaultdict(dict)
    for (state, indicator), verdict in zip(keys, found, strict=True):
        verdicts[state][indicator] = verdict
    return verdicts
