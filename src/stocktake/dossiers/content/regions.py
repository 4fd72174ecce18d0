"""A page for each region: counts of reports and findings, never an order of States."""

from collections.abc import Iterable

from stocktake.dossiers.assessed import (
    AGREEMENTS,
    LABELS,
    SENSES,
    Assessment,
    Finding,
    tally,
)
from stocktake.dossiers.content.coverage import labels_source
from stocktake.dossiers.content.opening import reports_of_round
from stocktake.dossiers.content.telling import findings_source, ledger, named, say
from stocktake.dossiers.evidence import Evidence
from stocktake.dossiers.frames import Frame
from stocktake.dossiers.rules import Block, Guidance, Section, Table


def sections(evidence: Evidence, words: Frame) -> tuple[Section, ...]:
    """One section that holds a page for each region; none for a single State."""
    if evidence.scope.kind == "state":
        return ()
    inner = tuple(
        _region(evidence, words, at, region, states)
        for at, (region, states) in enumerate(_regions(evidence, words), start=1)
    )
    hint = (Guidance(words("regions_hint")),)
    return (Section("regions", words("regions"), hint, inner),)


def _regions(evidence: Evidence, words: Frame) -> list[tuple[str, tuple[str, ...]]]:
    """Regions by name with their States; those of no region at the end."""
    told = evidence.assessment
    everyone = sorted({*evidence.states(), *(told.states if told else ())})
    by_region: dict[str, list[str]] = {}
    for state in everyone:
        by_region.setdefault(evidence.regions.get(state, ""), []).append(state)
    without = by_region.pop("", [])
    rows = [(region, tuple(by_region[region])) for region in sorted(by_region)]
    return [*rows, (words("region_without"), tuple(without))] if without else rows


def _region(
    evidence: Evidence, words: Frame, at: int, region: str, states: tuple[str, ...]
) -> Section:
    own = {r.sender for r in evidence.reports if r.strand == "state"} & set(states)
    spoken = {
        code for r in evidence.reports if r.strand == "expert" for code in r.about
    } & set(states)
    line = words("region_counts", states=len(states), own=len(own), spoken=len(spoken))
    silent = [state for state in states if state not in own]
    source = reports_of_round(evidence, words, anchor="reported")
    blocks: list[Block] = [say(line, source)]
    if silent:
        line = words("region_silent", names=named(evidence, words, silent))
        blocks.append(say(line, source))
    blocks.append(_passages(evidence, words, states, region))
    if evidence.assessment is not None:
        blocks += _found(evidence, words, evidence.assessment, set(states), region)
    return Section(f"region-{at}", region, tuple(blocks))


def _passages(
    evidence: Evidence, words: Frame, states: Iterable[str], region: str
) -> Table:
    """Of each theme, how many of the region's States speak or are spoken of."""
    inside = set(states)
    rows = tuple(
        (
            words("theme", code=theme.code, title=theme.title),
            *(
                str(
                    len(
                        inside
                        & {
                            state
                            for item in evidence.under(theme.code)
                            for state in evidence.states_on(item.code, strand)
                        }
                    )
                )
                for strand in ("state", "expert")
            ),
        )
        for theme in evidence.themes
    )
    columns = ("col_theme", "col_states_speak", "col_states_about")
    return ledger(
        words("table_region_passages", region=region),
        tuple(words(key) for key in columns),
        rows,
        labels_source(evidence, words),
        first=0.6,
    )


def _found(
    evidence: Evidence, words: Frame, told: Assessment, states: set[str], region: str
) -> Iterable[Block]:
    standings = [one for one in told.standings if one.state in states]
    line = words(
        "region_rule",
        states=len(standings),
        **{sense: sum(1 for one in standings if one.meets[sense]) for sense in SENSES},
    )
    yield say(line, findings_source(evidence, words, told))
    for kind, known in (("agreement", AGREEMENTS), ("label", LABELS)):
        yield _by_theme(evidence, words, told, states, (kind, known, region))


def _by_theme(
    evidence: Evidence,
    words: Frame,
    told: Assessment,
    states: set[str],
    what: tuple[str, tuple[str, ...], str],
) -> Table:
    """Findings of the region's States by theme and class; a row a class, a column a theme."""
    kind, known, region = what
    columns = [
        tally(
            (_kind(one, kind) for one in _under(evidence, told, theme, states)), known
        )
        for theme in (theme.code for theme in evidence.themes)
    ]
    rows = tuple(
        (words(f"{kind}_{one}"), *(str(column[one]) for column in columns))
        for one in known
        if any(column[one] for column in columns)
    )
    heads = (
        words(f"col_{kind}"),
        *(words("theme_short", code=t.code) for t in evidence.themes),
    )
    source = findings_source(evidence, words, told)
    return ledger(words(f"table_region_{kind}", region=region), heads, rows, source)


def _kind(one: Finding, kind: str) -> str:
    return one.agreement if kind == "agreement" else one.label


def _under(
    evidence: Evidence, told: Assessment, theme: str, states: set[str]
) -> Iterable[Finding]:
    codes = {item.code for item in evidence.under(theme)}
    return (one for one in told.findings if one.code in codes and one.state in states)
