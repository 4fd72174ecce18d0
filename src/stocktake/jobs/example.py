"""The example round: six invented States, two expert organisations, in six languages."""

from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Final

import msgspec

from stocktake.accounts.rules import Acting
from stocktake.actors import actions as actors
from stocktake.actors import queries as known
from stocktake.indicators import actions as statistics
from stocktake.jobs.example_answers import answer_example
from stocktake.jobs.intake import Delivery, FileResult, Progress, take_in
from stocktake.kernel import processes
from stocktake.kernel.data import read_yaml_file
from stocktake.kernel.errors import NotFound
from stocktake.reporting import actions as reporting
from stocktake.reporting.rules import Strand


FOLDER: Final = Path(str(files("stocktake.reporting") / "example"))


class Organisation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An invented organisation that reports in the expert strand."""

    code: str
    names: dict[str, str]
    type: str


class Report(msgspec.Struct, frozen=True):
    """One file of the example, who sent it, and whether it is taken in."""

    file: str
    sender: str
    strand: Strand
    about: tuple[str, ...]
    language: str
    intake: bool = True


class Manifest(msgspec.Struct, frozen=True):
    """All of the example round."""

    round: str
    reports: tuple[Report, ...]
    organisations: tuple[Organisation, ...] = ()


def manifest() -> Manifest:
    """What the example round consists of."""
    return read_yaml_file(FOLDER / "manifest.yaml", Manifest)


def load_example_figures(*, by: Acting, at: datetime, progress: Progress) -> None:
    """Load what was made up of the invented States: figures and treaty actions."""
    statistics.ensure_illustrative(by=by, at=at, progress=progress)
    actors.ensure_illustrative_treaties(by=by, at=at)


def take_in_example(
    *, by: Acting, at: datetime, progress: Progress
) -> tuple[FileResult, ...]:
    """Open the example round, marked illustrative, take its reports in, give its answers."""
    example = manifest()
    reporting.open_round(example.round, by=by, at=at, illustrative=True)
    for organisation in example.organisations:
        _register(organisation, by=by, at=at)
    deliveries = {
        FOLDER / report.file: Delivery(
            round=example.round,
            sender=report.sender,
            strand=report.strand,
            about=report.about,
        )
        for report in example.reports
        if report.intake
    }
    results = take_in(
        deliveries, by=by, at=at, progress=progress, workers=processes.cores()
    )
    answer_example(
        example.round, FOLDER / "answers.yaml", by=by, at=at, progress=progress
    )
    return results


def _register(organisation: Organisation, *, by: Acting, at: datetime) -> None:
    try:
        known.organisation(organisation.code)
    except NotFound:
        actors.register_organisation(
            organisation.code,
            names=organisation.names,
            kind=organisation.type,
            illustrative=True,
            by=by,
            at=at,
        )
