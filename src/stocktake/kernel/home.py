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
