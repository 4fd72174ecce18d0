"""The JSON Schemas of ``indicators/``, written from the types that read its files."""

import json
from pathlib import Path
from typing import Any

import msgspec

from stocktake.assessment.definitions.files import Record, WordsFile


FOLDER = Path(__file__).resolve().parents[1] / "schemas"
_KINDS: dict[str, tuple[str, Any]] = {
    "indicators.schema.json": ("indicators/*.yaml", tuple[Record, ...]),
    "indicator_words.schema.json": ("indicators/words.yaml", WordsFile),
}


def schemas() -> dict[str, str]:
    """The JSON Schema of each kind of file, as text, by file name."""
    return {name: _schema(files, kind) for name, (files, kind) in _KINDS.items()}


def _schema(files: str, kind: Any) -> str:
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"{files} of an edition",
        **msgspec.json.schema(kind),
    }
    return json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
