"""Read findings, the mission's rule and what they make together; rows are frozen.

Everything here is public: only what is published moves a finding.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

import msgspec
from django.db.models import Exists, OuterRef, QuerySet

from stocktake.assessment import models, rules
from stocktake.assessment.definitions import definition
from stocktake.assessment.rules import (
    Finding,
    Overview,
    Reply,
    Standing,
    ThemeProfile,
    Weighted,
    World,
)
from stocktake.charter import queries as charter
from stocktake.charter.rules import Edition
from stocktake.kernel.errors import NotFound
from stocktake.kernel.languages import in_language
from stocktake.kernel.urns import parse
from stocktake.reporting import queries as reporting


STOCK: Final = "migrant-stock"  # the indicator that weighs States in the second view
_Key = tuple[str, str]  # State, code


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a finding: when, as of when, why."""

    number: int
    as_of: date
    at: datetime
    by: str
    reason: str
    made_by: str
    sha256: str
    inputs: str


def has_findings(round_code: str) -> bool:
    """Whether a round was assessed. One query."""
    return models.Finding.objects.filter(round__code=round_code).exists()


def fingerprint(edition: str) -> str:
    """A hash that changes whenever findings in rounds of an edition do. One query."""
    rows = models.Finding.objects.filter(round__edition=edition).order_by("pk")
    kept = "".join(rows.values_list("sha256", flat=True))
    return hashlib.sha256(kept.encode()).hexdigest()


def finding(urn: str, version: int | None = None) -> Finding:
    """One finding with its replies, the newest version unless one is named. Two queries."""
    round_code, state, code = address(urn)
    rows = _rows(round_code).filter(state=state, code=code)
    if version is not None:
        rows = rows.filter(version=version)
    row = rows.order_by("-version").first()
    if row is None:
        raise NotFound(_no_finding(urn, version))
    replies = _replies(round_code, state=state, code=code)
    return read(row, replies.get((state, code), ()))


def findings(
    round_code: str, *, state: str | None = None, code: str | None = None
) -> tuple[Finding, ...]:
    """The newest versions of a round's findings, by State and the order of the text.

    Two queries, however many. Empty where the round was not assessed.
    """
    rows = _newest(_rows(round_code))
    if state is not None:
        rows = rows.filter(state=state)
    if code is not None:
        rows = rows.filter(code=code)
    replies = _replies(round_code, state=state, code=code)
    found = [read(row, replies.get((row.state, row.code), ())) for row in rows]
    return tuple(sorted(found, key=lambda one: (one.state, _place(one.code))))


def versions(urn: str) -> tuple[Version, ...]:
    """All versions of a finding, the oldest first. One query."""
    round_code, state, code = address(urn)
    rows = _rows(round_code).filter(state=state, code=code).defer("content")
    return tuple(
        Version(
            row.version,
            row.as_of,
            row.at,
            row.by,
            row.reason,
            row.made_by,
            row.sha256,
            row.inputs,
        )
        for row in rows.order_by("version")
    )


def standing(round_code: str, state: str) -> Standing:
    """How a State stands towards the mission's rule; NotFound where it was not assessed."""
    found = standings(round_code, state=state)
    if not found:
        msg = f"Round {round_code} has no findings on {state!r}. Assess it: stocktake assess --round {round_code}"
        raise NotFound(msg)
    return found[0]


def standings(round_code: str, *, state: str | None = None) -> tuple[Standing, ...]:
    """How every State stands towards the rule, by code. Five queries, however many States."""
    edition = charter.edition(reporting.round_(round_code).edition)
    rounds = _rounds_up_to(round_code)[-2:]
    return _chained(rounds, edition, state)[-1] if rounds else ()


def history(round_code: str, state: str) -> tuple[Standing, ...]:
    """How a State stood in every assessed round up to this one, the oldest first.

    Two queries, and two a round.
    """
    edition = charter.edition(reporting.round_(round_code).edition)
    rounds = _rounds_up_to(round_code)
    return tuple(one for rows in _chained(rounds, edition, state) for one in rows)


def world(round_code: str) -> World:
    """How many States meet the rule in each sense. As many queries as ``standings``."""
    found = standings(round_code)
    edition = charter.edition(reporting.round_(round_code).edition)
    return rules.world(round_code, found, states=len(found), edition=edition)


def overview(round_code: str, code: str) -> Overview:
    """One commitment or theme across States: counts, coverage, the worst. Three queries."""
    edition = charter.edition(reporting.round_(round_code).edition)
    return rules.overview(round_code, code, _held(round_code, edition, code), edition)


def overviews(round_code: str) -> Mapping[str, Overview]:
    """The same for every theme, commitment and part by its code, from one reading."""
    edition = charter.edition(reporting.round_(round_code).edition)
    found = findings(round_code)
    return {
        item.code: rules.overview(round_code, item.code, found, edition)
        for item in edition.items
    }


def weighted(round_code: str, code: str) -> Weighted:
    """The second view: States by the migrants who live in them, as of their finding. Five queries."""
    edition = charter.edition(reporting.round_(round_code).edition)
    return rules.weighted(
        round_code,
        code,
        _held(round_code, edition, code),
        edition,
        weights=_stocks(round_code, edition),
    )


def profile(round_code: str, state: str) -> tuple[ThemeProfile, ...]:
    """One State theme by theme: counts per label and class, coverage, the worst. Three queries."""
    edition = charter.edition(reporting.round_(round_code).edition)
    return rules.profile(findings(round_code, state=state), edition)


def states(round_code: str) -> tuple[str, ...]:
    """The States that a round has findings on, by code. One query."""
    rows = models.Finding.objects.filter(round__code=round_code).order_by("state")
    return tuple(rows.values_list("state", flat=True).distinct())


def assessed_as_of(round_code: str) -> date | None:
    """The latest day as of which a round was assessed; None where it was not. One query."""
    rows = models.Finding.objects.filter(round__code=round_code)
    return rows.order_by("-as_of").values_list("as_of", flat=True).first()


def indicator_title(
    code: str, language: str, *, edition: str = charter.DEFAULT_EDITION
) -> str:
    """What an indicator is called in a language; its code where it is defined no longer."""
    try:
        return in_language(definition(code, edition).title, language)
    except NotFound:
        return code


def address(urn: str) -> tuple[str, str, str]:
    """Round, State and code of a finding's URN (its kind may be left out)."""
    parts = (parse(urn).name if urn.startswith("stocktake:") else urn).split("/")
    if len(parts) != 3:
        raise NotFound(_no_finding(urn, None))
    return parts[0], parts[1], parts[2]


def read(row: models.Finding, replies: tuple[Reply, ...] = ()) -> Finding:
    """A record as the frozen row that it keeps."""
    kept = msgspec.json.decode(row.content, type=Finding)
    return replace(
        kept,
        version=row.version,
        as_of=row.as_of,
        inputs=row.inputs,
        reason=row.reason,
        replies=replies,
    )


def newest(round_code: str, states: Iterable[str]) -> dict[_Key, models.Finding]:
    """The newest records of some States, for actions of this room. One query."""
    rows = _newest(_rows(round_code)).filter(state__in=list(states))
    return {(row.state, row.code): row for row in rows}


def _rows(round_code: str) -> QuerySet[models.Finding]:
    return models.Finding.objects.filter(round__code=round_code)


def _newest(rows: QuerySet[models.Finding]) -> QuerySet[models.Finding]:
    later = models.Finding.objects.filter(
        round=OuterRef("round"),
        state=OuterRef("state"),
        code=OuterRef("code"),
        version__gt=OuterRef("version"),
    )
    return rows.filter(~Exists(later))


def _held(round_code: str, edition: Edition, code: str) -> tuple[Finding, ...]:
    is_theme = edition.item(code).parent is None
    return findings(round_code, code=None if is_theme else code)


def _stocks(round_code: str, edition: Edition) -> Mapping[str, float]:
    """The newest migrant stock of each State that a finding shows."""
    try:
        at = definition(STOCK, edition.code).commitments[0]
    except NotFound:
        return {}
    return {
        one.state: figure.series[-1][1]
        for one in findings(round_code, code=at)
        for figure in one.figures
        if figure.indicator == STOCK and figure.series
    }


def _chained(
    rounds: Sequence[str], edition: Edition, state: str | None
) -> list[tuple[Standing, ...]]:
    """Standings round by round, each beside that of the round before."""
    found: list[tuple[Standing, ...]] = []
    before: dict[str, Standing] = {}
    for round_code in rounds:
        by_state: dict[str, list[Finding]] = defaultdict(list)
        for one in findings(round_code, state=state):
            by_state[one.state].append(one)
        rows = tuple(
            rules.standing(rows, edition, before=before.get(code), digest=_digest(rows))
            for code, rows in sorted(by_state.items())
        )
        before = {one.state: one for one in rows}
        found.append(rows)
    return found


def _digest(rows: Iterable[Finding]) -> str:
    """One hash for the findings that a standing was computed from."""
    said = "".join(f"{one.urn} {one.version} {one.inputs}\n" for one in rows)
    return hashlib.sha256(said.encode()).hexdigest()


def _rounds_up_to(round_code: str) -> list[str]:
    """The assessed rounds of the same kind up to this one, the oldest first. Two queries."""
    now = reporting.round_(round_code)
    rows = models.Finding.objects.filter(
        round__first__lte=now.first,
        round__edition=now.edition,
        round__illustrative=now.illustrative,
    )
    found = rows.order_by("round__first").values_list("round__code", flat=True)
    return list(found.distinct())


def _replies(
    round_code: str, *, state: str | None, code: str | None
) -> Mapping[_Key, tuple[Reply, ...]]:
    """The reply to each finding: of every language the newest words. One query."""
    rows = models.Reply.objects.filter(round__code=round_code)
    if state is not None:
        rows = rows.filter(state=state)
    if code is not None:
        rows = rows.filter(code=code)
    found: dict[_Key, Reply] = {}
    for row in rows.order_by("id"):
        key = (row.state, row.code)
        texts = {**(found[key].texts if key in found else {}), row.language: row.text}
        found[key] = Reply(texts, row.at, row.state, row.version)
    return {key: (one,) for key, one in found.items()}


def _place(code: str) -> tuple[int, ...]:
    """Where a code stands: 1.10 after 1.9; of other editions by its letters."""
    numbers = code.split(".")
    if all(part.isdecimal() for part in numbers):
        return tuple(int(part) for part in numbers)
    return tuple(ord(letter) for letter in code)


def _no_finding(urn: str, version: int | None) -> str:
    which = f" in version {version}" if version is not None else ""
    return (
        f"There is no finding {urn!r}{which}. One is named as"
        " stocktake:finding:2024/KEN/1.2; `stocktake assess --round 2024` makes them."
    )
