"""The attacks themselves: what they find, and that they never claim too much."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.linalg import null_space

from stocktake.indicators.disclosure import auditing, making, protecting
from stocktake.indicators.disclosure.determined import determined
from stocktake.indicators.disclosure.policy import Policy, Threshold
from stocktake.indicators.disclosure.table import Table


RELAXED = settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
HALVES = {"A": "x", "B": "x", "C": "y", "D": "y"}


def table_of(inner: np.ndarray) -> Table:
    """Areas A to D in two halves, by a second dimension and a third."""
    areas = np.stack([*inner, inner[:2].sum(0), inner[2:].sum(0), inner.sum(0)])
    whole = areas
    for axis in (1, 2):
        whole = np.concatenate([whole.sum(axis, keepdims=True), whole], axis=axis)
    names = (
        ("A", "B", "C", "D", "x", "y", "_T"),
        ("_T", "f", "m"),
        ("_T", "0", "1", "2"),
    )
    keys = [
        tuple(known[i] for known, i in zip(names, place, strict=True))
        for place in np.ndindex(whole.shape)
    ]
    return making.make(
        keys,
        [float(v) for v in whole.ravel()],
        dimensions=("area", "sex", "age"),
        hierarchies={"area": (HALVES,)},
    )


RULES = Policy(
    dimensions=("area", "sex", "age"),
    rule=Threshold(min=5),
    hierarchies={"area": HALVES},
)
inner = st.lists(st.integers(0, 30), min_size=24, max_size=24).map(
    lambda values: np.array(values).reshape(4, 2, 3)
)


@RELAXED
@pytest.mark.slow
@given(inner=inner, seed=st.integers(0, 99))
def test_the_null_space_finds_exactly_the_cells_that_have_no_choice(
    inner: np.ndarray, seed: int
):
    table = table_of(inner)
    hidden = np.random.default_rng(seed).random(table.size) < 0.3

    found = determined(table.equations, hidden)

    cells = np.flatnonzero(hidden)
    space = null_space(table.equations[:, cells].toarray())
    still = np.abs(space).max(axis=1, initial=0.0) < 1e-9
    assert found.tolist() == cells[still].tolist()


@RELAXED
@pytest.mark.slow
@given(inner=inner)
@pytest.mark.parametrize("exact", [False, True])
def test_tables_with_hierarchies_pass_the_audits_for_small_and_for_large_ones(
    exact: bool, inner: np.ndarray
):
    table = table_of(inner)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(protecting, "EXACT", 10**6 if exact else 0)
        done = protecting.protect(table, RULES)
    published = making.make(
        [cell.key for cell in done.table],
        [cell.value for cell in done.table],
        dimensions=table.dimensions,
        hierarchies=RULES.trees,
    )

    small = auditing.audit(table, RULES, hidden=done.hidden)
    alone = auditing.audit(published, RULES)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(auditing, "EVERY", 0)
        large = auditing.audit(table, RULES, hidden=done.hidden, sample=0)

    assert (small.violations, alone.violations, large.violations) == (0, 0, 0)
    widths = {row.key: row for row in small.intervals}
    for row in large.intervals:
        assert row.lower >= widths[row.key].lower - 1e-4
        assert row.upper <= widths[row.key].upper + 1e-4


@RELAXED
@pytest.mark.slow
@given(inner=inner)
def test_the_audit_for_large_tables_finds_what_the_audit_for_small_ones_finds(
    inner: np.ndarray,
):
    table = table_of(inner)
    hidden = (table.values > 0) & (table.values < 7)

    small = auditing.audit(table, RULES, hidden=hidden)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(auditing, "EVERY", 0)
        large = auditing.audit(table, RULES, hidden=hidden, sample=0)

    def faults(found: auditing.Audit) -> set[tuple[str, ...]]:
        return {row.key for row in found.intervals if row.violation}

    assert faults(small) == faults(large)


def test_protection_is_the_same_each_time():
    table = table_of(np.random.default_rng(3).integers(0, 12, (4, 2, 3)))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(protecting, "EXACT", 0)
        first, second = (protecting.protect(table, RULES) for _ in range(2))

    assert first.table == second.table
