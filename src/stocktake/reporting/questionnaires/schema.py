"""The JSON Schema of a questionnaire's file, written from the types that read it."""

import json
from pathlib import Path
from typing import Any

import msgspec

from stocktake.reporting.questionnaires.files import File
from stocktake.reporting.questionnaires.rules import Field, Group


PATH = Path(__file__).resolve().parents[1] / "schemas" / "questionnaires.schema.json"
_DEFINITIONS = "#/$defs/{name}"


def schema() -> str:
    """The schema as text: a part is a question, or with ``fields`` a group of records."""
    (top,), definitions = msgspec.json.schema_components(
        [File], ref_template=_DEFINITIONS
    )
    _, parts = msgspec.json.schema_components([Field, Group], ref_template=_DEFINITIONS)
    part = {"anyOf": [{"$ref": "#/$defs/Field"}, {"$ref": "#/$defs/Group"}]}
    for name in ("File", "Page"):
        _give_parts(definitions[name]["properties"], part)
    whole = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "questionnaires/*.yaml of an edition",
        **top,
        "$defs": definitions | parts,
    }
    return json.dumps(whole, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _give_parts(properties: dict[str, Any], part: dict[str, Any]) -> None:
    for name in ("parts", "per_item", "per_theme"):
        if name in properties:
            properties[name]["items"] = part
