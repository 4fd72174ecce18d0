"""What the evidence says of a commitment: targets, labels, agreement; where the two differ."""

from collections.abc import Iterable, Iterator

from stocktake.dossiers.assessed import (
    AGREEMENTS,
    APART,
    LABELS,
    NON_REPORTER,
    Finding,
    Indicator,
    tally,
)
from stocktake.dossiers.content.telling import findings_source, named, say
from stocktake.dossiers.evidence import Evidence, Item
from stocktake.dossiers.frames import Frame
from stocktake.dossiers.rules import (
    Bar,
    Bars,
    Block,
    Guidance,
    Reference,
    Section,
    Table,
)


_ALWAYS = {*AGREEMENTS, NON_REPORTER}  # shown also where nobody is; labels only if any


def targets(evidence: Evidence, words: Frame, item: Item) -> tuple[Section, ...]:
    """The indicators of a commitment, and the common target where there is one."""
    told = evidence.assessment
    if told is None:
        return ()
    mine = [one for one in told.indicators if item.code in one.commitments]
    blocks: tuple[Block, ...] = (
        (_indicators(evidence, words, item, mine),)
        if mine
        else (Guidance(words("no_indicator")),)
    )
    return (Section(f"targets-{item.code}", words("targets"), blocks),)


def _indicators(
    evidence: Evidence, words: Frame, item: Item, mine: Iterable[Indicator]
) -> Table:
    rows = tuple(
        (
            one.title,
            words(f"direction_{one.direction}"),
            one.target or words("no_target"),
            one.set_by,
            one.custodian or one.source,
        )
        for one in mine
    )
    columns = (
        "col_indicator",
        "col_direction",
        "col_target",
        "col_set_by",
        "col_custodian",
    )
    urn = f"stocktake:charter:{evidence.edition}/{item.code}"
    return Table(
        title=words("table_indicators", code=item.code),
        columns=tuple(words(key) for key in columns),
        rows=rows,
        widths=(0.36, 0.14, 0.16, 0.16, 0.18),
        source=Reference(urn, words("source_edition", edition=evidence.edition)),
        note=words("indicators_note"),
    )


def across(evidence: Evidence, words: Frame, item: Item) -> tuple[Section, ...]:
    """Of all States in scope: agreement and labels as charts, then who differs, who is silent."""
    told = evidence.assessment
    if told is None or evidence.scope.kind == "state":
        return ()
    found = told.on(item.code)
    if not found:
        return ()
    source = findings_source(evidence, words, told)
    blocks: tuple[Block, ...] = (
        _chart(words, item, found, "agreement", source),
        _chart(words, item, found, "label", source),
    )
    return (
        Section(f"findings-{item.code}", words("findings"), blocks),
        Section(
            f"apart-{item.code}",
            words("where_apart"),
            tuple(_apart(evidence, words, found, source)),
        ),
        Section(
            f"silence-{item.code}",
            words("silence"),
            tuple(_silence(evidence, words, found, source)),
        ),
    )


def _chart(
    words: Frame, item: Item, found: tuple[Finding, ...], kind: str, source: Reference
) -> Bars:
    """How many States have each class or label; each bar with its figure and share."""
    if kind == "agreement":
        counts = tally((one.agreement for one in found), AGREEMENTS)
    else:
        labels = (one.label if one.reported else NON_REPORTER for one in found)
        counts = tally(labels, (*LABELS, NON_REPORTER))
    total = len(found)
    rows = tuple(
        Bar(
            words(f"{kind}_{key}"),
            count,
            words("percent", value=round(100 * count / total)),
        )
        for key, count in counts.items()
        if count or key in _ALWAYS
    )
    return Bars(
        title=words(f"chart_{kind}", code=item.code),
        columns=(words(f"col_{kind}"), words("col_bar"), words("col_of_states")),
        rows=rows,
        total=total,
        source=source,
        note=words(f"chart_{kind}_note"),
    )


def _apart(
    evidence: Evidence, words: Frame, found: tuple[Finding, ...], source: Reference
) -> Iterator[Block]:
    for kind in APART:
        states = [one.state for one in found if one.agreement == kind]
        if states:
            line = words(
                "apart_line",
                what=words(f"agreement_{kind}"),
                count=len(states),
                names=named(evidence, words, states),
            )
            yield say(line, source)
    if not any(one.agreement in APART for one in found):
        yield Guidance(words("nowhere_apart"))


def _silence(
    evidence: Evidence, words: Frame, found: tuple[Finding, ...], source: Reference
) -> Iterator[Block]:
    """Of whom neither strand speaks, and of whom only one does."""
    silent = [one.state for one in found if one.agreement == "silence"]
    if silent:
        names = named(evidence, words, silent)
        yield say(words("silence_line", count=len(silent), names=names), source)
    one_side = [one for one in found if one.agreement == "one-side-only"]
    for key, states in (
        ("silence_of_state", [one.state for one in one_side if not one.state_spoke]),
        ("silence_of_experts", [one.state for one in one_side if one.state_spoke]),
    ):
        if states:
            names = named(evidence, words, states)
            yield say(words(key, count=len(states), names=names), source)
    if not silent and not one_side:
        yield Guidance(words("nobody_silent"))
