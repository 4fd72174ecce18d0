"""How far the sides agree: a table of what each says, and what is made of it."""

from pathlib import Path

import pytest

from stocktake.assessment.rules import (
    RUNGS,
    STATE_RUNGS,
    Agreement,
    Lean,
    Position,
    Scale,
    SourceClass,
    Triangulation,
    compare,
)


STATE, NGO, UN = SourceClass.STATE, SourceClass.NGO, SourceClass.INTERGOVERNMENTAL
M, C = Lean.MIXED, Lean.CHALLENGES


def position(source, said, sender=""):
    """A rung (1 to 4), a leaning, or nothing."""
    level = said if isinstance(said, int) else None
    lean = said if isinstance(said, Lean) else None
    return Position(source, sender or source.value, level, lean)


def cases():
    """The rows of the table in the documentation."""
    page = (Path(__file__).parents[2] / "docs/findings.md").read_text("utf-8")
    rows = page.partition("<!-- spec: agreement -->")[2].strip().split("\n\n")[0]
    for line in rows.splitlines()[2:]:
        *said, agreement, gap, together = (
            cell.strip() for cell in line.split("|")[1:-1]
        )
        yield (*map(read, said), agreement, int(gap) if gap else None, together)


def read(cell):
    """A place on the ladder, a leaning, or nothing."""
    return int(cell) if cell.isdecimal() else Lean(cell) if cell else None


CASES = list(cases())


@pytest.mark.parametrize(
    ("state", "ngo", "un", "agreement", "gap", "triangulation"), CASES
)
def test_class_gap_and_triangulation_of_what_the_sides_say(
    state, ngo, un, agreement, gap, triangulation
):
    said = [position(STATE, state, "KEN"), position(NGO, ngo), position(UN, un)]

    found = compare(said)

    assert (found.agreement, found.gap) == (agreement, gap)
    assert found.triangulation == triangulation


def test_the_scale_is_the_ladder_only_where_both_sides_gave_a_code():
    coded = compare([position(STATE, 3), position(NGO, 2)])
    read = compare([position(STATE, 3), position(NGO, M)])
    alone = compare([position(STATE, 3)])

    assert [one.scale for one in (coded, read, alone)] == [
        Scale.FIVE_STEPS,
        Scale.LEANING,
        Scale.NONE,
    ]


def test_a_figure_contests_what_the_state_claims_and_is_no_expert():
    figure = position(SourceClass.STATISTICS, C)

    found = compare([position(STATE, 4), figure])

    assert found.agreement is Agreement.ONE_SIDE_ONLY
    assert found.triangulation is Triangulation.CONTESTED


def test_a_claim_that_was_weighed_as_contested_makes_the_finding_contested():
    found = compare([position(STATE, 3), position(NGO, 3)], weighed_contested=1)

    assert found.agreement is Agreement.CONTESTED
    assert found.gap == 0


def test_the_order_in_which_sources_are_given_changes_nothing():
    said = [position(STATE, 3), position(NGO, 2, "B"), position(NGO, 3, "A")]

    assert compare(said) == compare(reversed(said))


def test_mirror_of_both_sides_turns_the_gap_and_the_class():
    for state, ngo, un, *_ in CASES:
        levels = [one for one in (state, ngo, un) if isinstance(one, int)]
        if len(levels) != 2 or un is not None or state is None:
            continue
        there = compare([position(STATE, state), position(NGO, ngo)])
        back = compare([position(STATE, ngo), position(NGO, state)])
        assert there.gap == -back.gap


def test_the_states_four_steps_stand_on_the_ladder_of_five_in_order():
    assert list(STATE_RUNGS.values()) == sorted(STATE_RUNGS.values())
    assert set(STATE_RUNGS.values()) == set(RUNGS.values()) - {RUNGS["no-evidence"]}
