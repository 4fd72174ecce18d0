"""Habits of the house that a machine can hold: sizes, places, words that do not belong."""

import re
import subprocess
from pathlib import Path

import pytest


CHECKOUT = Path(__file__).resolve().parents[2]
FOREIGN = re.compile(
    r"(^|[^A-Za-z0-9_.])/(home|root|Users)/[a-z]"  # a folder of one machine
    r"|--(extra-)?index[-]url"
    r"|https?://[^ )\"]+\.(whl|tar\.gz)"
)


def tracked(*patterns):
    """Files that are committed (all of them outside a checkout), as paths."""
    try:
        told = subprocess.run(
            ["git", "ls-files", *patterns],
            cwd=CHECKOUT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.splitlines()
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this is no git checkout")
    return [CHECKOUT / name for name in told if (CHECKOUT / name).is_file()]


def test_no_module_is_longer_than_four_hundred_lines():
    long = {
        str(file.relative_to(CHECKOUT)): count
        for file in tracked("src/*.py", "scripts/*.py", "benchmarks/*.py")
        if "migrations" not in file.parts
        and (count := len(file.read_text(encoding="utf-8").splitlines())) > 400
    }

    assert long == {}


def test_nothing_names_a_folder_of_one_machine_or_a_package_index():
    named = [
        f"{file.relative_to(CHECKOUT)}:{number}"
        for file in tracked(
            "*.py",
            "*.md",
            "*.toml",
            "*.yml",
            "*.yaml",
            "*.lock",
            "run",
            "test",
            "Makefile",
            ".ci/run",
        )
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if FOREIGN.search(line)
    ]

    assert named == []


def test_every_dependency_says_why_it_is_there():
    lines = (CHECKOUT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    start = lines.index("dependencies = [")
    block = lines[start + 1 : lines.index("]", start)]

    unexplained = [
        line.strip()
        for before, line in zip(["", *block], block, strict=False)
        if line.strip().startswith('"') and not before.strip().startswith(("#", '"'))
    ]

    assert unexplained == []


def test_locks_hold_hashes_and_no_address():
    for file in tracked("*.lock"):
        text = file.read_text(encoding="utf-8")

        assert "--hash=sha256:" in text
        assert "://" not in text


def test_the_tests_write_into_a_home_of_their_own(settings):
    assert CHECKOUT not in Path(settings.STOCKTAKE_HOME).parents
