"""A workbook whose import is killed is in the draft whole, or not at all."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest


BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="kill -9 is of POSIX")
def test_killed_at_any_moment_an_import_is_whole_or_absent(tmp_path):
    done = subprocess.run(
        [
            sys.executable,
            str(BENCHMARKS / "import_kills.py"),
            "--kills=5",
            "--themes=1",
            "--json",
        ],
        env={**os.environ, "STOCKTAKE_DATABASE_URL": "", "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout)
    assert told["faults"] == []
    assert told["answers"] > 100
