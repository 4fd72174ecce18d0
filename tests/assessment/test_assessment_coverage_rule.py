"""The mission's rule as a table of what States reported and what counts."""

import msgspec
import pytest

from scenarios.findings import answered, finding, measure, rating
from stocktake.assessment.rules import Sense, SourceClass, standing, world
from stocktake.charter import queries as charter


EDITION = charter.edition()
COMMITMENTS = [item.code for item in EDITION.commitments]
ONE_OF_EACH_THEME = ["1.2", "2.1", "3.1", "4.3", "5.1"]


def state(codes=(), *, others=COMMITMENTS, round_code="2026", **each):
    """The findings on a State that has a law in force on these items."""
    leaves = [item.code for item in EDITION.leaves]
    return [
        finding(
            code,
            reported=True,
            answered=answered(
                "in-force" if code in codes else "no-measure",
                [measure(code, round_code=round_code)] if code in codes else [],
            ),
            **each,
        )
        for code in leaves
    ]


def first(count):
    """Codes of one commitment in each theme, and more up to so many."""
    return [
        *ONE_OF_EACH_THEME,
        *(c for c in COMMITMENTS if c not in ONE_OF_EACH_THEME),
    ][:count]


@pytest.mark.parametrize(
    ("count", "majority", "more"), [(15, False, 1), (16, True, 0), (30, True, 0)]
)
def test_exactly_half_is_no_majority(count, majority, more):
    found = standing(state(first(count)), EDITION)

    assert len(found.claimed.commitments) == count
    assert (found.claimed.majority, found.missing.more) == (majority, more)
    assert found.claimed.met is majority


def test_a_theme_without_a_measure_is_missing():
    codes = [code for code in COMMITMENTS if not code.startswith("5.")]

    found = standing(state(codes), EDITION)

    assert found.claimed.majority
    assert not found.claimed.all_themes
    assert not found.claimed.met
    assert found.missing.themes == ("5",)


@pytest.mark.parametrize(
    ("item", "counts"),
    [("4.2.3", ("4.2",)), ("1.1.2", ("1.1",)), ("4.1.1", ()), ("4.1", ("4.1",))],
)
def test_parts_count_for_the_commitments_that_the_edition_names(item, counts):
    found = standing(state([item]), EDITION)

    assert found.claimed.commitments == counts
    urn = f"stocktake:finding:2026/KEN/{item}"
    assert found.rests_on == dict.fromkeys(counts, (urn,))


@pytest.mark.parametrize(
    ("status", "counts"),
    [
        ("under-development", False),
        ("adopted", True),
        ("in-force", True),
        ("suspended", False),
        ("ended", False),
        ("repealed", False),
    ],
)
def test_only_measures_that_are_adopted_or_in_force_count(status, counts):
    one = finding("1.2", answered=answered("in-force", [measure("1.2", status)]))

    found = standing([one], EDITION)

    assert (found.claimed.commitments == ("1.2",)) is counts


def test_a_measure_of_an_earlier_round_counts_unless_the_edition_says_no():
    one = finding(
        "1.2", answered=answered("no-measure", [measure("1.2", round_code="2024")])
    )
    strict = msgspec.structs.replace(
        EDITION,
        rule=msgspec.structs.replace(EDITION.rule, earlier_rounds_count=False),
    )

    assert standing([one], EDITION).claimed.commitments == ("1.2",)
    assert standing([one], strict).claimed.commitments == ()


def test_not_relevant_stays_in_the_thirty_and_the_relevant_share_stands_beside():
    findings = state(first(15))
    findings[-1] = finding(
        "5.7", reported=True, answered=answered(absence="not_relevant")
    )

    found = standing(findings, EDITION)

    assert (found.counted, len(found.relevant), found.not_relevant) == (
        30,
        29,
        ("5.7",),
    )
    assert not found.claimed.majority
    assert found.share_of_relevant == pytest.approx(15 / 29)
    assert "5.7" not in found.missing.commitments


def test_corroborated_and_contested_are_counted_from_what_others_say():
    said = {"1.2": (rating("complete", 4),), "1.3": (rating("not-started", 1),)}
    findings = [
        finding(
            code,
            answered=answered("in-force", [measure(code)]),
            ratings=said.get(code, ()),
        )
        for code in ("1.2", "1.3", "2.1")
    ]

    found = standing(findings, EDITION)

    assert found.claimed.commitments == ("1.2", "1.3", "2.1")
    assert found.corroborated.commitments == ("1.2",)
    assert found.contested.commitments == ("1.3",)


def test_what_others_say_of_a_commitment_without_a_measure_counts_in_no_sense():
    one = finding("1.2", answered=answered("no-measure"), ratings=(rating("x", 1),))

    found = standing([one], EDITION)

    assert all(not found.counts[sense].commitments for sense in Sense)


def test_progressively_means_that_neither_themes_nor_commitments_fall():
    before = standing(state(first(20), round_code="2024"), EDITION)
    fewer = standing(state(first(18)), EDITION, before=before)
    more = standing(state(first(22)), EDITION, before=before)

    assert fewer.claimed.trend.fell == ("commitments",)
    assert fewer.claimed.majority
    assert not fewer.claimed.met
    assert more.claimed.trend.rose == ("commitments",)
    assert more.claimed.met


def test_documents_without_coded_measures_are_shown_and_not_counted():
    from scenarios.findings import heard

    one = finding("1.2", heard=(heard("KEN", SourceClass.STATE, 3, 0),))

    found = standing([one], EDITION)

    assert (found.basis, found.told) == ("documents", ("1.2",))
    assert found.claimed.commitments == ()


def test_the_world_counts_states_in_each_sense_and_those_that_say_nothing():
    meets = standing(state(first(16)), EDITION)
    silent = standing([finding("1.2", "UGA")], EDITION)

    found = world("2026", [meets, silent], states=193, edition=EDITION)

    assert (found.meeting[Sense.CLAIMED], found.meeting[Sense.CORROBORATED]) == (1, 0)
    assert (found.reporting, found.non_reporters) == (1, 192)
    assert found.parameters == EDITION.rule
