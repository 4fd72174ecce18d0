"""The example round in codes: answers of invented States, ratings by invented organisations."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import msgspec

from stocktake.accounts.rules import Acting
from stocktake.kernel.data import read_yaml_file
from stocktake.kernel.errors import Refused
from stocktake.reporting import actions, queries
from stocktake.reporting.actions import Change
from stocktake.reporting.prefill import record_id
from stocktake.reporting.rules import Stage, Step, Strand


Progress = Callable[[str, int, int], None]
# Experts are published when the State's days to reply are over.
_BEFORE: Final = timedelta(days=60)
_STEPS: Final = {
    Strand.STATE: {
        Stage.DRAFT: Step.SUBMIT,
        Stage.SUBMITTED: Step.TAKE_UP,
        Stage.UNDER_CHECK: Step.ACCEPT,
        Stage.ACCEPTED: Step.PUBLISH,
    },
    Strand.EXPERT: {
        Stage.DRAFT: Step.SUBMIT,
        Stage.SUBMITTED: Step.TAKE_UP,
        Stage.UNDER_CHECK: Step.OPEN_REPLY,
        Stage.REPLY_WINDOW: Step.PUBLISH,
    },
}


class _Measure(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    title: str
    kind: str
    status: str
    date: str = ""


class _Answer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    item: str
    status: str = ""
    absent: str = ""
    reason: str = ""
    measures: tuple[_Measure, ...] = ()


class _State(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    sender: str
    language: str
    authority: str
    as_of: str
    answers: tuple[_Answer, ...]


class _Rating(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    item: str
    areas: tuple[str, ...]
    rating: str
    text: str
    sources: tuple[str, ...]


class _Expert(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    sender: str
    language: str
    method: str
    ratings: tuple[_Rating, ...]


class Answers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of the example that is in codes."""

    states: tuple[_State, ...]
    experts: tuple[_Expert, ...]


def answer_example(
    round_code: str, file: Path, *, by: Acting, at: datetime, progress: Progress
) -> int:
    """Answer, submit and publish what the file holds; how many reports are new.

    Interrupted, the same call goes on; what is published is left as it is.
    """
    told = read_yaml_file(file, Answers)
    reports = [
        *((one.sender, Strand.STATE, dict(_state(one))) for one in told.states),
        *((one.sender, Strand.EXPERT, dict(_expert(one))) for one in told.experts),
    ]
    there = {
        (one.sender, one.strand)
        for one in queries.published_reports([round_code], on=at)
        if one.asked
    }
    new = [one for one in reports if one[:2] not in there]
    for done, (sender, strand, answers) in enumerate(new, start=1):
        _publish(round_code, sender, strand, answers, by=by, at=at)
        progress("answers", done, len(new))
    return len(new)


def _publish(
    round_code: str,
    sender: str,
    strand: Strand,
    answers: dict[str, Any],
    *,
    by: Acting,
    at: datetime,
) -> None:
    draft = actions.start_draft(
        round_code, sender=sender, strand=strand, by=by, at=at - _BEFORE
    )
    if draft.stage is Stage.DRAFT:
        seen = queries.revisions(draft.key)
        changes = [Change(a, value, seen.get(a, 0)) for a, value in answers.items()]
        saved = actions.save_answers(draft.key, changes, by=by, at=at - _BEFORE)
        if saved.refused:
            first = saved.refused[0]
            msg = f"{draft.urn}: {first.change.address}: {first.reason}"
            raise Refused(msg)
    stage = draft.stage
    while stage in _STEPS[strand]:
        step = _STEPS[strand][stage]
        when = at if step is Step.PUBLISH else at - _BEFORE
        stage = actions.move(draft.key, step, by=by, at=when).after


def _state(one: _State) -> Iterator[tuple[str, Any]]:
    yield "about/authority", {one.language: one.authority}
    yield "about/as_of", one.as_of
    for answer in one.answers:
        value = (
            {"absent": answer.absent, "reason": answer.reason}
            if answer.absent
            else answer.status
        )
        yield f"{answer.item}/status", value
        for number, measure in enumerate(answer.measures, start=1):
            record = record_id("example", one.sender, answer.item, str(number))
            address = f"{answer.item}/measures/{record}"
            yield address, {}
            yield f"{address}/title", {one.language: measure.title}
            yield f"{address}/kind", measure.kind
            yield f"{address}/status", measure.status
            if measure.date:
                yield f"{address}/date", measure.date


def _expert(one: _Expert) -> Iterator[tuple[str, Any]]:
    yield "about/publication", "attributed"
    yield "about/from", "2022-07-01"
    yield "about/to", "2024-05-31"
    yield "about/method", {one.language: one.method}
    for rating in one.ratings:
        record = record_id("example", one.sender, rating.item, *rating.areas)
        address = f"{rating.item}/ratings/{record}"
        yield address, {}
        yield f"{address}/areas", list(rating.areas)
        yield f"{address}/rating", rating.rating
        yield f"{address}/text", {one.language: rating.text}
        yield f"{address}/sources", list(rating.sources)
