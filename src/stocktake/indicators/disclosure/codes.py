"""Codes of a dimension as a tree, and the equations that the trees make."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from stocktake.indicators.disclosure.table import Floats, Ints


Parents = Mapping[str, str]


@dataclass(frozen=True)
class Tree:
    """One hierarchy over the codes of one dimension: who adds up to whom."""

    dimension: int
    parent: Ints  # -1 for the total and for codes that are no part of this hierarchy
    families: tuple[tuple[int, Ints], ...]  # (parent, children), deepest first


def names_of(
    found: set[str], total: str, hierarchies: Sequence[Parents]
) -> tuple[str, ...]:
    """All codes of a dimension, those of the hierarchies included; the total first."""
    wanted = set(found)
    for parents in hierarchies:
        for code in found:
            above = parents.get(code)
            while above is not None:
                wanted.add(above)
                above = parents.get(above)
    return (total, *sorted(wanted - {total}))


def trees_of(
    dimension: int, names: tuple[str, ...], hierarchies: Sequence[Parents]
) -> list[Tree]:
    """The hierarchies of a dimension; without any, all codes add up to the total.

    In each, a code without a parent is a part of the total, unless it is a sum that
    only another hierarchy knows.
    """
    place = {name: i for i, name in enumerate(names)}
    trees = []
    for parents in hierarchies or ({},):
        sums = {above for other in hierarchies for above in other.values()}
        foreign = sums - set(parents) - set(parents.values())
        parent = np.array(
            [-1]
            + [
                -1 if name in foreign else place[parents.get(name, names[0])]
                for name in names[1:]
            ]
        )
        trees.append(Tree(dimension, parent, tuple(_families(parent))))
    return trees


def _families(parent: Ints) -> Iterator[tuple[int, Ints]]:
    """Parents with their children, the deepest parents first."""
    depth = np.zeros(len(parent), dtype=np.int64)
    for _ in range(len(parent)):
        deeper = np.where(parent >= 0, depth[parent] + 1, 0)
        if (deeper == depth).all():
            break
        depth = deeper
    heads = sorted({int(p) for p in parent if p >= 0}, key=lambda p: (-depth[p], p))
    for head in heads:
        yield head, np.flatnonzero(parent == head)


def encode(keys: Sequence[tuple[str, ...]], names: Sequence[tuple[str, ...]]) -> Ints:
    """Keys as positions in the names of each dimension."""
    columns = []
    for i, known in enumerate(names):
        place = {name: n for n, name in enumerate(known)}
        columns.append([place[key[i]] for key in keys])
    return np.array(columns, dtype=np.int64).T.reshape(len(keys), len(names))


def mix(codes: Ints, sizes: Sequence[int]) -> Ints:
    """One number for each combination of codes."""
    mixed = np.zeros(len(codes), dtype=np.int64)
    for i, size in enumerate(sizes):
        mixed = mixed * size + codes[:, i]
    return mixed


def close(
    codes: Ints, trees: Sequence[Tree], sizes: Sequence[int]
) -> tuple[Ints, sparse.csr_matrix]:
    """Add the margins that are missing; return all cells and all equations."""
    cells, before = codes, -1
    while len(cells) > before:  # the heads of one hierarchy may be parts in another
        before = len(cells)
        for tree in trees:
            for head, _ in tree.families:
                cells = _with_heads(cells, tree, head, sizes)
    order = np.argsort(mix(cells, sizes), kind="stable")
    mixed = mix(cells, sizes)[order]
    rows: list[Ints] = []
    columns: list[Ints] = []
    signs: list[Floats] = []
    used = 0
    for tree in trees:
        i = tree.dimension
        children = np.flatnonzero((tree.parent >= 0)[cells[:, i]])
        above = cells[children].copy()
        above[:, i] = tree.parent[above[:, i]]
        heads = order[np.searchsorted(mixed, mix(above, sizes))]
        distinct, row = np.unique(heads, return_inverse=True)
        rows += [row + used, np.arange(len(distinct)) + used]
        columns += [children, distinct]
        signs += [np.ones(len(children)), -np.ones(len(distinct))]
        used += len(distinct)
    entries = (np.concatenate(signs), (np.concatenate(rows), np.concatenate(columns)))
    return cells, sparse.csr_matrix(entries, shape=(used, len(cells)))


def _with_heads(cells: Ints, tree: Tree, head: int, sizes: Sequence[int]) -> Ints:
    """Cells and the heads of a family that have a child but are not there."""
    i = tree.dimension
    below = cells[tree.parent[cells[:, i]] == head].copy()
    below[:, i] = head
    missing = ~np.isin(mix(below, sizes), mix(cells, sizes))
    fresh = np.unique(below[missing], axis=0)
    return np.concatenate([cells, fresh])
