"""What States answered: status, absences, measures of this round and those before."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from stocktake.assessment.rules import Measure
from stocktake.assessment.rules.evidence import Answered
from stocktake.charter.rules import Edition
from stocktake.reporting.queries import CodedAnswer
from stocktake.reporting.questionnaires.values import absence_of, is_absence


@dataclass
class _Said:
    """What is known of one State and item while answers are read, round by round."""

    status: str = ""
    absence: str = ""
    absence_reason: str = ""
    submission: str = ""
    measures: dict[str, dict[str, str]] = field(default_factory=dict)


def answered(
    rows: Iterable[CodedAnswer],
    edition: Edition,
    *,
    round_code: str,
    submissions: Mapping[str, str],
) -> Mapping[tuple[str, str], Answered]:
    """By State and code; ``rows`` oldest round first, ``submissions`` the answered ones by State.

    A measure is known by its record, so that what a later round says of it stands. What
    is reported of a part counts for the whole where the edition's rule says so.
    """
    said: dict[tuple[str, str], _Said] = defaultdict(_Said)
    for row in rows:
        one = said[row.sender, row.item]
        _, _, rest = row.address.partition("/")
        if rest == "status":
            if row.round == round_code:
                _status(one, row)
        elif rest.startswith("measures/"):
            _measure(one, rest, row)
    codes = [item.code for item in edition.leaves]
    states = {state for state, _ in said} | set(submissions)
    return {
        (state, code): _answered(said, state, code, edition, submissions)
        for state in sorted(states)
        for code in codes
    }


def _status(one: _Said, row: CodedAnswer) -> None:
    if is_absence(row.value):
        absence = absence_of(row.value)
        one.absence = absence.value if absence else ""
        one.absence_reason = str(row.value.get("reason") or "")
    else:
        one.status = str(row.value)
    one.submission = row.submission


def _measure(one: _Said, rest: str, row: CodedAnswer) -> None:
    _, record, name = rest.split("/")
    known = one.measures.setdefault(record, {})
    known[name] = _plain(row.value)
    known["round"] = row.round


def _plain(value: Any) -> str:
    return "" if is_absence(value) else str(value)


def _answered(
    said: Mapping[tuple[str, str], _Said],
    state: str,
    code: str,
    edition: Edition,
    submissions: Mapping[str, str],
) -> Answered:
    own = said.get((state, code), _Said())
    items = [code]
    if code in edition.rule.any_part_counts:
        items += [part.code for part in edition.children(code)]
    return Answered(
        status=own.status,
        absence=own.absence,
        absence_reason=own.absence_reason,
        measures=tuple(
            _made(item, record, known)
            for item in items
            for record, known in sorted(
                said.get((state, item), _Said()).measures.items()
            )
        ),
        submission=submissions.get(state, ""),
    )


def _made(item: str, record: str, known: Mapping[str, str]) -> Measure:
    return Measure(
        item=item,
        record=record,
        kind=known.get("kind", ""),
        status=known.get("status", ""),
        dated=known.get("date", ""),
        round=known["round"],
    )
