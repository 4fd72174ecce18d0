"""What holds for every series: blanks, mirrors, units, order; and a slow, plain reference."""

import math
from statistics import median

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from stocktake.assessment.definitions.rules import Definition, Kind, SetBy, Target
from stocktake.assessment.methods import default, linear_pace, registry
from stocktake.assessment.methods.pairs import Pairs
from stocktake.assessment.methods.stability import theil_sen
from stocktake.assessment.verdicts import Label, Scale, Series


pytestmark = pytest.mark.slow

quick = settings(max_examples=40, deadline=None)
values = st.integers(1, 10_000).map(lambda whole: whole / 10)
any_values = st.integers(-2_000, 2_000).map(lambda whole: whole / 10)
years = st.lists(st.integers(2015, 2025), min_size=2, max_size=11, unique=True)
ways = st.sampled_from([1, -1])


@st.composite
def series_of(draw, numbers):
    """A series of some years from 2015 to 2025."""
    return tuple((at, draw(numbers)) for at in sorted(draw(years)))


def definition(scale, way, target=None, *, year=2030, limit=None):
    """An indicator counted from 2015 on."""
    return Definition(
        code="x",
        kind=Kind.QUANTITATIVE,
        scale=scale,
        direction=way,
        low=limit if way == -1 else None,
        high=limit if way == 1 else None,
        baseline_year=2015,
        target=None if target is None else Target(target, year, SetBy.STATE),
    )


def pace(base, latest, target):
    """The linear pace of one series from 2015 to 2022, due in 2030."""
    one = [np.array([x]) for x in (2015.0, base, 2022.0, latest, 1.0, target, 2030.0)]
    return float(linear_pace.pace(Pairs(*one, np.array([math.nan])))[0])


# Blank is never zero

BLANKS = ["", "NA", "nan", ".."]
NUMBERS = {"base", "cur", "I0", "Icv", "last_six", "points"}
ROWS = {
    "statcan": {"base_year": "2015", "base": "5", "cur_year": "2020", "cur": "6"},
    "linear-pace": {"base_year": "2015", "base": "5", "cur_year": "2020", "cur": "6"},
    "eurostat": {"base_year": "2015", "base": "5", "cur_year": "2020", "cur": "6"},
    "unsd-2023": {"base_year": "2015", "base": "5", "cur_year": "2020", "cur": "6"},
    "escap-csi": {"I0": "5", "Icv": "6"},
    "escap-api": {"points": "2015:5 2020:6", "weights": "", "log_y": ""},
    "destatis": {"last_six": "1 2 3 4 5 6", "last_year": "2020"},
    "default": {"points": "2015:5 2020:6"},
}


@pytest.mark.parametrize("blank", BLANKS)
@pytest.mark.parametrize("name", ROWS)
def test_a_blank_gives_a_blank_with_its_reason_and_never_a_zero(name, blank):
    run = registry.method(name).run
    row = {"direction": "1", "target": "9", "target_year": "2030", "TV": "9"} | ROWS[
        name
    ]
    assert run([row])[0]["value"] is not None

    for column in NUMBERS & set(row):
        (result,) = run([{**row, column: blank}])

        assert result["value"] is None
        assert result["score"] is None
        assert result["reason"]


@quick
@given(series_of(any_values), ways, any_values, st.integers(2015, 2025))
def test_a_year_without_a_value_is_as_if_it_were_not_there(points, way, target, gap):
    of = definition(Scale.COUNT, way, target)
    assume(gap not in dict(points))
    first = min(at for at, _ in points)

    without = default.assess(Series(points), of, as_of=2026)
    wider = ((2000, 1.0), *points)  # the grid grows on both sides; the gap stays blank
    among = default.assess_all([Series(points), Series(wider)], [of, of], as_of=2026)

    assert among[0] == without
    assert without.inputs["base_year"] == first


# The linear rule


@quick
@given(any_values, any_values, any_values, st.integers(0, 1000))
def test_the_linear_pace_of_a_mirrored_series_is_the_same(base, latest, target, about):
    assume(base != target)

    assert pace(base, latest, target) == pytest.approx(
        pace(about - base, about - latest, about - target), abs=1e-9
    )


@quick
@given(series_of(any_values), any_values, st.integers(0, 1000))
def test_the_verdict_of_a_mirrored_series_is_the_same(points, target, about):
    mirrored = tuple((at, about - value) for at, value in points)

    up = default.assess(Series(points), definition(Scale.COUNT, 1, target), as_of=2026)
    down = default.assess(
        Series(mirrored), definition(Scale.COUNT, -1, about - target), as_of=2026
    )

    # Differences of decimals lose a last digit: labels may part at a cut-off only.
    assume(all(abs((up.value or 9) - cut) > 1e-6 for cut in (0, 0.6, 0.95)))
    assume(all(abs(value - target) > 1e-6 or value == target for _, value in points))
    assert (up.label, up.value) == (down.label, pytest.approx(down.value, abs=1e-7))


@quick
@given(any_values, any_values, any_values, st.integers(1, 100))
def test_a_latest_value_nearer_the_target_is_never_slower(base, latest, target, more):
    assume(base < target)

    assert pace(base, latest + more, target) > pace(base, latest, target)


# The default rule


@quick
@given(
    series_of(values),
    ways,
    st.one_of(st.none(), values),
    st.sampled_from([0.001, 0.01, 2.0, 3.6, 60.0, 1000.0]),
)
def test_a_change_of_unit_does_not_change_the_verdict(points, way, target, unit):
    scaled = tuple((at, value * unit) for at, value in points)
    of = definition(Scale.RATIO, way, target)
    other = definition(Scale.RATIO, way, None if target is None else target * unit)

    one = default.assess(Series(points), of, as_of=2026)
    two = default.assess(Series(scaled), other, as_of=2026)

    assert (one.label, one.rule) == (two.label, two.rule)
    assert one.value == (two.value and pytest.approx(two.value, rel=1e-6, abs=1e-9))
    assert (one.stability.k, one.stability.n) == (two.stability.k, two.stability.n)


def reference(points, of, as_of):
    """The default rule for one series in plain Python, to check the arrays against."""
    known = [(at, value) for at, value in points if at >= of.baseline_year]
    if of.direction is None:
        return Label.CONTEXT, None
    if len(known) < 2 or known[-1][0] - known[0][0] < 3 or as_of - known[-1][0] > 4:
        return Label.CANNOT_ASSESS, None
    value, cuts = reckoned(known, of)
    label = reference_target(known, of) if of.target else None
    ladder = [Label.MOVING_AWAY, Label.LITTLE_MOVEMENT, Label.TOO_SLOW, Label.ON_TRACK]
    return label or ladder[sum(round(value, 9) >= cut for cut in cuts)], value


def reckoned(known, of):
    """The value of one series and the cut-offs it meets."""
    (start, base), (end, latest) = known[0], known[-1]
    target, due = (of.target.value, of.target.year) if of.target else (None, None)
    same = all(v > 0 for _, v in known) or all(v < 0 for _, v in known)
    grows = same and of.scale == Scale.RATIO and (target is None or target * base > 0)
    if target == base:
        return 0, (0, 0.6, 0.95)
    if grows:
        sign = -1 if base < 0 else 1
        rate = sign * of.direction * ((latest / base) ** (1 / (end - start)) - 1)
        if target is None:
            return rate, (0, 0.005, 0.015)
        needed = (target / base) ** (1 / (due - start)) - 1
        return rate / abs(needed), (0, 0.6, 0.95)
    if target is None:
        return of.direction * (latest - base), (0, 1e-12, 1e-12)
    gone = (latest - base) / (target - base)
    return gone * (due - start) / (end - start), (0, 0.6, 0.95)


def reference_target(known, of):
    """The label that the target decides before any pace, or None."""
    base, (end, latest) = known[0][1], known[-1]
    way, target = of.direction, of.target.value
    if way * (latest - target) >= 0:
        return Label.MET_MOVING_AWAY if way * (latest - base) < 0 else Label.MET
    if way * (base - target) > 0:
        return Label.MOVING_AWAY
    return Label.NOT_MET if base == target or end >= of.target.year else None


@settings(max_examples=120, deadline=None)
@given(
    series_of(st.one_of(values, any_values)),
    st.sampled_from([1, -1, None]),
    st.one_of(st.none(), values, any_values),
    st.sampled_from([Scale.RATIO, Scale.COUNT]),
    st.integers(2023, 2031),
)
def test_the_arrays_say_what_a_plain_loop_says(points, way, target, scale, due):
    of = definition(scale, way, target, year=due)

    verdict = default.assess(Series(points), of, as_of=2026)

    label, value = reference(points, of, 2026)
    assert verdict.label == label
    if verdict.value is not None:
        assert verdict.value == pytest.approx(value, rel=1e-9, abs=1e-9)


@quick
@given(
    st.lists(
        st.tuples(series_of(any_values), ways, st.one_of(st.none(), any_values)),
        min_size=1,
        max_size=4,
    )
)
def test_a_series_gets_the_same_verdict_alone_and_among_others(many):
    series = [Series(points) for points, _, _ in many]
    of = [definition(Scale.RATIO, way, target) for _, way, target in many]

    together = default.assess_all(series, of, as_of=2026)

    alone = [
        default.assess(one, its, as_of=2026)
        for one, its in zip(series, of, strict=True)
    ]
    assert list(together) == alone


@quick
@given(st.lists(series_of(any_values), min_size=1, max_size=5))
def test_the_line_is_that_of_the_medians_of_all_slopes(many):
    table = np.full((len(many), 11), np.nan)
    for row, points in enumerate(many):
        for at, value in points:
            table[row, at - 2015] = value
    base = np.array([min(at for at, _ in points) - 2015 for points in many])

    level, slope = theil_sen(table, base)

    for row, points in enumerate(many):
        slopes = [
            (w - v) / (b - a)
            for i, (a, v) in enumerate(points)
            for b, w in points[i + 1 :]
        ]
        assert slope[row] == pytest.approx(median(slopes), abs=1e-9)
        rest = [v - slope[row] * (a - points[0][0]) for a, v in points]
        assert level[row] == pytest.approx(median(rest), abs=1e-9)


@quick
@given(series_of(values), ways, st.one_of(st.none(), values))
def test_a_verdict_holds_in_no_more_reruns_than_there_are(points, way, target):
    of = definition(Scale.RATIO, way, target)

    verdict = default.assess(Series(points), of, as_of=2026)

    stands = verdict.stability
    same = [one.label == verdict.label for one in stands.reruns]
    assert (stands.k, stands.n) == (sum(same), len(same))
    assert (stands.alternative is not None) == (stands.k < 0.8 * stands.n)
    assert stands.alternative != verdict.label
    if verdict.label in {Label.CONTEXT, Label.CANNOT_ASSESS}:
        assert stands.n == 0
