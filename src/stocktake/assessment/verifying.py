"""Whether kept findings reproduce: made again from their material, compared byte for byte."""

from collections.abc import Callable, Iterator, Mapping

import msgspec

from stocktake.assessment import models
from stocktake.assessment.definitions import Definition
from stocktake.assessment.keeping import content
from stocktake.assessment.methods import default
from stocktake.assessment.rules import MADE_BY
from stocktake.assessment.rules.canonical import sha256
from stocktake.assessment.rules.evidence import Evidence
from stocktake.assessment.rules.making import made
from stocktake.kernel.parts import in_parts


Progress = Callable[[str, int, int], None]


def verify(
    round_code: str, *, progress: Progress = lambda _stage, _done, _total: None
) -> tuple[int, tuple[str, ...]]:
    """How many findings of a round were made again, all versions, and what does not hold.

    A version that another version of the rules made is only looked at for its hashes.
    """
    rows = models.Finding.objects.filter(round__code=round_code).order_by("id")
    keys = list(rows.values_list("pk", flat=True))
    faults: list[str] = []
    done = 0
    for some in in_parts(keys):
        faults += _faults(list(rows.filter(pk__in=some).select_related("round")))
        done += len(some)
        progress("made again", done, len(keys))
    return len(keys), tuple(faults)


def _faults(rows: list[models.Finding]) -> Iterator[str]:
    told = _material({row.inputs for row in rows})
    evidence = {
        hashed: msgspec.json.decode(text, type=Evidence)
        for hashed, text in told.items()
    }
    named = {m.definition for one in evidence.values() for m in one.measured}
    definitions = {
        hashed: msgspec.json.decode(text, type=Definition)
        for hashed, text in _material(named).items()
    }
    for row in rows:
        why = _why(row, evidence.get(row.inputs), definitions)
        if why:
            yield f"{row.urn} version {row.version}: {why}"


def _why(
    row: models.Finding,
    evidence: Evidence | None,
    definitions: Mapping[str, Definition],
) -> str:
    if sha256(row.content) != row.sha256:
        return "its content has another hash than was kept"
    if evidence is None:
        return "what it was made from is missing or has another hash"
    if (evidence.made_by, evidence.method) != (MADE_BY, default.METHOD.code):
        return ""
    found = default.assess_all(
        [one.series for one in evidence.measured],
        [definitions[one.definition] for one in evidence.measured],
        as_of=evidence.as_of.year,
    )
    verdicts = {
        one.indicator: verdict
        for one, verdict in zip(evidence.measured, found, strict=True)
    }
    again = content(made(evidence, verdicts, row.inputs))
    return "" if again == row.content else "made again it is another"


def _material(hashes: set[str]) -> dict[str, str]:
    rows = models.Material.objects.filter(sha256__in=hashes)
    found = dict(rows.values_list("sha256", "content"))
    return {hashed: text for hashed, text in found.items() if sha256(text) == hashed}
