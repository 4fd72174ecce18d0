"""From files to enclosed documents: checked, read in parallel, kept, one by one.

Each file is one transaction, so that an interruption at any point leaves files that
were taken and files that were not, and the same command goes on where it stopped.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from django.db import transaction

from stocktake.accounts.rules import Acting
from stocktake.documents import actions as documents
from stocktake.documents import checking
from stocktake.documents import queries as kept
from stocktake.documents.rules import Reading
from stocktake.jobs import pool, reader
from stocktake.kernel.errors import NotFound, Refused
from stocktake.reporting import actions as reporting
from stocktake.reporting import queries as reports
from stocktake.reporting.rules import Strand


Progress = Callable[[str, int, int], None]
READER_DIED = (
    "the reader broke down on this file. Save it anew in the program it was made with, "
    "or as DOCX, and send that."
)
TOOK_TOO_LONG = (
    "reading it took more than {seconds:.0f} seconds of processor time, so it was given up. "
    "Print it to PDF anew, or send the DOCX; or raise STOCKTAKE_READ_SECONDS."
)
SUFFIXES = (".pdf", ".docx", ".odt", ".html", ".htm", ".txt")


class Status(StrEnum):
    """What became of one file."""

    TAKEN = "taken"
    DUPLICATE = "duplicate"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class FileResult:
    """One line of the table at the end of an intake."""

    file: str
    status: Status
    reason: str = ""
    pages: int = 0
    passages: int = 0
    language: str = ""
    document: str = ""  # SHA-256
    submission: str = ""  # URN


@dataclass(frozen=True, slots=True)
class Delivery:
    """Whose files these are, and for which round."""

    round: str
    sender: str
    strand: Strand
    about: tuple[str, ...]
    replaces: str = ""  # SHA-256 of the document that a correction takes the place of


def files_in(paths: Sequence[Path]) -> tuple[Path, ...]:
    """The files named, and those below the folders named, each once, in order.

    Below a folder only files of the kinds we read are taken, hidden ones never; a file
    that is named is always tried, so that its refusal is seen.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            below = (file for file in sorted(path.rglob("*")) if file.is_file())
            found.update(
                (file, None)
                for file in below
                if file.suffix.lower() in SUFFIXES and not file.name.startswith(".")
            )
        else:
            found[path] = None
    return tuple(found)


def take_in(
    deliveries: Mapping[Path, Delivery],
    *,
    by: Acting,
    at: datetime,
    progress: Progress,
    workers: int = 1,
) -> tuple[FileResult, ...]:
    """Take files in, each for its delivery; what became of each, in the order given."""
    for round_code in sorted({delivery.round for delivery in deliveries.values()}):
        reporting.open_round(round_code, by=by, at=at)
    results: dict[Path, FileResult] = {}
    seen: dict[str, Path] = {}
    for path, delivery in deliveries.items():
        result = _known_or_refused(path, delivery, seen, by=by, at=at)
        if result is not None:
            results[path] = result
    progress("reading", len(results), len(deliveries))
    unread = [path for path in deliveries if path not in results]
    for path, outcome in pool.unordered(
        reader.read, unread, workers=workers, limit=reader.limit
    ):
        results[path] = _outcome(path, outcome, deliveries[path], by=by, at=at)
        progress("reading", len(results), len(deliveries))
    return tuple(results[path] for path in deliveries)


def _outcome(
    path: Path,
    outcome: Reading | str | pool.Ended,
    delivery: Delivery,
    *,
    by: Acting,
    at: datetime,
) -> FileResult:
    """Keep what was read; a refusal, or a file on which the reader died, is refused."""
    if outcome is pool.Ended.CRASHED:
        return _refused(path, READER_DIED)
    if outcome is pool.Ended.TOO_LONG:
        seconds = reader.limit(path).seconds
        return _refused(path, TOOK_TOO_LONG.format(seconds=seconds))
    if isinstance(outcome, str):
        return _refused(path, outcome)
    return _keep(path, outcome, delivery, by=by, at=at)


def _known_or_refused(
    path: Path, delivery: Delivery, seen: dict[str, Path], *, by: Acting, at: datetime
) -> FileResult | None:
    """What can be said of a file before it is read; None if it must be read."""
    try:
        checking.check_size(path)
        digest = _digest(path)
    except Refused as error:
        return _refused(path, str(error))
    except OSError as error:
        return _refused(path, reader.CANNOT_BE_OPENED.format(why=error.strerror))
    if digest in seen:
        return FileResult(
            str(path),
            Status.DUPLICATE,
            f"the same file as {seen[digest].name}",
            document=digest,
        )
    seen[digest] = path
    before = reports.already_enclosed(delivery.round, digest)
    if before:
        return _described(
            FileResult(str(path), Status.DUPLICATE, before, document=digest)
        )
    try:
        kept.document(digest)
    except NotFound:
        return None
    return _enclose(
        FileResult(str(path), Status.TAKEN, document=digest), delivery, by=by, at=at
    )


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        digest = sha256()
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


@transaction.atomic
def _keep(
    path: Path, outcome: Reading, delivery: Delivery, *, by: Acting, at: datetime
) -> FileResult:
    document = documents.keep(
        path.read_bytes(), path.name, reading=outcome, by=by, at=at
    )
    return _enclose(
        FileResult(str(path), Status.TAKEN, document=document.sha256),
        delivery,
        by=by,
        at=at,
    )


def _enclose(
    result: FileResult, delivery: Delivery, *, by: Acting, at: datetime
) -> FileResult:
    name = Path(result.file).name
    try:
        if delivery.replaces:
            submission = reporting.replace(
                delivery.round, delivery.replaces, result.document, name, by=by, at=at
            )
        else:
            submission = reporting.enclose(
                delivery.round,
                result.document,
                name,
                sender=delivery.sender,
                strand=delivery.strand,
                about=delivery.about,
                by=by,
                at=at,
            )
    except Refused as error:
        return _refused(Path(result.file), str(error))
    return _described(replace(result, submission=submission))


def _described(result: FileResult) -> FileResult:
    row = kept.document(result.document)
    return replace(
        result, pages=row.page_count, passages=row.passage_count, language=row.language
    )


def _refused(path: Path, why: str) -> FileResult:
    return FileResult(str(path), Status.REFUSED, why)
