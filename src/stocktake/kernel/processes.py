"""Worker processes that end when their parent does, however it ends."""

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor


def cores() -> int:
    """Processor cores that this process may use."""
    return (
        len(os.sched_getaffinity(0))
        if hasattr(os, "sched_getaffinity")
        else os.cpu_count() or 1
    )


def executor(
    workers: int, begin: Callable[..., object] | None = None, *arguments: object
) -> ProcessPoolExecutor:
    """Worker processes, each started afresh with ``begin(*arguments)``."""
    return ProcessPoolExecutor(
        workers,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_begin,
        initargs=(os.getpid(), begin, arguments),
    )


def _begin(
    parent: int, begin: Callable[..., object] | None, arguments: tuple[object, ...]
) -> None:
    end_with_parent(parent)
    if begin is not None:
        begin(*arguments)


def end_with_parent(parent: int) -> None:
    """Leave Ctrl-C to the parent; end when the parent has gone, even by kill -9."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
