"""Assess rounds: findings made and kept in versions; attach a State's reply to one."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Final

from django.db import transaction

from stocktake.accounts.rules import Acting, Permission
from stocktake.assessment import models, queries
from stocktake.assessment.gathering import Gathered, gather
from stocktake.assessment.keeping import Kept, Signed, Verdicts, keep
from stocktake.assessment.methods import default
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
    """Make the findings of a round as of a day (today; of a closed round, its last one).

    What rests on the same evidence stays; else a new version is kept with the reason, and
    ``because`` beside it: what a person says of a correction.
    State by State in one transaction each: interrupted, the same command goes on.
    """
    by.require(Permission.ROUND_ASSESS)
    day = as_of or _day(round_code, at)
    on = min(at, datetime.combine(day, time.max, UTC))
    wanted = _wanted(round_code, states)
    progress("evidence", 0, len(wanted))
    gathered = gather(round_code, states=wanted, on=on)
    verdicts = _verdicts(gathered)
    before = queries.newest(round_code, wanted)
    signed, kept = Signed(by.name, at, because), Kept()
    for done, state in enumerate(wanted, start=1):
        kept += keep(gathered, state, verdicts.get(state, {}), before, signed=signed)
        progress("findings", done, len(wanted))
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


def _day(round_code: str, at: datetime) -> date:
    closed = reporting.round_(round_code).closed_at
    return (closed or at).date()


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
