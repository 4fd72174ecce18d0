"""How events are chained."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any


FIRST = "0" * 64


def event_hash(
    previous: str, *, kind: str, by: str, about: str, at: datetime, data: dict[str, Any]
) -> str:
    """SHA-256 of the event before and of this one in canonical JSON."""
    content = {
        "previous": previous,
        "kind": kind,
        "by": by,
        "about": about,
        "at": _stamp(at),
        "data": data,
    }
    line = json.dumps(
        content, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(line.encode()).hexdigest()


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
