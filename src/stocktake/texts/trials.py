"""Measure labels on a CSV file: its columns read and checked, its rows judged."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from stocktake.charter import queries as charter
from stocktake.documents import language as telling
from stocktake.kernel.errors import BrokenData, Refused
from stocktake.kernel.languages import LANGUAGES
from stocktake.texts import encoders, examples
from stocktake.texts.evaluation import Row, by_language, judge, measure
from stocktake.texts.reading import Reader
from stocktake.texts.rules import Text, Tier, Vectors
from stocktake.texts.taxonomy import Taxonomy, read_taxonomy
from stocktake.texts.workshop import reader, vectors_folder, workshop


Progress = Callable[[str, int, int], None]
_YES: Final = frozenset({"true", "yes", "1", "y"})
_NO: Final = frozenset({"false", "no", "0", "n", ""})


@dataclass(frozen=True, slots=True)
class Asking:
    """Which columns hold what."""

    text: str
    labels: str
    language: str | None = None
    asked: str | None = None


def evaluate(
    file: Path,
    asking: Asking,
    *,
    train: Path | None,
    edition: str | None,
    taxonomy: Path | None,
    tier: str,
    slow_share: float,
    progress: Progress,
) -> dict[str, Any]:
    """The figures for a file: keys p_at_1, hit_at_3, accuracy, macro_f1, n, by_language."""
    if edition and taxonomy:
        msg = (
            "Give --edition or --taxonomy, not both: labels are of one or of the other."
        )
        raise Refused(msg)
    classes = _taxonomy(edition, taxonomy)
    rows = read_rows(file, asking, classes)
    taught = read_rows(train, asking, classes) if train else []
    read = {model: _told(one, progress) for model, one in _readers(tier).items()}
    judged = judge(
        rows,
        classes,
        read,
        tier=Tier(tier),
        examples=() if taxonomy else examples.gate(),
        train=taught,
        slow_share=slow_share,
    )
    found = asdict(measure(rows, judged, classes.codes))
    languages = by_language(rows, judged, classes.codes)
    return {
        **{
            name: found[name]
            for name in ("p_at_1", "hit_at_3", "accuracy", "macro_f1", "n")
        },
        "by_language": {language: asdict(one) for language, one in languages.items()},
        "taxonomy": classes.name,
        "tier": tier,
        "trained_on": len(taught),
        "slow_share": slow_share if tier == Tier.FULL else 0.0,
        "models": [one.name for one in _readers(tier).values()],
    }


def read_rows(file: Path, asking: Asking, classes: Taxonomy) -> list[Row]:
    """The rows of a CSV file in UTF-8; refused by file, line and column."""
    lines = _lines(file, asking)
    languages = _languages(lines, asking)
    rows = [
        _row(number, line, language, asking, name=file.name)
        for number, (line, language) in enumerate(
            zip(lines, languages, strict=True), start=2
        )
    ]
    known = set(classes.codes)
    unknown = sorted(
        {one for row in rows for one in (*row.labels, row.asked) if one} - known
    )
    if unknown and not known & {
        one for row in rows for one in (*row.labels, row.asked)
    }:
        msg = (
            f"{file.name}: none of the labels in column {asking.labels!r} is a class of {classes.name}."
            f" Found, for example: {', '.join(unknown[:5])}. Classes: {', '.join(sorted(known)[:10])}, ..."
        )
        raise BrokenData(msg)
    return rows


def _taxonomy(edition: str | None, taxonomy: Path | None) -> Taxonomy:
    if taxonomy is None:
        return workshop(edition or charter.DEFAULT_EDITION).taxonomy
    try:
        source = taxonomy.read_bytes()
    except OSError as error:
        msg = f"{taxonomy}: cannot be read: {error.strerror}"
        raise BrokenData(msg) from error
    return read_taxonomy(source, name=taxonomy.name)


def _readers(tier: str) -> dict[str, Reader]:
    models = (
        [encoders.USE] if tier == Tier.FAST else [encoders.USE, encoders.slow_encoder()]
    )
    return {model: reader(model, vectors_folder()) for model in models}


def _told(one: Reader, progress: Progress) -> Callable[[Sequence[str]], Vectors]:
    """A reader that says how far it is."""

    def read(texts: Sequence[str]) -> Vectors:
        return one(
            texts,
            progress=lambda done, total: progress(
                f"read with {one.model}", done, total
            ),
        )

    return read


def _lines(file: Path, asking: Asking) -> list[dict[str, str]]:
    try:
        source = file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        msg = f"{file}: cannot be read: {error.strerror}"
        raise BrokenData(msg) from error
    except UnicodeDecodeError as error:
        msg = (
            f"{file.name}: is not UTF-8 (byte {error.start}). Save it as CSV in UTF-8."
        )
        raise BrokenData(msg) from error
    csv.field_size_limit(10_000_000)
    table = csv.DictReader(io.StringIO(source, newline=""))
    there = list(table.fieldnames or [])
    wanted = [
        one
        for one in (asking.text, asking.labels, asking.language, asking.asked)
        if one
    ]
    absent = [one for one in wanted if one not in there]
    if absent:
        msg = f"{file.name}: has no column {', '.join(map(repr, absent))}. Its columns are: {', '.join(there) or 'none'}."
        raise BrokenData(msg)
    lines = [dict(line) for line in table]
    if not lines:
        msg = f"{file.name}: has a heading and no rows."
        raise BrokenData(msg)
    return lines


def _row(
    number: int,
    line: Mapping[str, str | None],
    language: str,
    asking: Asking,
    *,
    name: str,
) -> Row:
    words = (line[asking.text] or "").strip()
    if not words:
        msg = f"{name}, row {number}: column {asking.text!r} is empty. A row without a text measures nothing."
        raise BrokenData(msg)
    cell = (line[asking.labels] or "").strip()
    text = Text(str(number), language, words)
    if asking.asked is None:
        labels = frozenset(label.strip() for label in cell.split("|") if label.strip())
        return Row(text, labels)
    asked = (line[asking.asked] or "").strip()
    if cell.lower() not in _YES | _NO:
        msg = f"{name}, row {number}: column {asking.labels!r} says {cell!r}; with --asked it must be yes or no."
        raise BrokenData(msg)
    return Row(text, frozenset({asked} if cell.lower() in _YES else ()), asked)


def _languages(lines: Sequence[Mapping[str, str | None]], asking: Asking) -> list[str]:
    """The language of each row: as its column says, else told from its text."""
    _, told = telling.of_passages([line[asking.text] or "" for line in lines])
    if asking.language is None:
        return list(told)
    said = [(line[asking.language] or "").strip().lower()[:2] for line in lines]
    return [
        one if one in LANGUAGES else other
        for one, other in zip(said, told, strict=True)
    ]
