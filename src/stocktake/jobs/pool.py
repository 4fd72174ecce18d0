"""Work spread over processes: pairs as they are done, a crash costs one item."""

import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

from stocktake.kernel.processes import end_with_parent


In = TypeVar("In")
Out = TypeVar("Out")


def cores() -> int:
    """Processor cores that this process may use."""
    return (
        len(os.sched_getaffinity(0))
        if hasattr(os, "sched_getaffinity")
        else os.cpu_count() or 1
    )


def unordered(
    work: Callable[[In], Out], items: Iterable[In], *, workers: int
) -> Iterator[tuple[In, Out | None]]:
    """Do ``work`` on each item in worker processes; pairs come as they are done.

    An item whose worker process dies (a library that crashes on it) comes with None;
    the others are done all the same. Interrupted, what has not begun is dropped.
    """
    left = dict.fromkeys(items)
    if not left:
        return
    try:
        for item, done in _in_one_pool(work, list(left), workers=workers):
            del left[item]
            yield item, done
    except BrokenProcessPool:
        for item in left:  # one of these did it: each in a pool of its own
            yield item, _alone(work, item)


def _in_one_pool(
    work: Callable[[In], Out], items: Sequence[In], *, workers: int
) -> Iterator[tuple[In, Out]]:
    pool = ProcessPoolExecutor(
        max_workers=workers,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=end_with_parent,
        initargs=(os.getpid(),),
    )
    try:
        asked = {pool.submit(work, item): item for item in items}
        for done in as_completed(asked):
            yield asked[done], done.result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _alone(work: Callable[[In], Out], item: In) -> Out | None:
    try:
        return next(_in_one_pool(work, [item], workers=1))[1]
    except BrokenProcessPool:
        return None
