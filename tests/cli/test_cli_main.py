"""The command line: help for everything, errors in one line, exit codes."""

import os
import socket
import subprocess
import sys

import click
import pytest

from stocktake import __version__
from stocktake.cli.main import COMMANDS, stocktake


def run(*words, home):
    """Run a command in a home; its exit code, output and errors."""
    environment = {**os.environ, "STOCKTAKE_DATABASE_URL": ""}
    return subprocess.run(
        [sys.executable, "-m", "stocktake.cli.main", "--home", str(home), *words],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_explains_itself(name):
    command = stocktake.get_command(click.Context(stocktake), name)

    assert " ".join(command.help.split("\n\n")[0].split()) == COMMANDS[name][1]
    if isinstance(command, click.Group):
        context = click.Context(command)
        assert all(
            command.get_command(context, child).help
            for child in command.list_commands(context)
        )


@pytest.mark.smoke
def test_the_version_is_told(tmp_path):
    assert __version__ in run("--version", home=tmp_path).stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["nonsense"], 2, "No such command"),
        (["intake", "--round", "2024"], 2, "--from CODE"),
        (["rounds", "open", "2023"], 1, "2020, 2022, 2024"),
        (["rounds", "status", "2024"], 1, "stocktake rounds open"),
        (["charter", "show", "9.9"], 1, "9.9"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line_with_its_exit_code(
    words, code, said, tmp_path
):
    done = run(*words, home=tmp_path)

    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_two_homes_never_touch_each_other(tmp_path):
    run("rounds", "open", "2024", home=tmp_path / "one")

    other = run("rounds", "status", "2024", home=tmp_path / "two")

    assert other.returncode == 1
    assert (tmp_path / "one" / "stocktake.sqlite3").exists()


@pytest.mark.slow
def test_a_port_that_another_copy_serves_is_refused(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        refused = run("serve", "--port", str(port), home=tmp_path)

    assert refused.returncode == 1
    assert f"Port {port} of 127.0.0.1 cannot be had" in refused.stderr


@pytest.mark.slow
def test_a_server_that_others_can_reach_needs_an_administrator(tmp_path):
    refused = run("serve", "--host", "0.0.0.0", home=tmp_path)

    assert refused.returncode == 1
    assert "no administrator" in refused.stderr
