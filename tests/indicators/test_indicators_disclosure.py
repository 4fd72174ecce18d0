"""No small count survives, none can be worked out, and no weight is wasted."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from stocktake.indicators.disclosure import auditing, making, protecting
from stocktake.indicators.disclosure.needs import needs
from stocktake.indicators.disclosure.policy import Levels, Policy, Threshold
from stocktake.indicators.disclosure.table import Table


RELAXED = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)


def with_margins(inner: np.ndarray) -> np.ndarray:
    """An array with its sums before it, along every axis."""
    whole = inner
    for axis in range(inner.ndim):
        whole = np.concatenate([whole.sum(axis=axis, keepdims=True), whole], axis=axis)
    return whole


def table_of(inner: np.ndarray) -> Table:
    """The table of an array of counts, margins coded _T."""
    whole = with_margins(inner)
    names = [
        ["_T", *(f"{d}{i}" for i in range(1, n))] for d, n in enumerate(whole.shape)
    ]
    keys = [
        tuple(names[d][i] for d, i in enumerate(place))
        for place in np.ndindex(whole.shape)
    ]
    dimensions = tuple(f"d{d}" for d in range(whole.ndim))
    return making.make(keys, [float(v) for v in whole.ravel()], dimensions=dimensions)


def policy_of(
    table: Table, lower: float = 1, upper: float = 1, **more: object
) -> Policy:
    """A threshold of 5 with these levels."""
    return Policy(
        dimensions=table.dimensions,
        rule=Threshold(min=5),
        protect=Levels(lower=lower, upper=upper),
        **more,
    )


counts = st.one_of(
    st.tuples(st.integers(1, 4), st.integers(1, 4)),
    st.tuples(st.integers(1, 3), st.integers(1, 3), st.integers(1, 3)),
).flatmap(
    lambda shape: st.lists(
        st.one_of(st.integers(0, 12), st.integers(0, 300)),
        min_size=int(np.prod(shape)),
        max_size=int(np.prod(shape)),
    ).map(lambda values: np.array(values).reshape(shape))
)


def outsider(table: Table, hidden: np.ndarray, cell: int) -> tuple[float, float]:
    """The interval by another solver's interface, from the published values alone."""
    cells = np.flatnonzero(hidden)
    matrix = table.equations[:, cells].toarray()
    right = -(table.equations @ np.where(hidden, 0.0, table.values))
    goal = (cells == cell).astype(float)
    low = linprog(goal, A_eq=matrix, b_eq=right, method="highs-ds")
    high = linprog(-goal, A_eq=matrix, b_eq=right, method="highs-ds")
    return low.fun, np.inf if high.status == 3 else -high.fun


def is_protected(table: Table, policy: Policy, hidden: np.ndarray) -> bool:
    """Whether an outsider is left with the doubt that the policy asks for."""
    wanted = needs(table, policy)
    for cell, lower, upper in zip(
        wanted.cells, wanted.lower, wanted.upper, strict=True
    ):
        low, high = outsider(table, hidden, int(cell))
        value = table.values[cell]
        if low > value - lower + 1e-6 or high < value + upper - 1e-6:
            return False
    return True


@RELAXED
@pytest.mark.slow
@given(inner=counts, levels=st.tuples(st.integers(0, 2), st.integers(1, 4)))
@pytest.mark.parametrize("covering", [False, True])
def test_no_small_count_survives_or_can_be_worked_out(
    covering: bool, inner: np.ndarray, levels: tuple[int, int]
):
    table = table_of(inner)
    policy = policy_of(table, *levels)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(protecting, "EXACT", 0 if covering else 10**6)
        done = protecting.protect(table, policy)

    shown = [cell.value for cell in done.table if cell.value is not None]
    assert not [v for v in shown if 0 < v < 5]
    assert is_protected(table, policy, done.hidden)


@RELAXED
@pytest.mark.slow
@given(inner=counts)
def test_our_own_audit_agrees_with_the_other_solver_on_every_cell(inner: np.ndarray):
    table = table_of(inner)
    policy = policy_of(table)
    hidden = (table.values > 0) & (table.values < 9)

    found = auditing.audit(table, policy, hidden=hidden)

    by_key = {row.key: row for row in found.intervals}
    for cell in np.flatnonzero(hidden):
        low, high = outsider(table, hidden, int(cell))
        row = by_key[table.key(int(cell))]
        assert row.lower == pytest.approx(low, abs=1e-5)
        assert row.upper == pytest.approx(high, abs=1e-5)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(12))
def test_the_exact_method_finds_what_exhaustive_search_finds(seed: int):
    rng = np.random.default_rng(seed)
    table = table_of(rng.integers(0, 15, (2, 3)))
    policy = policy_of(table)
    must, may = protecting.roles(table, policy, needs(table, policy))
    weight = protecting.weights(table, policy)

    done = protecting.protect(table, policy)

    best = np.inf
    free = np.flatnonzero(may)
    for size in range(len(free) + 1):
        for chosen in combinations(free, size):
            cost = weight[list(chosen)].sum()
            if cost < best:
                hidden = must.copy()
                hidden[list(chosen)] = True
                if is_protected(table, policy, hidden):
                    best = cost
    assert weight[done.hidden & ~must].sum() == best
    assert done.method in {"exact", "none needed", "nothing to protect"}
