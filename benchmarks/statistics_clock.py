"""The time that the one call of a case takes."""

import time
from collections.abc import Callable


TOOK: list[tuple[float, float]] = []  # by the wall, and of processors


def timed(call: Callable[[], object]) -> None:
    """Time the one call that a case is about."""
    began, worked = time.perf_counter(), time.process_time()
    call()
    TOOK.append((time.perf_counter() - began, time.process_time() - worked))
