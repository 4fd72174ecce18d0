"""The receipt of a submission: a PDF with hash, time, signer and counts, in six languages.

The same snapshot and language give the same bytes, so a lost receipt is made again.
"""

import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import msgspec
import typst

from stocktake.actors import queries as actors
from stocktake.charter import queries as charter
from stocktake.design import fonts
from stocktake.geography.queries import is_illustrative
from stocktake.kernel.data import read_yaml
from stocktake.kernel.errors import BrokenData, NotFound
from stocktake.kernel.languages import LANGUAGES, direction, in_language
from stocktake.reporting.queries.workflow import SnapshotRow


_TEMPLATE: Final = "receipt.typ"


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the receipt says in one language."""

    title: str
    lead: str
    about: str  # heading of the facts
    submission: str
    sender: str
    code: str
    compact: str
    round: str
    strand: str
    strand_state: str
    strand_expert: str
    version: str
    number: str
    questionnaire: str
    signer: str
    at: str
    utc: str
    counts: str
    answers: str
    measures: str
    documents: str
    fingerprint: str
    fingerprint_lead: str
    check: str
    check_lead: str
    correction: str
    illustrative: str
    footer: str


@cache
def words(language: str) -> Words:
    """The words of one language; NotFound where it is none of the six."""
    if language not in LANGUAGES:
        msg = f"Receipts are made in {', '.join(LANGUAGES)}, not in {language!r}."
        raise NotFound(msg)
    source = (files(__package__) / f"{language}.yaml").read_bytes()
    return read_yaml(source, Words, name=f"receipts/{language}.yaml")


def pdf(snapshot: SnapshotRow, *, language: str) -> bytes:
    """The receipt of a snapshot as a tagged PDF, A4, one page."""
    data = msgspec.json.encode(_data(snapshot, language))
    template = (files(__package__) / _TEMPLATE).read_bytes()
    with tempfile.TemporaryDirectory(prefix="stocktake-receipt-") as folder:
        root = Path(folder)
        (root / "data.json").write_bytes(data)
        (root / "main.typ").write_bytes(template)
        compiler: Any = typst.Compiler
        made = compiler(
            root / "main.typ",
            root=root,
            font_paths=[str(one) for one in fonts.folders()],
            ignore_system_fonts=True,
        ).compile(format="pdf", pdf_standards=["a-2a", "ua-1"])
    if not isinstance(made, bytes):
        msg = "Typst made no single file of the receipt."
        raise BrokenData(msg)
    return made


def _data(snapshot: SnapshotRow, language: str) -> Mapping[str, Any]:
    told, said = snapshot.told, words(language)
    strand = said.strand_state if told["strand"] == "state" else said.strand_expert
    asked = told["questionnaire"]
    compact = in_language(charter.edition(told["edition"]).title, language)
    facts = [
        (said.submission, snapshot.submission, "code"),
        (said.sender, actors.actor_name(told["sender"], language), ""),
        (said.code, told["sender"], "code"),
        (said.compact, compact, ""),
        (said.round, told["round"], "code"),
        (said.strand, strand, ""),
        (said.version, snapshot.submission.rpartition("/")[2], "code"),
        (said.number, str(snapshot.number), "code"),
        (said.questionnaire, f"{asked['code']}@{asked['version']}", "code"),
        (said.signer, snapshot.signer, "own"),
        (said.at, f"{_stamp(snapshot.at)} {said.utc}", "time"),
    ]
    counts = [
        (said.answers, str(snapshot.answers)),
        (said.measures, str(snapshot.measures)),
        (said.documents, str(snapshot.documents)),
    ]
    sha = snapshot.sha256
    return {
        "words": said,
        "language": language,
        "direction": direction(language),
        "facts": facts,
        "counts": counts,
        "hash": [sha[:32], sha[32:]],
        "command": f"stocktake submission receipt {sha[:16]}",
        "correction": snapshot.number > 1,
        "illustrative": is_illustrative(told["sender"]),
        "day": [snapshot.at.year, snapshot.at.month, snapshot.at.day],
    }


def _stamp(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S}"
