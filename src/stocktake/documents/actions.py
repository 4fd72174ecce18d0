"""Check files and keep documents with what was read from them."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.db import transaction

from stocktake.accounts.rules import Acting, Permission
from stocktake.audit.actions import record
from stocktake.documents import checking, queries, store
from stocktake.documents.checking import scanner
from stocktake.documents.models import Document, Passage
from stocktake.documents.queries import DocumentRow
from stocktake.documents.rules import Box, Kind, Reading, safe_name
from stocktake.kernel.folding import fold


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that may be read."""

    name: str
    kind: Kind
    size: int
    sha256: str


def check(source: Path | bytes, name: str = "") -> Checked:
    """Check a file, by the virus scanner too; ``Refused`` says what is wrong and what to do."""
    limits = checking.limits_set()
    if isinstance(source, Path):
        checking.check_size(source)
        data, named = source.read_bytes(), name or source.name
    else:
        data, named = source, name
    kind = checking.check(data, named, limits)
    scanner.refuse_infected(data, named)
    return Checked(named, kind, len(data), sha256(data).hexdigest())


def keep(
    data: bytes, name: str, *, reading: Reading, by: Acting, at: datetime
) -> DocumentRow:
    """Store the bytes by their SHA-256 and the passages as records; once, however often asked.

    The bytes are on disk before the record is: an interruption between the two leaves a
    file that the next call finds and uses, never a record without its bytes.
    """
    by.require(Permission.REPORT_TAKE_IN)
    digest = sha256(data).hexdigest()
    store.write(store.path(digest), data)
    with transaction.atomic():
        document, new = Document.objects.get_or_create(
            sha256=digest, defaults=_described(data, name, reading, at)
        )
        if new:
            Passage.objects.bulk_create(_passages(document, reading), batch_size=500)
            about = {"name": document.name, "passages": len(reading.passages)}
            record("document.kept", by=by.name, about=document.urn, at=at, data=about)
    return queries.document(digest)


def _described(
    data: bytes, name: str, reading: Reading, at: datetime
) -> dict[str, Any]:
    return {
        "kind": reading.kind,
        "name": safe_name(name),
        "size": len(data),
        "title": reading.title[:500],
        "language": reading.language,
        "page_count": len(reading.pages),
        "page_sizes": [[page.width, page.height] for page in reading.pages],
        "asides": [
            [aside.kind.value, aside.page, aside.text] for aside in reading.asides
        ],
        "engine": reading.engine,
        "known_words": reading.known_words,
        "read_at": at,
    }


def _passages(document: Document, reading: Reading) -> list[Passage]:
    return [
        Passage(
            document=document,
            order=passage.order,
            number=passage.number[:32],
            page=passage.page,
            boxes=[_box(box) for box in passage.boxes],
            heading=list(passage.heading),
            text=passage.text,
            folded=fold(passage.text),
            language=language,
        )
        for passage, language in zip(reading.passages, reading.languages, strict=True)
    ]


def _box(box: Box) -> list[float]:
    return [box.page, box.left, box.top, box.right, box.bottom]
