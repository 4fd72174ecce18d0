"""The page of one finding: how it was reached, number by number, and what it rests on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from stocktake.assessment import queries as assessment
from stocktake.assessment.queries import Version
from stocktake.assessment.rules import name
from stocktake.documents import queries as documents
from stocktake.dossiers import told
from stocktake.dossiers.told import FigureTold, FindingTold
from stocktake.kernel.languages import direction
from stocktake.portal.pages.evidence import round_link
from stocktake.portal.pages.frame import (
    Frame,
    Link,
    Record,
    Row,
    edition_of,
    language,
    row_of,
)
from stocktake.portal.pages.policies import PolicyScores, policy_scores
from stocktake.portal.pages.quotes import passage_address, place
from stocktake.portal.pages.rested import named_source
from stocktake.portal.pages.series import SeriesShown, series_of
from stocktake.portal.places import area_name
from stocktake.reporting import queries as reporting
from stocktake.reporting.queries import RoundRow


SOURCES_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Replied:
    """What the State replied, in its words."""

    text: str
    language: str
    direction: str
    day: date


@dataclass(frozen=True, slots=True)
class Dated:
    """One version and why it was made, in words."""

    version: Version
    why: str


@dataclass(frozen=True, slots=True)
class FindingPage:
    """One finding in one round."""

    frame: Frame
    round: RoundRow
    item: Row
    state: Link
    commitment: Link
    told: FindingTold
    figures: tuple[tuple[FigureTold, SeriesShown | None], ...]
    policies: PolicyScores | None  # None where nobody scored the commitment
    replies: tuple[Replied, ...]
    sources: tuple[Link, ...]
    more_sources: int
    versions: tuple[Dated, ...]
    csv: str

    def records(self) -> list[Record]:
        """One record a number: every intermediate of every indicator."""
        finding = self.told.finding
        same = {
            "finding": finding.urn,
            "version": finding.version,
            "round": self.round.code,
            "state": finding.state,
            "commitment": finding.code,
            "as_of": finding.as_of.isoformat(),
            "agreement": finding.agreement,
            "gap": finding.gap,
            "label": finding.label,
            "confidence": finding.confidence,
            "made_by": finding.made_by,
        }
        numbers = [
            same
            | {
                "indicator": each.figure.indicator,
                "indicator_label": each.figure.label,
                "rule": each.figure.rule,
                "arithmetic": each.figure.arithmetic,
                "holds": each.figure.holds,
                "reruns": each.figure.reruns,
                "alternative": each.figure.alternative,
                "release": each.figure.release,
                "vintage": each.figure.vintage,
                "name": key,
                "value": value,
            }
            for each in self.told.figures
            for key, value in each.figure.inputs.items()
        ]
        return numbers or [same]


def finding_page(round_code: str, state: str, code: str) -> FindingPage:
    """How one finding was reached. A query or two for each document it rests on."""
    round_ = reporting.round_(round_code)
    item = edition_of(round_).item(code)
    found = assessment.finding(name(round_code, state, code))
    (one,) = told.told([found], round_.edition, language())
    own = Link(area_name(state), reverse("portal:state", args=[round_code, state]))
    promise = Link(
        f"{code} {row_of(item).title}",
        reverse("portal:commitment", args=[round_code, code]),
    )
    shown = found.sources[:SOURCES_SHOWN]
    series = series_of(found.figures, round_.edition)
    return FindingPage(
        frame=Frame(
            _("%(state)s on %(code)s: how this was found")
            % {"state": own.text, "code": code},
            "states",
            (round_link(round_), own, Link(code)),
            round_,
        ),
        round=round_,
        item=row_of(item),
        state=own,
        commitment=promise,
        told=one,
        figures=tuple(
            (each, series.get(each.figure.indicator)) for each in one.figures
        ),
        policies=policy_scores(found, one, round_.edition),
        replies=tuple(
            Replied(text, spoken, direction(spoken), each.day)
            for each in one.replies
            for spoken, text in each.texts.items()
        ),
        sources=tuple(_sources(shown, own.href, code)),
        more_sources=len(found.sources) - len(shown),
        versions=tuple(
            Dated(each, told.why(each.reason, language()))
            for each in assessment.versions(found.urn)
        ),
        csv=reverse("portal:finding_csv", args=[round_code, state, code]),
    )


def _sources(urns: Iterable[str], state_page: str, code: str) -> Iterable[Link]:
    """What a finding rests on; passages open in their document, claims on the State's page."""
    listed = tuple(urns)
    passages = _passages(urn for urn in listed if urn.startswith(_PASSAGE))
    for urn in listed:
        if urn in passages:
            yield passages[urn]
        elif urn.startswith("stocktake:claim:"):
            yield Link(urn, f"{state_page}#c-{code}")
        else:
            yield named_source(urn)


_PASSAGE = "stocktake:passage:"


def _passages(urns: Iterable[str]) -> dict[str, Link]:
    by_document: dict[str, set[int]] = {}
    for urn in urns:
        sha256, _slash, order = urn.removeprefix(_PASSAGE).partition("/")
        by_document.setdefault(sha256, set()).add(int(order))
    found = {}
    for sha256, orders in by_document.items():
        document = documents.document(sha256)
        title = document.title or document.name
        for row in documents.passages_at(sha256, orders):
            where = place(row.page, row.number, row.order)
            href = passage_address(sha256, row.order, page=row.page)
            found[row.urn] = Link(f"{title}{_(', ')}{where}", href)
    return found
