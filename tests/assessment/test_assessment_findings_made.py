"""One finding from evidence, and findings taken together: no database."""

import msgspec
import pytest

from scenarios.findings import (
    answered,
    evidence,
    finding,
    heard,
    measure,
    rating,
    verdict,
)
from stocktake.assessment.rules import (
    NON_REPORTER,
    Agreement,
    Basis,
    Finding,
    SourceClass,
    overview,
    profile,
    weighted,
)
from stocktake.assessment.rules.canonical import canonical, digest
from stocktake.assessment.rules.changes import Change, changes_in, reason_of
from stocktake.assessment.rules.evidence import ClaimSeen, Evidence
from stocktake.assessment.rules.making import made
from stocktake.assessment.verdicts import Label
from stocktake.charter import queries as charter


EDITION = charter.edition()
STATE, NGO = SourceClass.STATE, SourceClass.NGO


def test_nothing_said_is_silence_and_never_a_low_step():
    found = finding()

    assert found.agreement is Agreement.SILENCE
    assert (found.claimed.basis, found.claimed.level) == (Basis.NOTHING, None)
    assert (found.label, found.grade.confidence) == (Label.CANNOT_ASSESS, None)
    assert not found.spoken


@pytest.mark.parametrize("absence", ["not_relevant", "no_information"])
def test_an_absence_takes_no_place_on_the_scale(absence):
    found = finding(reported=True, answered=answered(absence=absence))

    assert (found.claimed.level, found.claimed.lean) == (None, None)
    assert (found.claimed.absence, found.claimed.absence_reason) == (absence, "other")
    assert found.coverage.state_spoke


def test_a_coded_answer_stands_before_what_passages_tell():
    found = finding(
        answered=answered("under-development"),
        heard=(heard("KEN", STATE, 5, 0),),
    )

    assert (found.claimed.level, found.claimed.lean) == (2, None)
    assert found.claimed.told.achievements == 5


def test_documents_alone_are_compared_by_what_they_lean_to():
    found = finding(
        heard=(heard("KEN", STATE, 3, 1), heard("XNGO", NGO, 0, 4)),
    )

    assert found.agreement is Agreement.CONTESTED
    assert (found.gap, found.scale) == (2, "leaning")
    assert found.claimed.basis is Basis.DOCUMENTS


def test_a_sender_that_rates_is_not_heard_a_second_time_by_its_passages():
    found = finding(
        answered=answered("partly-in-force"),
        ratings=(rating("substantial", 3),),
        heard=(heard("XNGO", NGO, 0, 9),),
    )

    assert found.agreement is Agreement.AGREE
    assert len(found.positions) == 2


@pytest.mark.parametrize(
    ("k", "n", "triangulation"),
    [(4, 4, "contested"), (3, 4, "single-source"), (0, 0, "single-source")],
)
def test_a_figure_weighs_only_where_its_verdict_holds(k, n, triangulation):
    found = finding(
        answered=answered("in-force"),
        verdicts=[verdict(Label.MOVING_AWAY, -3.0, k=k, n=n)],
    )

    assert found.triangulation == triangulation
    assert found.label is Label.MOVING_AWAY


def test_one_unverified_source_is_never_more_than_low():
    alone = finding(ratings=(rating("limited", 2),))
    both = finding(
        answered=answered("partly-in-force"), ratings=(rating("substantial", 3),)
    )
    contested = finding(
        answered=answered("in-force"), ratings=(rating("not-started", 1),)
    )
    read = finding(heard=(heard("KEN", STATE, 3, 0), heard("XNGO", NGO, 3, 0)))

    assert alone.grade.confidence == "low"
    assert both.grade.confidence == "high"
    assert contested.grade.confidence == "moderate"
    assert read.grade.confidence == "moderate"


def test_evidence_makes_the_same_bytes_again_after_it_was_kept():
    held = evidence(
        answered=answered("in-force", [measure("1.2")]),
        heard=(heard("KEN", STATE, 2, 1), heard("XNGO", NGO, 0, 3)),
        claims=(
            ClaimSeen("stocktake:claim:2026/KEN/x", "XNGO", "challenge", "unverified"),
        ),
    )
    kept = msgspec.json.decode(canonical(held), type=Evidence)

    first, again = made(held, {}, digest(held)), made(kept, {}, digest(kept))

    assert canonical(first) == canonical(again)
    assert msgspec.json.decode(canonical(first), type=Finding) == first


@pytest.mark.parametrize(
    ("more", "change"),
    [
        ({"answered": answered("in-force")}, Change.ANSWERS),
        ({"ratings": (rating("limited", 2),)}, Change.CLAIMS),
        ({"heard": (heard("XNGO", NGO, 1, 0),)}, Change.PASSAGES),
        ({"verdicts": [verdict(Label.MET)]}, Change.STATISTICS),
    ],
)
def test_the_reason_of_a_new_version_names_the_evidence_that_changed(more, change):
    reason = reason_of(finding(), finding(**more), because="a late report")

    codes, because = changes_in(reason)
    assert change in codes
    assert because == "a late report"


def test_non_reporters_are_a_category_of_their_own():
    rows = [
        finding("1.2", "KEN", reported=True, verdicts=[verdict(Label.MET, 5.0)]),
        finding("1.2", "UGA", verdicts=[verdict(Label.MOVING_AWAY, -5.0)]),
    ]

    found = overview("2026", "1.2", rows, EDITION)

    assert (found.labels["met"], found.labels["moving-away"]) == (1, 0)
    assert found.labels[NON_REPORTER] == 1
    assert found.labels_of_non_reporters["moving-away"] == 1
    assert sum(found.labels.values()) == found.states == 2


def test_the_second_view_weighs_states_and_says_whose_weight_is_not_known():
    rows = [
        finding("1.2", "KEN", reported=True, verdicts=[verdict(Label.MET, 5.0)]),
        finding("1.2", "UGA", verdicts=[verdict(Label.MET, 5.0)]),
        finding("1.2", "TZA", reported=True),
    ]

    found = weighted("2026", "1.2", rows, EDITION, weights={"KEN": 3.0, "UGA": 1.0})

    assert (found.shares["met"], found.shares[NON_REPORTER]) == (0.75, 0.25)
    assert (found.states, found.unknown) == (2, 1)


@pytest.mark.parametrize(("assessed", "mean"), [(1, None), (2, 1.0), (3, 1.0)])
def test_a_theme_has_a_mean_only_from_sixty_per_cent_of_its_commitments(assessed, mean):
    codes = [i.code for i in EDITION.commitments if i.code.startswith("1.")]
    assert len(codes) == 3
    rows = [
        finding(
            code,
            reported=True,
            verdicts=[verdict(Label.TOO_SLOW, 1.0)] if place < assessed else [],
        )
        for place, code in enumerate(codes)
    ]

    (first, *_) = profile(rows, EDITION)

    assert (first.mean, first.assessed) == (mean, assessed)
    assert first.labels["too-slow"] == assessed


def test_the_worst_label_of_several_figures_is_the_findings():
    found = finding(
        verdicts=[verdict(Label.MET), verdict(Label.CONTEXT), verdict(Label.TOO_SLOW)]
    )

    assert found.label is Label.TOO_SLOW
