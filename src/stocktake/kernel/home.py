"""Where the home lies: the one folder that holds everything a running copy writes."""

import os
from pathlib import Path


_CHECKOUT = Path(__file__).resolve().parents[3]


def place() -> Path:
    """``STOCKTAKE_HOME``; in a checkout ``var/``; else ``~/.stocktake``. It need not exist."""
    named = os.environ.get("STOCKTAKE_HOME")
    if named:
        return Path(named).expanduser().resolve()
    if (_CHECKOUT / "pyproject.toml").exists():
        return _CHECKOUT / "var"
    return Path.home() / ".stocktake"


def write_whole(path: Path, data: bytes) -> None:
    """Write a file that readers see whole or not at all; its folder is made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}.part")
    part.write_bytes(data)
    part.replace(path)
