"""Who delivered a report in a round, and when: the State strand, for everybody."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from stocktake.portal.pages.evidence import round_link
from stocktake.portal.pages.frame import Frame, Link, Record
from stocktake.portal.places import area_name, region, regions
from stocktake.reporting import queries as reporting
from stocktake.reporting.calendar import Standing
from stocktake.reporting.queries import RoundRow, StatusRow
from stocktake.reporting.rules import Stage, Strand
from stocktake.reporting.words import standing_name


SORTS = ("state", "standing", "delivered")


@dataclass(frozen=True, slots=True)
class Delivery:
    """One State's report: due when, delivered when, public or not yet."""

    code: str
    name: str
    illustrative: bool
    due: date | None
    standing: Standing
    words: str
    delivered: date | None
    published: bool
    version: int
    days_overdue: int
    excepted_until: date | None


@dataclass(frozen=True, slots=True)
class Count:
    """How many reports stand in one way."""

    standing: str
    words: str
    number: int


@dataclass(frozen=True, slots=True)
class DeliveryPage:
    """Who delivered, who has still to, who is late."""

    frame: Frame
    round: RoundRow
    rows: tuple[Delivery, ...]
    total: int
    counts: tuple[Count, ...]
    delivered: int
    owed: int
    standings: tuple[tuple[str, str], ...]
    standing: str
    regions: tuple[tuple[str, str], ...]
    region: str
    sort: str

    def records(self) -> list[Record]:
        """One record a State."""
        return [
            {
                "round": self.round.code,
                "state": row.code,
                "illustrative": row.illustrative,
                "due": row.due.isoformat() if row.due else None,
                "standing": row.standing.value,
                "delivered": row.delivered.isoformat() if row.delivered else None,
                "published": row.published,
                "version": row.version,
                "days_overdue": row.days_overdue,
                "excepted_until": row.excepted_until.isoformat()
                if row.excepted_until
                else None,
            }
            for row in self.rows
        ]


def delivery_page(
    round_code: str, *, today: date, standing: str, region_code: str, sort: str
) -> DeliveryPage:
    """Every State's report of a round, perhaps of one region or standing. Six queries.

    Reports of experts are not listed: when they come might tell who sent them.
    """
    round_ = reporting.round_(round_code)
    every = [
        _delivery(row)
        for row in reporting.round_status(round_code, today=today)
        if row.strand is Strand.STATE
    ]
    order = sort if sort in SORTS else SORTS[0]
    kept = [
        row
        for row in every
        if standing in ("", row.standing) and region_code in ("", region(row.code))
    ]
    counted = Counter(row.standing for row in every)
    return DeliveryPage(
        frame=Frame(
            _("Who has delivered"),
            "round",
            (round_link(round_), Link(_("Who has delivered"))),
            round_,
        ),
        round=round_,
        rows=tuple(sorted(kept, key=lambda row: _place(row, order))),
        total=len(every),
        counts=tuple(
            Count(one, standing_name(one), counted[one])
            for one in Standing
            if counted[one]
        ),
        delivered=sum(row.delivered is not None for row in every),
        owed=sum(row.due is not None for row in every),
        standings=tuple((one.value, standing_name(one)) for one in Standing),
        standing=standing,
        regions=regions(row.code for row in every),
        region=region_code,
        sort=order,
    )


def _delivery(row: StatusRow) -> Delivery:
    return Delivery(
        code=row.sender,
        name=area_name(row.sender),
        illustrative=row.illustrative,
        due=row.days.due if row.days else None,
        standing=row.standing,
        words=standing_name(row.standing),
        delivered=row.delivered,
        published=row.stage is Stage.PUBLISHED,
        version=row.version if row.delivered else 0,
        days_overdue=row.days_overdue,
        excepted_until=row.excepted_until,
    )


_WEIGHTS = {one: place for place, one in enumerate(Standing)}


def _place(row: Delivery, sort: str) -> tuple[object, ...]:
    if sort == "delivered":
        return (row.delivered is None, row.delivered or date.min, row.code)
    if sort == "standing":
        return (-_WEIGHTS[row.standing], row.code)
    return (row.code,)
