"""What States typed as their own figures becomes statistics, beside the official ones.

Published answers to the questions for figures go through the same door as a file of a
statistical office, into a dataflow of their own: source QUESTIONNAIRE, status "not
validated", the report they stand in beside each. Official figures are never touched, and
an answer that says "the official one holds" is none of the State's own.
"""

import csv
import logging
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from stocktake.accounts.rules import Acting, Role
from stocktake.actors import queries as actors
from stocktake.indicators import actions as statistics
from stocktake.indicators import queries as releases
from stocktake.indicators.loading.load import Request
from stocktake.indicators.mapping import Source
from stocktake.indicators.releases.rules import Release
from stocktake.kernel.errors import BrokenData, NotFound, Refused, StocktakeError
from stocktake.reporting import queries as reports
from stocktake.reporting.questionnaires.rules import Block, Field, Kind
from stocktake.reporting.questionnaires.values import is_absence
from stocktake.reporting.rules import Stage, Strand


FLOW: Final = "REPORTED_FIGURES"
SOURCE: Final = "QUESTIONNAIRE"
NOT_VALIDATED: Final = "V"
FIGURES: Final = Acting("figures of reports", frozenset({Role.LOCAL}))
_UNITS: Final = {"people": "PS", "per cent": "PT"}
_TRIES: Final = 5  # when others publish at the same moment
_COLUMNS: Final = (
    "FREQ", "REF_AREA", "QUESTION", "COMMITMENT", "SOURCE", "TIME_PERIOD", "OBS_VALUE",
    "UNIT_MEASURE", "OBS_STATUS", "ROUND", "SUBMISSION", "OFFICIAL", "COMMENT_OBS",
)  # fmt: skip
_KEY: Final = _COLUMNS[:6]
_log = logging.getLogger("stocktake.jobs")


@dataclass(frozen=True, slots=True)
class Reported:
    """One figure as a State typed it; codes have hyphens, because keys have points."""

    question: str
    commitment: str
    year: str
    value: str
    unit: str
    official: str
    label: str


def publish(about: str, data: Mapping[str, Any]) -> None:
    """React to ``submission.published``: what cannot be done now is done by catching up."""
    if data.get("strand") == Strand.STATE:
        _renew_quietly(str(data["sender"]), data)


def take_back(about: str, data: Mapping[str, Any]) -> None:
    """React to ``submission.moved``: figures of a withdrawn report go with it."""
    if data.get("from") == "published" and "/state/" in about:
        _renew_quietly(about.rpartition(":")[2].split("/")[1], data)


def catch_up(round_code: str, *, at: datetime) -> int:
    """Bring figures up to date after an interruption; how many States' had changed.

    Looked at are the States with a published report that answers the questionnaire, and
    those of which figures are kept.
    """
    rows = reports.listed(round_code=round_code, stage=Stage.PUBLISHED, by=FIGURES)
    states = {
        row.sender for row in rows if row.questionnaire and row.strand is Strand.STATE
    }
    return sum(renew(each, at=at) is not None for each in sorted(states | _areas()))


def _areas() -> set[str]:
    """The States of which figures are kept."""
    try:
        found = releases.observations(FLOW)
    except NotFound:
        return set()
    return {str(record["REF_AREA"]) for record in found.records()}


def renew(state: str, *, at: datetime) -> Release | None:
    """Make what is kept of a State what its published reports say now; None if it is so.

    A later round's report overrides an earlier one on the same year; what no report says
    any more is deleted. The releases before keep what they said.
    """
    wanted = dict(_wanted(state))
    held = _held(state)
    gone = [key for key in held if key not in wanted]
    if all(held.get(key) == row for key, row in wanted.items()) and not gone:
        return None
    for tried in range(1, _TRIES + 1):
        try:
            return _load(state, wanted, gone, at=at)
        except Refused:
            if tried == _TRIES:
                raise
    return None


def figures(urn: str) -> Iterator[Reported]:
    """The State's own figures in a report: with a value and a year, and confirmed."""
    draft = reports.draft(urn)
    answers = reports.answers(draft.key)
    for block in draft.questionnaire.blocks.values():
        for field in block.fields:
            if field.kind is Kind.INDICATOR:
                answer = answers.get(f"{block.item}/{field.id}")
                if answer is not None and answer.confirmed:
                    yield from _figure(block, field, answer.value)


def _figure(block: Block, field: Field, value: Any) -> Iterator[Reported]:
    own = not is_absence(value) and value.get("source") == "own"
    if not (own and value.get("value") and value.get("year")):
        return
    yield Reported(
        question=field.id.removeprefix("indicator_").replace("_", "-"),
        commitment=block.item.replace(".", "-"),
        year=str(value["year"]),
        value=str(value["value"]),
        unit=_UNITS.get(field.unit.get("en", ""), "NUM"),
        official=field.official,
        label=field.label["en"],
    )


def _wanted(state: str) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Key and row of each figure of a State, the later rounds last."""
    for round_ in sorted(reports.rounds(), key=lambda one: one.code):
        rows = reports.submissions(round_.code, sender=state, strand=Strand.STATE)
        for row in rows:
            try:
                told = list(figures(row.urn))
            except NotFound:  # a report that came as a file answers no questionnaire
                continue
            for one in told:
                cells = (
                    "A", state, one.question, one.commitment, SOURCE, one.year,
                    one.value, one.unit, NOT_VALIDATED, round_.code, row.urn,
                    one.official, one.label,
                )  # fmt: skip
                yield cells[: len(_KEY)], cells


def _held(state: str) -> dict[tuple[str, ...], tuple[str, ...]]:
    """What the release in force says of a State, as rows of a file would."""
    try:
        found = releases.observations(FLOW, f"A.{state}...{SOURCE}")
    except NotFound:
        return {}
    rows = {}
    for record in found.records():
        value = record["OBS_VALUE"]
        shown = record | {"OBS_VALUE": f"{value:.15g}"}
        cells = tuple(str(shown[name] or "") for name in _COLUMNS)
        rows[cells[: len(_KEY)]] = cells
    return rows


def _load(
    state: str,
    wanted: Mapping[tuple[str, ...], tuple[str, ...]],
    gone: list[tuple[str, ...]],
    *,
    at: datetime,
) -> Release | None:
    flow = releases.flow(FLOW).reference
    reports_named = sorted(
        {row[_COLUMNS.index("SUBMISSION")] for row in wanted.values()}
    )
    source = Source(
        publisher=actors.actor_name(state, "en"),
        title="Own figures in answers to the questionnaire",
        edition=", ".join(reports_named),
        as_of=at.date().isoformat(),
    )
    with tempfile.TemporaryDirectory(prefix="stocktake-figures-") as folder:
        path = Path(folder) / f"figures-{state}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            lines = csv.writer(file, lineterminator="\n")
            lines.writerow(("STRUCTURE", "STRUCTURE_ID", "ACTION", *_COLUMNS))
            blank = ("",) * (len(_COLUMNS) - len(_KEY))
            for key in sorted(gone):
                lines.writerow(("dataflow", flow, "D", *key, *blank))
            for _, row in sorted(wanted.items()):
                lines.writerow(("dataflow", flow, "I", *row))
        loaded, release = statistics.load(
            Request(path, source=source), by=FIGURES, at=at
        )
    if loaded.checked.bad:
        fault = loaded.checked.faults[0]
        msg = f"Figures of {state} were refused: {fault.component} {fault.text!r}: {fault.why}."
        raise BrokenData(msg)
    return release


def _renew_quietly(state: str, data: Mapping[str, Any]) -> None:
    """A report is published whether or not its figures can be loaded at that moment."""
    try:
        renew(state, at=datetime.fromisoformat(str(data["at"])))
    except StocktakeError:
        _log.exception("Figures of %s wait for the next update of the round", state)
