"""Run a command with STOCKTAKE_DATABASE_URL naming a throw-away PostgreSQL on loopback.

python scripts/with_postgres.py ./test --database-only
"""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path


def main(command: list[str]) -> int:
    """Start a server, run the command, stop the server; the command's exit code."""
    binaries = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not binaries:
        print(
            "PostgreSQL's server is not installed. On Debian: apt-get install postgresql",
            file=sys.stderr,
        )
        return 1
    folder = Path(tempfile.mkdtemp(prefix="stocktake-pg-"))
    try:
        return _with_server(binaries[-1], folder, command)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _with_server(binaries: Path, folder: Path, command: list[str]) -> int:
    user = (
        "postgres" if os.geteuid() == 0 else None
    )  # the server refuses to run as root
    if user:
        os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
    data, port = folder / "data", _free_port()

    def run(*words: str) -> None:
        subprocess.run(
            words, check=True, user=user, stdout=subprocess.DEVNULL, cwd=folder
        )

    role = ["-U", "postgres", "-A", "trust"]
    run(
        str(binaries / "initdb"),
        "-D",
        str(data),
        *role,
        "--locale=C.UTF-8",
        "-E",
        "UTF8",
        "--no-sync",
    )
    options = f"-c listen_addresses=127.0.0.1 -p {port} -k {folder} -c fsync=off"
    run(
        str(binaries / "pg_ctl"),
        "-D",
        str(data),
        "-o",
        options,
        "-l",
        str(folder / "log"),
        "-w",
        "start",
    )
    try:
        url = f"postgres://postgres@127.0.0.1:{port}/postgres"
        return subprocess.run(
            command, check=False, env={**os.environ, "STOCKTAKE_DATABASE_URL": url}
        ).returncode
    finally:
        run(str(binaries / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop")


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
