"""What the room hands out: JSON Schemas of its files, and copies of editions."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import msgspec

from stocktake.charter.queries import folder, own_folder
from stocktake.charter.reading import FILES
from stocktake.kernel.errors import Refused


SCHEMAS = Path(__file__).resolve().parent / "schemas"
_NAME = re.compile(r"[a-z][a-z0-9-]{1,39}")


def schemas() -> dict[str, str]:
    """The JSON Schema of each kind of file, as text, by file name."""
    return {
        f"{pattern.replace('/*.yaml', '').removesuffix('.yaml').rsplit('/', 1)[-1]}.schema.json": _schema(
            pattern, kind
        )
        for pattern, kind in FILES.items()
    }


def _schema(pattern: str, kind: Any) -> str:
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"{pattern} of an edition",
        **msgspec.json.schema(kind),
    }
    return json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def write_schemas(into: Path) -> tuple[Path, ...]:
    """Write the schemas into a folder, made if absent."""
    into.mkdir(parents=True, exist_ok=True)
    written = []
    for name, text in schemas().items():
        (into / name).write_text(text, encoding="utf-8")
        written.append(into / name)
    return tuple(written)


def copy(edition: str, name: str) -> Path:
    """Copy an edition under a new name into the home, ready to be edited."""
    source, target = folder(edition), own_folder() / name
    if not _NAME.fullmatch(name):
        msg = f"{name!r} cannot name an edition: use small letters, digits and hyphens, as in 'my-edition'."
        raise Refused(msg)
    if target.exists() or (source.parent / name).exists():
        msg = f"There is already an edition {name!r}. Choose another name."
        raise Refused(msg)
    shutil.copytree(source, target)
    about = target / "edition.yaml"
    text = about.read_text(encoding="utf-8")
    about.write_text(
        re.sub(r"(?m)^code: .*$", f"code: {name}", text, count=1), encoding="utf-8"
    )
    return target
