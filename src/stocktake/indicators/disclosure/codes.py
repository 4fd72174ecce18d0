"""Codes of a dimension as a tree, and the equations that the trees make."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from stocktake.indicators.disclosure.table import Bools, Floats, Ints


@dataclass(frozen=True)
class Tree:
    """The codes of one dimension and who is whose parent; the total comes first."""

    names: tuple[str, ...]
    parent: Ints  # -1 for the root and for codes beside it
    families: tuple[tuple[int, Ints], ...]  # (parent, children), deepest first

    @classmethod
    def of(cls, found: set[str], total: str, parents: Mapping[str, str]) -> "Tree":
        """The tree of the codes found in a table, below the parents declared."""
        wanted = set(found)
        for code in found:
            above = parents.get(code)
            while above is not None:
                wanted.add(above)
                above = parents.get(above)
        names = (total, *sorted(wanted - {total}))
        place = {name: i for i, name in enumerate(names)}
        parent = np.array([-1] + [place[parents.get(n, total)] for n in names[1:]])
        return cls(names, parent, tuple(_families(parent)))

    @property
    def is_parent(self) -> Bools:
        """Which codes have children."""
        mark = np.zeros(len(self.names), dtype=bool)
        mark[[p for p, _ in self.families]] = True
        return mark


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


def encode(keys: Sequence[tuple[str, ...]], trees: Sequence[Tree]) -> Ints:
    """Keys as positions in the names of each dimension."""
    columns = []
    for i, tree in enumerate(trees):
        place = {name: n for n, name in enumerate(tree.names)}
        columns.append([place[key[i]] for key in keys])
    return np.array(columns, dtype=np.int64).T.reshape(len(keys), len(trees))


def mix(codes: Ints, sizes: Sequence[int]) -> Ints:
    """One number for each combination of codes."""
    mixed = np.zeros(len(codes), dtype=np.int64)
    for i, size in enumerate(sizes):
        mixed = mixed * size + codes[:, i]
    return mixed


def close(codes: Ints, trees: Sequence[Tree]) -> tuple[Ints, sparse.csr_matrix]:
    """Add the margins that are missing; return all cells and all equations."""
    cells = codes
    for i, tree in enumerate(trees):
        for head, _ in tree.families:
            cells = _with_heads(cells, i, tree, head, [len(t.names) for t in trees])
    sizes = [len(t.names) for t in trees]
    order = np.argsort(mix(cells, sizes), kind="stable")
    mixed = mix(cells, sizes)[order]
    rows: list[Ints] = []
    columns: list[Ints] = []
    signs: list[Floats] = []
    used = 0
    for i, tree in enumerate(trees):
        children = np.flatnonzero((tree.parent >= 0)[cells[:, i]])
        above = cells[children].copy()
        above[:, i] = tree.parent[above[:, i]]
        heads = order[np.searchsorted(mixed, mix(above, sizes))]
        distinct, row = np.unique(heads, return_inverse=True)
        rows += [row + used, np.arange(len(distinct)) + used]
        columns += [children, distinct]
        signs += [np.ones(len(children)), -np.ones(len(distinct))]
        used += len(distinct)
    shape = (used, len(cells))
    if not rows:
        return cells, sparse.csr_matrix(shape)
    entries = (np.concatenate(signs), (np.concatenate(rows), np.concatenate(columns)))
    return cells, sparse.csr_matrix(entries, shape=shape)


def _with_heads(
    cells: Ints, i: int, tree: Tree, head: int, sizes: Sequence[int]
) -> Ints:
    """Cells and the heads of dimension ``i`` that have a child but are not there."""
    below = cells[tree.parent[cells[:, i]] == head].copy()
    below[:, i] = head
    missing = ~np.isin(mix(below, sizes), mix(cells, sizes))
    fresh = np.unique(below[missing], axis=0)
    return np.concatenate([cells, fresh])
