"""Findings as pages show them in a row: State, experts and figures side by side; the rule."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.urls import reverse
from django.utils.translation import gettext as _

from stocktake.assessment import queries as assessment
from stocktake.assessment.rules import Sense, Standing, World
from stocktake.dossiers import told
from stocktake.dossiers.told import FindingTold
from stocktake.portal.pages.frame import Link, language
from stocktake.reporting.queries import RoundRow


@dataclass(frozen=True, slots=True)
class FoundRow:
    """One finding in a table: whose or on what, the three columns, how the two agree."""

    link: Link  # of the State or commitment
    href: str  # of the finding's own page
    state: str
    experts: str
    figures: str
    kind: str  # the class of agreement as a code
    agreement: str
    replied: bool


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One sense of the rule: what counts, out of how many, and whether it is enough."""

    name: str
    value: int
    total: int
    note: str


@dataclass(frozen=True, slots=True)
class Found:
    """The findings of a page; empty where the round was not assessed."""

    rows: tuple[FoundRow, ...] = ()
    counts: tuple[tuple[str, int], ...] = ()  # classes of agreement in words
    rule: tuple[RuleLine, ...] = ()
    missing: str = ""


def of_state(round_: RoundRow, state: str, promises: Mapping[str, Link]) -> Found:
    """The findings on a State and how it stands; ``promises``: its commitments by code.

    Two queries; ten where there are findings.
    """
    found = _told(round_, state=state)
    if not found:
        return Found()
    rows = tuple(
        _row(round_, one, promises[one.finding.code])
        for one in found
        if one.finding.code in promises
    )
    standing = assessment.standing(round_.code, state)
    return Found(rows, _counts(rows), _rule_of(standing), _missing(standing))


def of_commitment(round_: RoundRow, code: str) -> Found:
    """The findings on a commitment, by State. Two queries."""
    found = _told(round_, code=code)
    rows = tuple(_row(round_, one, _state(round_, one)) for one in found)
    return Found(rows, _counts(rows))


def of_round(round_: RoundRow) -> Found:
    """How many States meet the rule in each sense. Two queries; more after findings changed.

    A round that was not assessed costs one, whatever was looked at before.
    """
    if not assessment.has_findings(round_.code):
        return Found()
    world = _world(round_.code, assessment.fingerprint(round_.edition))
    rule = tuple(
        RuleLine(
            _sense(sense), world.meeting[sense], world.states, _parts(world, sense)
        )
        for sense in Sense
    )
    return Found(rule=rule)


@lru_cache(maxsize=16)
def _world(round_code: str, _fingerprint: str) -> World:
    """Counted anew only when there is another version of a finding: it takes a second."""
    return assessment.world(round_code)


def _told(round_: RoundRow, **which: str) -> tuple[FindingTold, ...]:
    rows = assessment.findings(round_.code, **which)
    return told.told(rows, round_.edition, language())


def _parts(world: World, sense: Sense) -> str:
    return _("all themes: %(themes)s; a majority: %(majority)s") % {
        "themes": world.all_themes[sense],
        "majority": world.majority[sense],
    }


def _row(round_: RoundRow, one: FindingTold, link: Link) -> FoundRow:
    finding = one.finding
    return FoundRow(
        link=link,
        href=reverse("portal:finding", args=[round_.code, finding.state, finding.code]),
        state=one.state_in_short,
        experts=one.experts_in_short,
        figures=one.label if finding.figures else _("No figures"),
        kind=finding.agreement,
        agreement=one.agreement,
        replied=bool(finding.replies),
    )


def _state(round_: RoundRow, one: FindingTold) -> Link:
    href = reverse("portal:state", args=[round_.code, one.finding.state])
    return Link(one.state_name, href)


def _counts(rows: Iterable[FoundRow]) -> tuple[tuple[str, int], ...]:
    """How many findings of each class, in the order of the classes."""
    kinds = [one.kind for one in rows]
    return tuple(
        (told.word(f"agreement_{kind}", language()), kinds.count(kind))
        for kind in told.AGREEMENTS
        if kind in kinds
    )


def _rule_of(standing: Standing) -> tuple[RuleLine, ...]:
    return tuple(
        RuleLine(
            _sense(sense),
            len(count.commitments),
            standing.counted,
            _("themes: %(themes)s; rule met: %(met)s")
            % {
                "themes": len(count.themes),
                "met": _("yes") if count.met else _("no"),
            },
        )
        for sense, count in standing.counts.items()
    )


def _missing(standing: Standing) -> str:
    missing = standing.missing
    if not missing.more and not missing.themes:
        return ""
    return told.word(
        "sum_missing",
        language(),
        more=missing.more,
        themes=_(", ").join(missing.themes) or "—",
        commitments=_(", ").join(missing.commitments) or "—",
    )


def _sense(sense: Sense) -> str:
    return told.word(f"sense_{sense.value}", language())
