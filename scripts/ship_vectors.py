#!/usr/bin/env python3
"""Write the vectors of our own texts that ship with the package.

    python scripts/ship_vectors.py

The label cards of the default edition, gate passages and stance sentences are read by both encoders once, here,
so that a fresh copy need not (a minute or two on two cores). Run it again after those
texts changed: whatever is absent from the files is encoded when it is first needed, so
forgetting to costs time and nothing else. Same texts, same bytes.
"""

import os
import sys
import tempfile
from pathlib import Path


def main() -> None:
    """Encode all own texts in a temporary home and keep their vectors beside the data."""
    os.environ["STOCKTAKE_HOME"] = (
        os.environ.get("STOCKTAKE_HOME") or tempfile.mkdtemp()
    )
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stocktake.site.settings")
    from stocktake.charter import queries as charter  # noqa: PLC0415
    from stocktake.texts import encoders, examples, reading  # noqa: PLC0415
    from stocktake.texts.vectors import VectorFile, key  # noqa: PLC0415
    from stocktake.texts.workshop import workshop  # noqa: PLC0415

    texts = {one.text for one in examples.gate()} | {
        text for *_, text in examples.prototypes()
    }
    for edition in (charter.DEFAULT_EDITION,):
        for one in workshop(edition).taxonomy.classes:
            texts |= {text for _, text in one.readings()}
            texts |= {text for lines in one.against.values() for text in lines}
    ordered = sorted(texts, key=key)
    reading.SHIPPED.mkdir(parents=True, exist_ok=True)
    for model, dimensions in reading.DIMENSIONS.items():
        reader = (
            workshop(charter.DEFAULT_EDITION).quick
            if model == encoders.USE
            else workshop(charter.DEFAULT_EDITION).slow
        )
        vectors = reader(ordered)
        path = reading.SHIPPED / f"{encoders.full_name(model)}.f16"
        draft = Path(f"{path}.new")
        draft.unlink(missing_ok=True)
        VectorFile(draft, dimensions).add([key(text) for text in ordered], vectors)
        draft.replace(path)
        sys.stdout.write(
            f"{path.name}: {len(ordered)} texts, {path.stat().st_size / 1e6:.1f} MB\n"
        )


if __name__ == "__main__":
    main()
