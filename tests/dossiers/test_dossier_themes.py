"""A theme's findings taken together: coverage, and a mean only where enough has a score."""

import pytest
from msgspec.structs import replace

from scenarios import found_by_hand
from stocktake.dossiers.content import themes
from stocktake.dossiers.frames import frame


WORDS = frame("en")
SCORED = replace(found_by_hand.FIGURE, score="4.0", label="on-track")


def theme_lines(scored):
    """The sentences on three States and two commitments, of which these have a score of 4."""
    found = [
        found_by_hand.finding(
            state,
            code,
            "silence",
            figures=(SCORED,) if (state, code) in scored else (),
            label="on-track" if (state, code) in scored else "cannot-assess",
            assessed=int((state, code) in scored),
        )
        for state in ("XAA", "XAB", "XAC")
        for code in ("1.1", "1.2")
    ]
    return list(themes.standing(WORDS, found, 2))


@pytest.mark.parametrize(
    ("scored", "coverage", "mean"),
    [
        (
            {("XAA", "1.1"), ("XAA", "1.2")},
            "2 of 6",
            ": +4.0; States with enough evidence: 1 of 3.",
        ),
        (
            {("XAA", "1.1"), ("XAB", "1.2")},
            "2 of 6",
            "of no State at least 60% of the 2",
        ),
        (set(), "0 of 6", "of no State at least 60% of the 2"),
    ],
)
def test_a_mean_is_given_of_states_with_enough_scores_only(scored, coverage, mean):
    standing, covered, last = theme_lines(scored)

    assert f"figures: {coverage};" in standing
    assert coverage in covered
    assert mean in last
