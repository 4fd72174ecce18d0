"""Reading ``indicators/`` of an edition: words first, then the indicators that name them."""

from functools import cache
from pathlib import Path

from stocktake.assessment.definitions.files import WORDS, Named, Record, WordsFile
from stocktake.assessment.definitions.rules import (
    Anchor,
    Combine,
    Definition,
    Kind,
    Target,
    Words,
)
from stocktake.charter import queries as charter
from stocktake.charter.rules import Edition, near
from stocktake.kernel.data import read_yaml_file
from stocktake.kernel.errors import BrokenData, NotFound
from stocktake.kernel.languages import in_language


FOLDER = "indicators"


def definitions(edition: str = charter.DEFAULT_EDITION) -> tuple[Definition, ...]:
    """The indicators of an edition in the order of its files; none where it has no such folder.

    Read once in a process. A file that cannot be read is refused by name and reason;
    `stocktake charter check` names every fault.
    """
    return _read(edition, charter.folder(edition))


def definition(code: str, edition: str = charter.DEFAULT_EDITION) -> Definition:
    """One indicator by its code, or a refusal that lists near ones."""
    found = {one.code: one for one in definitions(edition)}
    if code not in found:
        close = near(code, found)
        hint = f" Did you mean {', '.join(close)}?" if close else ""
        msg = (
            f"Edition {edition} has no indicator {code!r}.{hint}"
            f" See `stocktake charter indicators --edition {edition}`."
        )
        raise NotFound(msg)
    return found[code]


def of(
    commitment: str, edition: str = charter.DEFAULT_EDITION
) -> tuple[Definition, ...]:
    """The indicators of one commitment and of its parts, in the order of the files."""
    book = charter.edition(edition)
    wanted = {
        book.item(commitment).code,
        *(part.code for part in book.children(commitment)),
    }
    return tuple(
        one for one in definitions(edition) if wanted.intersection(one.commitments)
    )


def without_quantitative(edition: str = charter.DEFAULT_EDITION) -> tuple[str, ...]:
    """The commitments that no quantitative indicator measures, in the order of the text."""
    return tuple(
        item.code
        for item in charter.edition(edition).commitments
        if not any(one.kind is Kind.QUANTITATIVE for one in of(item.code, edition))
    )


def custodians(one: Definition, language: str, edition: str) -> tuple[str, ...]:
    """Who keeps an indicator's figures, each by name in a language; as written where none is.

    Kept out of ``Definition``: a better translation is no other definition.
    """
    known = _custodians(charter.folder(edition))
    return tuple(
        in_language(known[body], language) if body in known else body
        for body in one.custodian.split(", ")
        if body
    )


@cache
def _custodians(folder: Path) -> Named:
    return _words(folder / FOLDER).custodians


def _words(place: Path) -> WordsFile:
    return read_yaml_file(place / WORDS, WordsFile, name=f"{FOLDER}/{WORDS}")


@cache
def _read(code: str, folder: Path) -> tuple[Definition, ...]:
    edition, place = charter.edition(code), folder / FOLDER
    paths = [path for path in sorted(place.glob("*.yaml")) if path.name != WORDS]
    if not paths:
        return ()
    words = _words(place)
    return tuple(
        defined(record, words, edition, name=f"{FOLDER}/{path.name}")
        for path in paths
        for record in read_yaml_file(
            path, tuple[Record, ...], name=f"{FOLDER}/{path.name}"
        )
    )


def defined(
    record: Record, words: WordsFile, edition: Edition, *, name: str
) -> Definition:
    """A record with the words it names, or BrokenData where one of them is missing."""
    try:
        return Definition(
            code=record.code,
            kind=record.kind,
            scale=record.scale,
            direction=None if record.direction == "none" else record.direction,
            title=record.title,
            commitments=commitments(record, edition),
            unit=record.unit,
            unit_words=words.units[record.unit],
            low=record.low,
            high=record.high,
            baseline_year=record.baseline_year,
            horizon=record.horizon,
            target=_target(record),
            target_set_by=record.target.set_by,
            source=record.source,
            custodian=record.custodian,
            tier=record.tier,
            grade=record.grade,
            disaggregations=_named(words.disaggregations, *record.disaggregations),
            caveats=_named(words.caveats, *record.caveats),
            no_direction=_named(words.caveats, record.no_direction)[0]
            if record.no_direction
            else None,
            anchors=_anchors(words, record.anchors),
            flow=(record.flow.dataflow, record.flow.key) if record.flow else None,
            combine=record.flow.combine if record.flow else Combine.ONE,
        )
    except KeyError as error:
        msg = f"{name}: {record.code}: {error.args[0]!r} is no code of {WORDS}"
        raise BrokenData(msg) from error


def commitments(record: Record, edition: Edition) -> tuple[str, ...]:
    """The codes a record is about; ``all`` written out."""
    if record.commitments != "all":
        return tuple(record.commitments)
    counted = {item.code for item in edition.commitments}
    return tuple(
        item.code
        for item in edition.items
        if item.code in counted or item.parent in counted
    )


def _target(record: Record) -> Target | None:
    said = record.target
    if said.value is None:
        return None
    return Target(said.value, said.year, said.set_by, said.text)


def _named(known: dict[str, dict[str, str]], *codes: str) -> tuple[Words, ...]:
    return tuple(Words(code, known[code]) for code in codes)


def _anchors(words: WordsFile, scale: str | None) -> tuple[Anchor, ...]:
    steps = words.scales[scale] if scale else ()
    return tuple(Anchor(step.code, step.value, step.title, step.text) for step in steps)
