"""A mapping for somebody's table: what its columns are, the file that says so."""

from collections.abc import Mapping as Table
from dataclasses import dataclass
from pathlib import Path

import msgspec
from django.urls import reverse
from django.utils.translation import gettext as _

from stocktake.design.refusing import Refusal, sentence
from stocktake.desk.pages.frames import Frame, Link
from stocktake.desk.pages.indicators_home import frame, language
from stocktake.indicators import mapping, queries
from stocktake.indicators.proposing import proposal, writing
from stocktake.indicators.proposing.proposal import Proposal
from stocktake.indicators.structures import reading as structures
from stocktake.indicators.structures.rules import TIME, VALUE, CodeList, Flow
from stocktake.kernel.errors import BrokenData, StocktakeError
from stocktake.kernel.languages import in_language


PREVIEW = 8
FEW = 60  # codes that a list to choose from can hold
AS_VALUES = "values"


@dataclass(frozen=True, slots=True)
class Option:
    """One entry of a list to choose from."""

    value: str
    text: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """One column: what it holds, what it may be, the codes of its heading."""

    number: int
    name: str
    samples: tuple[str, ...]
    options: tuple[Option, ...]
    heading: str  # TIME_PERIOD=1990 SEX=F, for a column of values


@dataclass(frozen=True, slots=True)
class ConstantRow:
    """One dimension that no column says: a code from a list, or typed."""

    id: str
    name: str
    value: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class CodeRow:
    """One text of a column that is no code yet."""

    number: int
    concept: str
    text: str
    code: str


@dataclass(frozen=True, slots=True)
class ColumnsPage:
    """The table, what its columns are, and the file that says so."""

    frame: Frame
    name: str
    flow: str
    flows: tuple[Option, ...]
    sheets: tuple[Option, ...]
    row: int
    head: tuple[str, ...]
    preview: tuple[tuple[str, ...], ...]
    columns: tuple[ColumnRow, ...]
    constants: tuple[ConstantRow, ...]
    codes: tuple[CodeRow, ...]
    units: tuple[Option, ...]
    source: tuple[tuple[str, str], ...]
    doubts: tuple[Refusal, ...]
    text: str
    wrong: tuple[Refusal, ...]
    made: bool


def columns_page(
    path: Path, asked: Table[str, str], given: Table[str, str] | None = None
) -> ColumnsPage:
    """What is proposed for a table, or what somebody made of it."""
    row = int(asked["row"]) if asked["row"].isdecimal() else 0
    found = proposal.propose(
        path, flow=asked["flow"], sheet=asked["sheet"], header_row=row
    )
    wrong: tuple[str, ...] = ()
    if given is not None:
        found = with_mapping(found, _made(found, given))
        wrong = _wrong(found, path.name)
    made = found.mapping
    lists = structures.lists(found.flow)
    title = _("Columns of the table")
    between = Link(_("A mapping for a table"), reverse("desk:mapping"))
    return ColumnsPage(
        frame=frame(title, between),
        name=path.name,
        flow=found.flow.id,
        flows=_flows(found.flow),
        sheets=tuple(
            Option(each, each, each == found.sheet.name) for each in found.sheet.sheets
        ),
        row=found.sheet.header_row,
        head=found.sheet.columns,
        preview=found.sheet.rows[:PREVIEW],
        columns=_columns(found),
        constants=_constants(found, lists),
        codes=_codes(found, given),
        units=_options(lists.get("UNIT_MEASURE"), made.unit),
        source=tuple(
            (name, str(getattr(made.source, name))) for name in writing.SOURCE
        ),
        doubts=tuple(map(sentence, found.doubts)) if given is None else (),
        text=writing.as_yaml(found, name=path.name)
        if given is None
        else writing.body(made),
        wrong=tuple(map(sentence, wrong)),
        made=given is not None,
    )


def with_mapping(found: Proposal, made: mapping.Mapping) -> Proposal:
    """A proposal with the mapping that somebody made of it."""
    return Proposal(found.flow, found.sheet, made, found.guesses, found.doubts)


def _flows(chosen: Flow) -> tuple[Option, ...]:
    return tuple(
        Option(flow.id, in_language(flow.names, language()), flow.id == chosen.id)
        for flow in queries.own_flows()
    )


def _columns(found: Proposal) -> tuple[ColumnRow, ...]:
    made = found.mapping
    return tuple(
        ColumnRow(
            number,
            name,
            found.sheet.told(name)[:4],
            _concepts(found.flow, made, name),
            " ".join(f"{k}={v}" for k, v in made.values.get(name, {}).items()),
        )
        for number, name in enumerate(found.sheet.columns)
    )


def _concepts(flow: Flow, made: mapping.Mapping, column: str) -> tuple[Option, ...]:
    chosen = AS_VALUES if column in made.values else made.columns.get(column, "")
    names = {each: concept_name(flow, each) for each in concepts(flow)}
    fixed = {"": _("Leave out"), AS_VALUES: _("Values; the heading is a code")}
    return tuple(
        Option(value, text, value == chosen) for value, text in (fixed | names).items()
    )


def concepts(flow: Flow) -> tuple[str, ...]:
    """What a column can be."""
    return (*flow.key_ids, VALUE, *flow.attribute_ids)


def concept_name(flow: Flow, concept: str) -> str:
    """A concept in the page's language."""
    own = {TIME: _("Time period"), VALUE: _("Value")}
    component = flow.components.get(concept)
    if concept in own or component is None:
        return own.get(concept, concept)
    return in_language(component.names, language())


def _constants(found: Proposal, lists: Table[str, CodeList]) -> tuple[ConstantRow, ...]:
    fixed = found.mapping.constants
    return tuple(
        ConstantRow(
            each,
            concept_name(found.flow, each),
            fixed.get(each, ""),
            _options(lists.get(each), fixed.get(each, "")),
        )
        for each in (*found.flow.key_ids, *found.flow.attribute_ids)
        if each not in ("UNIT_MEASURE", "COMMENT_OBS", "CONF_STATUS")
    )


def _options(codes: CodeList | None, chosen: str) -> tuple[Option, ...]:
    if codes is None or len(codes.codes) > FEW:
        return ()
    blank = Option("", _("A column says it"), not chosen)
    return (
        blank,
        *(
            Option(code.id, in_language(code.names, language()), code.id == chosen)
            for code in codes.codes
        ),
    )


def _codes(found: Proposal, given: Table[str, str] | None) -> tuple[CodeRow, ...]:
    """The texts that were not understood, with the code that somebody gave them."""
    rows = [
        (guess.concept, text)
        for guess in found.guesses
        if guess.concept not in (TIME, VALUE)
        for text in guess.unknown[:20]
    ]
    return tuple(
        CodeRow(
            number,
            concept,
            text,
            found.mapping.codes.get(concept, {}).get(text, ""),
        )
        for number, (concept, text) in enumerate(rows)
    )


def _made(found: Proposal, given: Table[str, str]) -> mapping.Mapping:
    """The mapping that a filled-in form says."""
    chosen = {
        name: given.get(f"column-{number}", "")
        for number, name in enumerate(found.sheet.columns)
    }
    columns = {n: c for n, c in chosen.items() if c and c != AS_VALUES}
    values = {
        name: _pairs(given.get(f"heading-{number}", ""))
        for number, name in enumerate(found.sheet.columns)
        if chosen[name] == AS_VALUES
    }
    codes = {c: dict(found.mapping.codes.get(c, {})) for c in columns.values()}
    for row in _codes(found, None):
        code = given.get(f"code-{row.number}", "").strip()
        if code and row.concept in codes:
            codes[row.concept][row.text] = code
    constants = {
        each: told
        for each in (*found.flow.key_ids, *found.flow.attribute_ids)
        if (told := given.get(f"constant-{each}", "").strip())
        and each not in columns.values()
    }
    return msgspec.structs.replace(
        found.mapping,
        columns=columns,
        values=values,
        codes={concept: held for concept, held in codes.items() if held},
        constants=constants,
        unit=given.get("unit", ""),
        by_name=tuple(c for c in found.mapping.by_name if c in columns.values()),
        source=mapping.Source(
            **{each: given.get(f"source-{each}", "").strip() for each in writing.SOURCE}
        ),
    )


def _pairs(text: str) -> dict[str, str]:
    """``TIME_PERIOD=1990 SEX=F`` as a dictionary."""
    parts = (part.partition("=") for part in text.split())
    return {name: code for name, _sign, code in parts if name and code}


def _wrong(found: Proposal, name: str) -> tuple[str, ...]:
    """What does not fit: columns or concepts that nothing gives, or that two give."""
    given = list(found.mapping.columns.values())
    twice = sorted({each for each in given if given.count(each) > 1})
    if twice:
        return tuple(f"two columns give {each}" for each in twice)
    try:
        mapping.check(found.mapping, found.flow, found.sheet.columns, name=name)
    except BrokenData as error:
        return tuple(
            line.removeprefix("- ")
            for line in str(error).splitlines()
            if line.startswith("- ")
        )
    except StocktakeError as error:
        return (str(error),)
    return ()
