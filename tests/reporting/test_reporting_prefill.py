"""Pre-fill: from the report before, treaties, statistics, recommendations; marked until confirmed."""

from datetime import UTC, date, datetime

import pytest

from stocktake.accounts.rules import LOCAL_ADMINISTRATOR
from stocktake.actors import actions as actors
from stocktake.audit.models import Event
from stocktake.charter import queries as charter
from stocktake.jobs import prefill as wiring
from stocktake.reporting import actions, queries
from stocktake.reporting.models import Submission
from stocktake.reporting.ports import Figure, Recommendation, TreatyAct
from stocktake.reporting.prefill import (
    FromRecommendations,
    FromStatistics,
    FromTreaties,
)
from stocktake.reporting.rules import Stage, Strand


pytestmark = pytest.mark.django_db

NOON = datetime(2024, 6, 1, 12, tzinfo=UTC)
WHO = {"by": LOCAL_ADMINISTRATOR, "at": NOON}
MEASURE = "1.2/measures/3f9c0a12b7de"


def start(round_code, sender="XAA"):
    actions.open_round(round_code, illustrative=True, **WHO)
    return actions.start_draft(round_code, sender=sender, strand=Strand.STATE, **WHO)


def answer(draft, given):
    changes = [actions.Change(address, value) for address, value in given.items()]
    saved = actions.save_answers(draft.key, changes, **WHO)
    assert (saved.refused, saved.clashes) == ([], [])


def publish(draft):
    Submission.objects.filter(pk=draft.key).update(stage=Stage.PUBLISHED)


def values(draft):
    return {address: row.value for address, row in queries.answers(draft.key).items()}


@pytest.fixture
def before():
    """What XAA reported in 2022: a measure, and an achievement of that period."""
    draft = start("2022")
    answer(
        draft,
        {
            "about/authority": {"en": "Ministry of the Interior"},
            "about/as_of": "2022-06-30",
            "1.2/status": "in-force",
            MEASURE: {},
            f"{MEASURE}/title": {"fr": "Loi sur les étrangers"},
            f"{MEASURE}/status": "in-force",
            "1.2/achievements/aaaaaaaaaaaa": {},
            "1.2/achievements/aaaaaaaaaaaa/text": {"en": "A pilot began."},
        },
    )
    publish(draft)
    return draft


def test_the_next_report_starts_from_what_still_may_hold(before):
    draft = start("2024")

    filled = wiring.fill_in(draft.key, **WHO)

    assert filled["previous"] == 5
    assert values(draft) == {
        "about/authority": {"en": "Ministry of the Interior"},
        "1.2/status": "in-force",
        MEASURE: {"position": 1},
        f"{MEASURE}/title": {"fr": "Loi sur les étrangers"},
        f"{MEASURE}/status": "in-force",
    }


def test_what_was_filled_in_is_marked_and_no_answer_until_a_person_confirms_it(before):
    draft = start("2024")
    wiring.fill_in(draft.key, **WHO)

    rows = queries.answers(draft.key)
    assert {(row.origin, row.confirmed) for row in rows.values()} == {
        ("prefill:previous", False)
    }
    assert "1.2/status" in queries.completeness(draft.key).missing

    assert actions.confirm(draft.key, item="1.2", **WHO) == 4

    assert "1.2/status" not in queries.completeness(draft.key).missing
    assert not queries.answers(draft.key)["about/authority"].confirmed


def test_a_person_who_saves_the_same_stands_by_it(before):
    draft = start("2024")
    wiring.fill_in(draft.key, **WHO)

    row = actions.save_answer(
        draft.key, "1.2/status", "in-force", expected_revision=1, **WHO
    )

    assert (row.confirmed, row.origin, row.revision) == (True, "person", 2)


def test_filling_in_again_changes_nothing_and_never_what_a_person_wrote_or_removed(
    before,
):
    draft = start("2024")
    answer(draft, {"1.2/status": "no-measure"})
    wiring.fill_in(draft.key, **WHO)
    actions.remove_record(draft.key, MEASURE, **WHO)
    standing = queries.answers(draft.key)

    again = wiring.fill_in(draft.key, **WHO)

    assert sum(again.values()) == 0
    assert queries.answers(draft.key) == standing
    assert standing["1.2/status"].value == "no-measure"
    assert MEASURE not in standing


def test_only_accepted_or_published_reports_of_earlier_rounds_are_taken(before):
    Submission.objects.filter(pk=before.key).update(stage=Stage.WITHDRAWN)
    draft = start("2024")

    assert queries.report_before(draft.key) is None
    assert sum(wiring.fill_in(draft.key, **WHO).values()) == 0


def test_an_expert_draft_is_not_filled_in(before):
    draft = actions.start_draft("2022", sender="XNGO", strand=Strand.EXPERT, **WHO)

    assert wiring.fill_in(draft.key, **WHO) == {}


def bound(state, *, on):
    yield TreatyAct(
        instrument="ICRMW",
        names={"en": "Convention on migrant workers", "fr": "Convention"},
        kind="ratification",
        since="2004-03",
        reference="UNTC IV-13",
        items=("1.1", "9.9"),
    )


def test_a_treaty_in_force_becomes_a_measure_under_the_commitments_it_answers_to():
    draft = start("2024")

    filled = actions.prefill(draft.key, [FromTreaties(bound)], **WHO)

    assert filled == {"treaties": 6}
    block = queries.block(draft.key, "1.1", language="fr")
    (measure,) = next(p for p in block.parts if p.address == "1.1/measures").records
    shown = {field.field.id: field.shown for field in measure.fields if field.shown}
    assert shown == {
        "title": "Convention",
        "kind": "Accord ou traité",
        "status": "En vigueur",
        "date": "2004-03",
        "legal_reference": "UNTC IV-13",
    }
    assert (measure.origin, measure.confirmed) == ("prefill:treaties", False)


def test_a_measure_of_the_report_before_is_not_doubled_by_the_treaty_it_came_from():
    first = start("2022")
    actions.prefill(first.key, [FromTreaties(bound)], **WHO)
    actions.confirm(first.key, item="1.1", **WHO)
    publish(first)
    draft = start("2024")

    actions.prefill(draft.key, wiring.sources(queries.draft(draft.key)), **WHO)
    actions.prefill(draft.key, [FromTreaties(bound)], **WHO)

    block = queries.block(draft.key, "1.1", language="en")
    assert len(next(p for p in block.parts if p.address == "1.1/measures").records) == 1


def test_official_figures_stand_beside_own_ones_with_their_year_and_source():
    draft = start("2024")

    def figures(state, indicator, *, until):
        if indicator == "sdg:10.7.3":
            return Figure("37", until - 1, "IOM Missing Migrants, release 2025-07")
        return None

    actions.prefill(draft.key, [FromStatistics(figures)], **WHO)

    assert values(draft) == {
        "2.4/indicator_deaths": {
            "source": "official",
            "value": "37",
            "year": charter_period_end().year - 1,
            "series": "IOM Missing Migrants, release 2025-07",
        }
    }


def charter_period_end():
    return queries.round_("2024").last


def test_open_recommendations_become_records_to_be_answered_for():
    draft = start("2024")

    def open_ones(state, *, on):
        yield Recommendation("stocktake:recommendation:2022/XAA/3", "1.2", {"en": "End the detention of children."}, "Review of 2022, no. 3")  # fmt: skip
        yield Recommendation(
            "stocktake:recommendation:2022/XAA/4", "9.9", {"en": "?"}, ""
        )

    filled = actions.prefill(draft.key, [FromRecommendations(open_ones)], **WHO)

    assert filled == {"recommendations": 3}
    (address,) = [a for a in values(draft) if a.endswith("/recommendation")]
    assert address.startswith("1.2/follow_up/")


TABLE = b"""instrument,untc_no,iso3,participant,signature,consent_date,consent_type
CRC,IV-11,SVN,Slovenia,,1992-07-06,succession
ICCPR,IV-4,SVN,Slovenia,1991-01-01,,
"""


def test_the_treaties_that_bind_a_state_come_from_the_actors_room():
    actors.load_treaties([("a.csv", TABLE)], as_of=date(2024, 6, 1), **WHO)
    actions.open_round("2024", **WHO)
    draft = actions.start_draft("2024", sender="SVN", strand=Strand.STATE, **WHO)

    wiring.fill_in(draft.key, **WHO)

    titles = {
        address: value["en"]
        for address, value in values(draft).items()
        if address.endswith("/title")
    }
    assert set(titles.values()) == {"Convention on the Rights of the Child"}
    (address,) = (a for a in titles if a.startswith("1.1/"))
    assert values(draft)[address.replace("/title", "/date")] == "1992-07-06"
    edition = charter.edition("icmpd-2017")
    assert list(wiring.treaty_acts(edition, "XAA", on=date(2024, 12, 31))) == []


def test_the_trail_says_how_many_came_from_where(before):
    draft = start("2024")
    wiring.fill_in(draft.key, **WHO)

    event = Event.objects.filter(kind="draft.prefilled").get()

    assert event.data == {"previous": 5, "treaties": 0}
