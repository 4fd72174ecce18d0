"""Data files read into types, or refused by file and key."""

from pathlib import Path
from typing import Any, TypeVar

import msgspec
import yaml

from stocktake.kernel.errors import BrokenData


T = TypeVar("T")

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(source: bytes, kind: type[T], *, name: str) -> T:
    """Read YAML bytes as ``kind``; ``name`` is the file that an error names."""
    try:
        return msgspec.convert(yaml.load(source, Loader=_Loader), kind)  # noqa: S506
    except (yaml.YAMLError, msgspec.ValidationError, UnicodeDecodeError) as error:
        msg = f"{name}: {error}"
        raise BrokenData(msg) from error


def read_yaml_file(path: Path, kind: type[T], *, name: str = "") -> T:
    """Read a YAML file as ``kind``, or refuse it by name, key and reason."""
    try:
        source = path.read_bytes()
    except OSError as error:
        msg = f"{name or path}: cannot be read: {error.strerror}"
        raise BrokenData(msg) from error
    return read_yaml(source, kind, name=name or path.name)
