"""Values as JSON that is the same wherever it is written, and its hash."""

import hashlib
from typing import Any

import msgspec


def canonical(value: Any) -> str:
    """A value as JSON, its keys in a fixed order.

    >>> canonical({"b": (1, 2.0), "a": "é"})
    '{"a":"é","b":[1,2.0]}'
    """
    return msgspec.json.encode(value, order="deterministic").decode()


def sha256(text: str) -> str:
    """SHA-256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def digest(value: Any) -> str:
    """SHA-256 of a value's canonical JSON."""
    return sha256(canonical(value))
