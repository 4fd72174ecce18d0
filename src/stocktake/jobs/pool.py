"""Worker processes that end when their parent does, however it ends."""

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from typing import Any, TypeVar


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
) -> Iterator[tuple[In, Out]]:
    """Do ``work`` on each item in worker processes; pairs come as they are done.

    With one worker the work is done here. Interrupted, what has not begun is dropped.
    """
    if workers <= 1:
        for item in items:
            yield item, work(item)
        return
    pool = ProcessPoolExecutor(
        max_workers=workers,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_end_with_parent,
        initargs=(os.getpid(),),
    )
    try:
        asked: dict[Any, In] = {pool.submit(work, item): item for item in items}
        for done in as_completed(asked):
            yield asked.pop(done), done.result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _end_with_parent(parent: int) -> None:
    """Leave Ctrl-C to the parent; end when the parent has gone, even by kill -9."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
