"""The home: the one folder that holds everything a running copy writes."""

import os
import secrets
from pathlib import Path

from stocktake.kernel.home import place


def home() -> Path:
    """The home, made if absent."""
    folder = place()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def secret_key(folder: Path) -> str:
    """The key in ``STOCKTAKE_SECRET_KEY``, else one made once and kept in the home."""
    named = os.environ.get("STOCKTAKE_SECRET_KEY")
    if named:
        return named
    file = folder / "secret-key"
    if not file.exists():
        draft = folder / f"secret-key.{os.getpid()}"
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(50))
        try:
            file.hardlink_to(draft)  # the first process wins; the others read its key
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return file.read_text()
