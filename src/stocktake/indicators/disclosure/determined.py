"""Which hidden cells follow exactly from the published ones, by linear algebra alone."""

import numpy as np
from scipy import sparse
from scipy.sparse.linalg import lsmr

from stocktake.indicators.disclosure.table import Bools, Floats, Ints


MOVES = 1e-5  # a cell that moves by less in the null space does not move
VECTORS = 2


def determined(equations: sparse.csr_matrix, hidden: Bools) -> Ints:
    """The hidden cells whose value the equations leave no choice, in order.

    A cell is free when some deviation that all equations allow moves it; a random
    deviation moves every free cell. So random vectors are projected on the null space
    of the equations over the hidden cells: those that stay at zero are determined.
    Cells that are alone in an equation are taken out first, again and again.
    """
    fixed, free = _peeled(equations, hidden)
    cells = np.flatnonzero(free)
    if not len(cells):
        return np.flatnonzero(fixed)
    system = equations[:, cells]
    system = system[np.diff(system.indptr) > 0]
    moved = np.zeros(len(cells))
    rng = np.random.default_rng(20181210)
    for _ in range(VECTORS):
        moved = np.maximum(moved, np.abs(_projected(system, rng, len(cells))))
    fixed[cells[moved < MOVES]] = True
    return np.flatnonzero(fixed)


def _projected(
    system: sparse.csr_matrix, rng: np.random.Generator, size: int
) -> Floats:
    """A random vector without its part that the equations forbid."""
    vector = rng.standard_normal(size)
    for _ in range(2):  # the second time takes away what the first left by rounding
        part = lsmr(system.T, vector, atol=1e-9, btol=1e-9, conlim=1e12, maxiter=2000)[
            0
        ]
        vector = vector - system.T @ part
    found: Floats = vector
    return found


def _peeled(equations: sparse.csr_matrix, hidden: Bools) -> tuple[Bools, Bools]:
    """Hidden cells that single equations determine, one after the other, and the rest."""
    fixed, free = np.zeros_like(hidden), hidden.copy()
    pattern = sparse.csr_matrix(abs(equations))
    while free.any():
        alone = np.flatnonzero(pattern @ free.astype(float) == 1)
        if not len(alone):
            break
        touched = pattern[alone].indices
        last = touched[free[touched]]
        fixed[last], free[last] = True, False
    return fixed, free
