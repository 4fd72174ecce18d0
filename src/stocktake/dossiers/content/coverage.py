"""What the reports speak of: counts by theme, the matrix, the map."""

from collections.abc import Iterable

from stocktake.dossiers.content.opening import reports_of_round, tier_words
from stocktake.dossiers.evidence import Evidence, Item
from stocktake.dossiers.frames import Frame
from stocktake.dossiers.rules import (
    Block,
    Guidance,
    Map,
    Mark,
    Matrix,
    Paragraph,
    Reference,
    Row,
    Section,
    Statement,
    Table,
)


MOST_COLUMNS = 40
_LEGEND = (Mark.BOTH, Mark.STATE, Mark.EXPERT, Mark.NONE)


def labels_source(evidence: Evidence, words: Frame, *, anchor: str = "") -> Reference:
    """The source of every count of passages."""
    urn = f"stocktake:labels:{evidence.round}/{evidence.edition}"
    title = words("source_labels", tier=tier_words(evidence, words))
    return Reference(urn, title, anchor)


def mark(*, state: bool, expert: bool) -> Mark:
    """Who speaks, as one mark."""
    if state:
        return Mark.BOTH if expert else Mark.STATE
    return Mark.EXPERT if expert else Mark.NONE


def section(evidence: Evidence, words: Frame) -> Section:
    """The counts, the table of themes, the matrix and the map."""
    source = labels_source(evidence, words)
    blocks: tuple[Block, ...] = (
        Paragraph((Statement(counts_line(evidence, words), (source,)),)),
        Guidance(words("coverage_caution")),
        _themes(evidence, words, source),
        *_map(evidence, words),
        _matrix(evidence, words, source),
    )
    return Section("coverage", words("coverage"), blocks)


def _commitments(evidence: Evidence) -> tuple[Item, ...]:
    return tuple(
        item for theme in evidence.themes for item in evidence.under(theme.code)
    )


def counts_line(evidence: Evidence, words: Frame) -> str:
    """How many passages speak of how many commitments."""
    items = _commitments(evidence)
    covered = [item for item in items if evidence.passages_on(item.code)]
    both = [
        item
        for item in covered
        if evidence.passages_on(item.code, strand="state")
        and evidence.passages_on(item.code, strand="expert")
    ]
    total = sum(evidence.passages_on(item.code) for item in items)
    return words(
        "coverage_counts",
        passages=total,
        covered=len(covered),
        commitments=len(items),
        both=len(both),
    )


def _themes(evidence: Evidence, words: Frame, source: Reference) -> Table:
    rows = tuple(_theme_row(evidence, words, theme) for theme in evidence.themes)
    sums = [sum(int(row[column]) for row in rows) for column in range(1, 5)]
    columns = (
        "col_theme",
        "col_commitments",
        "col_spoken",
        "col_state_passages",
        "col_expert_passages",
        "col_states",
    )
    concerned = {
        code
        for item in _commitments(evidence)
        for code in evidence.states_on(item.code)
    }
    return Table(
        title=words("table_themes"),
        columns=tuple(words(key) for key in columns),
        rows=rows,
        widths=(0.32, 0.15, 0.13, 0.13, 0.13, 0.14),
        figures=(1, 2, 3, 4, 5),
        total=(words("total"), *map(str, sums), str(len(concerned))),
        source=source,
    )


def _theme_row(evidence: Evidence, words: Frame, theme: Item) -> tuple[str, ...]:
    items = evidence.under(theme.code)
    states = {code for item in items for code in evidence.states_on(item.code)}
    numbers = (
        len(items),
        sum(1 for item in items if evidence.passages_on(item.code)),
        sum(evidence.passages_on(item.code, strand="state") for item in items),
        sum(evidence.passages_on(item.code, strand="expert") for item in items),
        len(states),
    )
    return (words("theme", code=theme.code, title=theme.title), *map(str, numbers))


def _matrix(evidence: Evidence, words: Frame, source: Reference) -> Matrix:
    items = _columns(evidence)
    speak = {
        (item.code, strand): evidence.states_on(item.code, strand)
        for item in items
        for strand in ("state", "expert")
    }
    rows = tuple(
        Row(
            code,
            evidence.names[code],
            tuple(
                mark(
                    state=code in speak[item.code, "state"],
                    expert=code in speak[item.code, "expert"],
                )
                for item in items
            ),
        )
        for code in evidence.states()
    )
    counted = _tally(one for row in rows for one in row.marks)
    return Matrix(
        title=words("matrix_title"),
        description=words(
            "matrix_description", states=len(rows), commitments=len(items), **counted
        ),
        groups=_groups(evidence) if items == _commitments(evidence) else (),
        columns=tuple(item.code for item in items),
        rows=rows,
        legend=_legend(words),
        source=source,
        note=words("matrix_note"),
    )


def _columns(evidence: Evidence) -> tuple[Item, ...]:
    """The commitments; where they are too many for a page, the themes (objectives) above them."""
    items = _commitments(evidence)
    return items if len(items) <= MOST_COLUMNS else evidence.themes


def _groups(evidence: Evidence) -> tuple[tuple[str, int], ...]:
    return tuple(
        (theme.code, len(evidence.under(theme.code))) for theme in evidence.themes
    )


def _legend(words: Frame) -> tuple[tuple[Mark, str], ...]:
    return tuple((one, words(f"mark_{one.value}")) for one in _LEGEND)


def _tally(marks: Iterable[Mark]) -> dict[str, int]:
    found = list(marks)
    return {one.value: found.count(one) for one in Mark}


def _map(evidence: Evidence, words: Frame) -> tuple[Map, ...]:
    """One map of who reported; none where the dossier is about a single State."""
    if evidence.scope.kind == "state":
        return ()
    own = {report.sender for report in evidence.reports if report.strand == "state"}
    spoken = {
        code
        for report in evidence.reports
        if report.strand == "expert"
        for code in report.about
    }
    marks = {
        code: mark(state=code in own, expert=code in spoken)
        for code in evidence.states()
    }
    tiles = tuple(
        (c, evidence.names[c], m)
        for c, m in marks.items()
        if c in evidence.illustrative_states
    )
    real = tuple(
        (code, m)
        for code, m in marks.items()
        if code not in evidence.illustrative_states
    )
    key = "map_description" if real else "map_tiles_description"
    return (
        Map(
            title=words("map_title"),
            description=words(
                key, state=len(own), expert=len(spoken), both=len(own & spoken)
            ),
            values=real,
            tiles=tiles,
            legend=_legend(words),
            disclaimer=words("map_disclaimer") if real else "",
            source=reports_of_round(evidence, words),
            note=words("tiles_note") if tiles else "",
        ),
    )
