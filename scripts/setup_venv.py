"""Make .venv from a hashed lock: standard library only, quick when nothing changed.

uv installs where it can be had; pip otherwise. ``STOCKTAKE_VENV`` names another
folder for the environment.
"""

import hashlib
import os
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Environment:
    """A virtual environment by its folder."""

    folder: Path

    @property
    def python(self) -> Path:
        """Its interpreter."""
        scripts = "Scripts/python.exe" if os.name == "nt" else "bin/python"
        return self.folder / scripts


def ready(checkout: Path, lock: str) -> Environment:
    """The environment with all of a lock installed, and the checkout itself on its path."""
    if sys.version_info < (3, 11):  # noqa: UP036  # an older one may well be tried
        sys.exit(
            f"Stocktake needs Python 3.11 or newer; this is {sys.version.split()[0]}."
        )
    # Modules are compiled once and kept, also where the machine says otherwise: compiling them
    # again for every command and every worker process takes longer than most of what they do.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    environment = Environment(
        Path(os.environ.get("STOCKTAKE_VENV", checkout / ".venv")).resolve()
    )
    wanted = _fingerprint(checkout / lock)
    stamp = environment.folder / f"installed-{lock}.sha256"
    if not _holds(stamp, wanted):
        _make(environment)
        _install(environment, checkout / lock)
        _put_on_path(environment, checkout / "src")
        stamp.write_text(wanted)
        if lock == "requirements-dev.lock":  # it holds all of the other
            runtime = environment.folder / "installed-requirements.lock.sha256"
            runtime.write_text(_fingerprint(checkout / "requirements.lock"))
    return environment


def _fingerprint(lock: Path) -> str:
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    return f"{hashlib.sha256(lock.read_bytes()).hexdigest()} {version}"


def _holds(stamp: Path, wanted: str) -> bool:
    return stamp.exists() and stamp.read_text() == wanted


def _make(environment: Environment) -> None:
    if environment.python.exists():
        return
    print(f"Making {environment.folder} ...", flush=True)
    try:
        venv.create(environment.folder, with_pip=True)
    except (subprocess.CalledProcessError, ImportError):
        sys.exit(
            "Python cannot make a virtual environment here. On Debian and Ubuntu: "
            "apt-get install python3-venv. Then run this again."
        )


def _install(environment: Environment, lock: Path) -> None:
    print(
        f"Installing {lock.name}: about a gigabyte, the first time only ...", flush=True
    )
    python = str(environment.python)
    pip = [python, "-m", "pip", "--disable-pip-version-check", "-q"]
    hashed = ["--require-hashes", "-r", str(lock)]
    uv = [python, "-m", "uv", "pip", "install", "-q", "--python", python]
    if not os.environ.get("STOCKTAKE_NO_UV"):
        subprocess.run(
            [
                *pip,
                "install",
                "--require-hashes",
                "-r",
                str(lock.with_name("requirements-setup.lock")),
            ],
            check=False,
        )
        if subprocess.run([*uv, *hashed], check=False).returncode == 0:
            return
        print("uv could not; pip tries.", flush=True)
    if subprocess.run([*pip, "install", *hashed], check=False).returncode:
        sys.exit(
            f"The packages of {lock.name} could not be installed: see above. Is there a connection?"
        )


def _put_on_path(environment: Environment, source: Path) -> None:
    """The package itself from the checkout, and its command beside the interpreter."""
    ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
    found = subprocess.run(
        [environment.python, "-c", ask], check=True, capture_output=True, text=True
    )
    (Path(found.stdout.strip()) / "stocktake-checkout.pth").write_text(
        f"{source}\n", encoding="utf-8"
    )
    if os.name == "nt":
        return
    command = environment.python.parent / "stocktake"
    command.write_text(
        f"#!{environment.python}\nfrom stocktake.cli.main import main\n\n\nif __name__ == '__main__':\n    main()\n",
        encoding="utf-8",
    )
    command.chmod(0o755)
