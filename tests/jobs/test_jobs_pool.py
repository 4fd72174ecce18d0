"""Worker processes: all items done, a crash costs one item, orphans end."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from stocktake.jobs import pool


pytestmark = pytest.mark.slow


def double(number):
    return number * 2


def test_every_item_is_done():
    assert dict(pool.unordered(double, range(5), workers=2)) == {
        n: n * 2 for n in range(5)
    }


def test_nothing_asked_starts_no_process():
    assert list(pool.unordered(double, [], workers=2)) == []


def misbehave(number):
    if number == 1:
        os._exit(1)
    while number == 3:
        re.match(
            r"(a+)+$", "a" * 40 + "b"
        )  # in C, where no thread of Python can end it
    if number == 4:
        return len(bytes(6_000_000_000))
    return number * 2


def little(_number):
    return pool.Limit(seconds=0.5, memory=4_000_000_000)


def test_who_crashes_or_takes_too_long_says_so_and_the_others_are_done():
    found = pool.unordered(misbehave, (1, 3, 5), workers=1, limit=little)

    assert dict(found) == {
        1: pool.Ended.CRASHED,
        3: pool.Ended.TOO_LONG,
        5: 10,
    }


def test_an_item_alone_is_held_to_its_limit_of_memory():
    assert pool.alone(misbehave, 4, limit=little) is pool.Ended.CRASHED
    assert pool.alone(misbehave, 5, limit=little) == 10


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for processes in /proc")
def test_workers_end_when_their_parent_is_killed(tmp_path):
    script = tmp_path / "orphans.py"
    script.write_text(
        "import time\n"
        "from stocktake.jobs import pool\n"
        "if __name__ == '__main__':\n"
        "    list(pool.unordered(time.sleep, [60, 61], workers=2))\n"
    )
    parent = subprocess.Popen([sys.executable, str(script)], stderr=subprocess.DEVNULL)
    workers = wait_for(lambda: children(parent.pid), at_least=2)

    parent.send_signal(signal.SIGKILL)
    parent.wait()

    assert wait_for(
        lambda: [] if any(alive(w) for w in workers) else ["none"], at_least=1
    )


def children(parent):
    """Process ids whose parent is this one and which are workers of a pool."""
    return [
        int(entry.name)
        for entry in Path("/proc").iterdir()
        if entry.name.isdigit()
        and told(entry / "stat")[1:2] == [str(parent)]
        and "spawn_main" in read(entry / "cmdline")
    ]


def alive(process):
    return told(Path("/proc") / str(process) / "stat")[:1] not in ([], ["Z"])


def told(stat):
    """State and parent of a process, from its stat file; nothing if it has gone."""
    return read(stat).rpartition(")")[2].split()[:2]


def read(file):
    try:
        return file.read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def wait_for(look, *, at_least):
    for _ in range(150):
        found = look()
        if len(found) >= at_least:
            time.sleep(1.5)  # until the workers watch their parent
            return found
        time.sleep(0.1)
    return []
