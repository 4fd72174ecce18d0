"""The keys of the vault: a file of their own, never in the database.

By default ``protected/keys`` in the home; ``STOCKTAKE_PROTECTED_KEYS`` puts it elsewhere,
so that no copy of the home holds both the locked box and its key.
"""

import base64
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from stocktake.kernel.errors import BrokenData, Refused


@dataclass(frozen=True, slots=True)
class Key:
    """One key with the name that sealed rows call it by."""

    name: str
    secret: bytes  # 32 bytes


@dataclass(frozen=True, slots=True)
class Ring:
    """All keys that something may be sealed with; the first seals from now on."""

    keys: tuple[Key, ...]

    @property
    def current(self) -> Key:
        """The key that seals."""
        return self.keys[0]

    def named(self, name: str) -> Key:
        """The key that something was sealed with."""
        for key in self.keys:
            if key.name == name:
                return key
        msg = f"The key {name!r} of protected sources is not in {place()}. Bring the file back from its backup."
        raise Refused(msg)


def place() -> Path:
    """Where the keys lie."""
    named = os.environ.get("STOCKTAKE_PROTECTED_KEYS")
    if named:
        return Path(named).expanduser()
    return Path(settings.STOCKTAKE_HOME) / "protected" / "keys"


def new_key() -> Key:
    """A fresh key."""
    return Key(secrets.token_hex(4), secrets.token_bytes(32))


def exists() -> bool:
    """Whether there are keys yet."""
    return place().exists()


def ring() -> Ring:
    """The keys; refused where others than the owner of the file could read it."""
    file = place()
    try:
        mode = file.stat().st_mode
        told = json.loads(file.read_text("ascii"))
        keys = tuple(Key(one["name"], base64.b64decode(one["key"])) for one in told)
    except FileNotFoundError as error:
        msg = f"The keys of protected sources are not in {file}. Bring the file back from its backup."
        raise Refused(msg) from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        msg = f"{file} cannot be read as the keys of protected sources."
        raise BrokenData(msg) from error
    if mode & 0o077 and os.name == "posix":
        msg = f"{file} can be read by others than its owner. Run: chmod 600 {file}"
        raise Refused(msg)
    if not keys or any(len(key.secret) != 32 for key in keys):
        msg = f"{file} holds no whole key of protected sources."
        raise BrokenData(msg)
    return Ring(keys)


def make() -> Ring:
    """The keys, made once: of two processes that make them the first wins."""
    if not exists():
        draft = _written(Ring((new_key(),)))
        try:
            place().hardlink_to(draft)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return ring()


def write(new: Ring) -> None:
    """Put other keys in the place of those before, whole or not at all."""
    _written(new).replace(place())


def _written(new: Ring) -> Path:
    folder = place().parent
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = folder / f".keys.{os.getpid()}.{secrets.token_hex(4)}"
    told = [
        {"name": key.name, "key": base64.b64encode(key.secret).decode()}
        for key in new.keys
    ]
    opened = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(opened, "w", encoding="ascii") as file:
        json.dump(told, file)
        file.flush()
        os.fsync(file.fileno())
    return draft
