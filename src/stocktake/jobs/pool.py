"""Work spread over processes: pairs as they are done; a crash or a hang costs one item."""

import contextlib
import multiprocessing
import os
import resource
import signal
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from multiprocessing.connection import Connection
from typing import TypeVar

from stocktake.kernel.processes import end_with_parent


In = TypeVar("In")
Out = TypeVar("Out")


@dataclass(frozen=True, slots=True)
class Limit:
    """What work on one item may take; beyond it its process is ended by the system."""

    seconds: float  # of processor time
    memory: int  # bytes of address space of the process


class Ended(StrEnum):
    """Why an item has no result: its process died."""

    CRASHED = "crashed"
    TOO_LONG = "too long"


class _Broken(Exception):
    """A process died; ``suspects`` are the items that were being worked on."""

    def __init__(self, suspects: Sequence[object]) -> None:
        super().__init__()
        self.suspects = suspects


def unordered(
    work: Callable[[In], Out],
    items: Iterable[In],
    *,
    workers: int,
    limit: Callable[[In], Limit] | None = None,
) -> Iterator[tuple[In, Out | Ended]]:
    """Do ``work`` on each item in worker processes; pairs come as they are done.

    An item whose worker process dies (a library crashes on it, or it goes beyond its
    ``limit``) comes with how it ended; the others are done all the same. Interrupted,
    what has not begun is dropped.
    """
    left = dict.fromkeys(items)
    bounds = {item: limit(item) if limit else None for item in left}
    while left:
        try:
            for item, done in _in_one_pool(work, list(left), bounds, workers=workers):
                del left[item]
                yield item, done
        except _Broken as broken:
            for item in [one for one in left if one in broken.suspects]:
                del left[item]
                yield item, alone(work, item, limit=limit)


def alone(
    work: Callable[[In], Out], item: In, *, limit: Callable[[In], Limit] | None = None
) -> Out | Ended:
    """Do one item in a process of its own; how it ended where it has no result."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(
        target=_report,
        args=(theirs, os.getpid(), work, item, limit(item) if limit else None),
    )
    process.start()
    theirs.close()
    try:
        done: Out = ours.recv()
    except EOFError:
        process.join()
        too_long = process.exitcode == -signal.SIGPROF
        return Ended.TOO_LONG if too_long else Ended.CRASHED
    finally:
        ours.close()
    process.join()
    return done


def _report(
    pipe: Connection,
    parent: int,
    work: Callable[[In], Out],
    item: In,
    bound: Limit | None,
) -> None:
    end_with_parent(parent)
    pipe.send(_bounded(work, item, bound))
    pipe.close()


def _in_one_pool(
    work: Callable[[In], Out],
    items: Sequence[In],
    bounds: Mapping[In, Limit | None],
    *,
    workers: int,
) -> Iterator[tuple[In, Out]]:
    pool = ProcessPoolExecutor(
        max_workers=workers,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=end_with_parent,
        initargs=(os.getpid(),),
    )
    waiting = iter(items)
    asked: dict[Future[Out], In] = {}
    try:
        for item in islice(waiting, workers + 1):
            asked[pool.submit(_bounded, work, item, bounds[item])] = item
        while asked:
            for done in wait(asked, return_when=FIRST_COMPLETED).done:
                result = done.result()
                yield asked.pop(done), result
                for item in islice(waiting, 1):
                    asked[pool.submit(_bounded, work, item, bounds[item])] = item
    except BrokenProcessPool:
        raise _Broken(tuple(asked.values())) from None
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _bounded(work: Callable[[In], Out], item: In, bound: Limit | None) -> Out:
    """Do the work within its limit, which the system holds even where no Python runs."""
    if bound is None:
        return work(item)
    with contextlib.suppress(ValueError, OSError):  # a system that has no such limit
        resource.setrlimit(resource.RLIMIT_AS, (bound.memory, resource.RLIM_INFINITY))
    signal.setitimer(signal.ITIMER_PROF, bound.seconds)
    try:
        return work(item)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
