"""Which figures are expected: by the indicators of the edition, then by the dataflows."""

from stocktake.assessment import definitions
from stocktake.assessment.definitions import Definition
from stocktake.charter import queries as charter
from stocktake.indicators import queries as statistics
from stocktake.indicators.gaps import queries as gaps
from stocktake.indicators.gaps.rules import NOT_BROKEN_DOWN, Expected
from stocktake.indicators.structures.rules import TOTAL, Flow
from stocktake.kernel.errors import NotFound


STATE = "{state}"


def expected(
    flow: str = "", *, edition: str = charter.DEFAULT_EDITION
) -> tuple[Expected, ...]:
    """What is expected, of one dataflow or of all that are shipped.

    First what the edition's indicators ask for, with the breakdowns that they name; then
    the series of the data structures that no indicator asks for.
    """
    asked = tuple(
        found
        for each in definitions.definitions(edition)
        if each.flow and (found := _asked(each)) is not None
    )
    told = {(each.flow, each.about.split("+")[0]) for each in asked}
    rest = tuple(
        each for each in gaps.expected(flow) if (each.flow, each.about) not in told
    )
    if flow:
        wanted = statistics.flow(flow).id
        asked = tuple(each for each in asked if each.flow == wanted)
    return (*asked, *rest)


def _asked(of: Definition) -> Expected | None:
    """What one indicator asks for; None where its dataflow is not known here."""
    name, key = of.flow or ("", "")
    try:
        flow = statistics.flow(name)
    except NotFound:
        return None
    parts = dict(zip(flow.dimension_ids, key.split("."), strict=True))
    area = next(each for each, code in parts.items() if code == STATE)
    left_out = NOT_BROKEN_DOWN | {area}
    wanted = {each.code: each for each in of.disaggregations}
    dimensions = {code: _dimension(code, flow, area) for code in wanted}
    return Expected(
        flow=flow.id,
        subject={
            each: code
            for each, code in parts.items()
            if code not in ("", TOTAL) and each not in left_out
        },
        breakdowns=tuple(each for each in dimensions.values() if each),
        area=area,
        names=of.title,
        beyond=tuple(
            wanted[code].text for code, each in dimensions.items() if not each
        ),
        said_by=of.code,
    )


def _dimension(breakdown: str, flow: Flow, area: str) -> str:
    """The dimension that a breakdown needs; blank where the dataflow has none."""
    name = breakdown.replace("-", "_").upper()
    if name == "CORRIDOR":  # the other end of what one State sends or receives
        name = "COUNTERPART_AREA" if area == "REF_AREA" else "REF_AREA"
    return name if name in flow.dimension_ids else ""
