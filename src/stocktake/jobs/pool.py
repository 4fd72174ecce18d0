"""Worker processes that end when their parent does, however it ends."""

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar


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
        initializer=_end_with_parent,
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


def _end_with_parent(parent: int) -> None:
    """Leave Ctrl-C to the parent; end when the parent has gone, even by kill -9."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
