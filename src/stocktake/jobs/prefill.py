"""Wire the ports of reporting's pre-fill to the rooms that know: the report before, treaties."""

from collections.abc import Iterator
from datetime import date, datetime

from stocktake.accounts.rules import Acting
from stocktake.actors import queries as actors
from stocktake.actors.rules import Status
from stocktake.charter import queries as charter
from stocktake.charter.rules import Edition, TargetKind
from stocktake.reporting import actions, queries
from stocktake.reporting.ports import PrefillSource, TreatyAct
from stocktake.reporting.prefill import FromBefore, FromTreaties
from stocktake.reporting.rules import Strand


def fill_in(submission: int | str, *, by: Acting, at: datetime) -> dict[str, int]:
    """Fill a State's draft in from all that is known; how many answers from each source.

    Statistics and open recommendations join here when their rooms are built.
    """
    draft = queries.draft(submission)
    if draft.strand is not Strand.STATE:
        return {}
    return actions.prefill(draft.key, sources(draft), by=by, at=at)


def fill_in_new(submission: int | str, *, by: Acting, at: datetime) -> dict[str, int]:
    """The same for a draft that has just been started; one with answers is left alone."""
    draft = queries.draft(submission)
    if queries.revisions(draft.key):
        return {}
    return fill_in(draft.key, by=by, at=at)


def sources(draft: queries.Draft) -> tuple[PrefillSource, ...]:
    """The sources for a draft, the one that counts more first."""
    found: list[PrefillSource] = []
    before = queries.report_before(draft.key)
    if before is not None:
        found.append(FromBefore(before.questionnaire, queries.answers(before.key)))
    edition = charter.edition(draft.edition)
    found.append(FromTreaties(lambda state, *, on: treaty_acts(edition, state, on=on)))
    return tuple(found)


def treaty_acts(edition: Edition, state: str, *, on: date) -> Iterator[TreatyAct]:
    """The instruments that surely bind a State on a day, with the commitments they answer to."""
    items = commitments_of(edition)
    for row in actors.statuses_of_state(state, on=on):
        if row.status is not Status.PARTY or not row.certain:
            continue
        if row.instrument in items:
            framework = edition.framework(row.instrument)
            yield TreatyAct(
                instrument=row.instrument,
                names=framework.name,
                kind=row.kind,
                since=row.since,
                reference=f"UNTC {framework.untc}" if framework.untc else "",
                items=items[row.instrument],
            )


def commitments_of(edition: Edition) -> dict[str, tuple[str, ...]]:
    """The items that an instrument is to be ratified for, by its id."""
    found: dict[str, list[str]] = {}
    for item in edition.items:
        for target in item.targets:
            if target.kind is TargetKind.RATIFY:
                for framework in target.frameworks:
                    found.setdefault(framework, []).append(item.code)
    return {framework: tuple(items) for framework, items in found.items()}
