"""The cover, how to read a dossier, and who reported."""

from collections import Counter

from stocktake.dossiers.evidence import Evidence, Report
from stocktake.dossiers.frames import Frame
from stocktake.dossiers.rules import (
    Block,
    Cover,
    Guidance,
    Paragraph,
    Reference,
    Section,
    Statement,
    Table,
)


MOST_REPORTS_LISTED = 40  # more than this, and the section shows regions instead
_READING = (
    "reading_voices",
    "reading_serif",
    "reading_sources",
    "reading_silence",
    "reading_paragraphs",
)


def tier_words(evidence: Evidence, words: Frame) -> str:
    """Which tier and models labelled the passages."""
    key = f"tier_{evidence.tier or 'none'}"
    return words(key, models=words.listed(list(evidence.models)))


def cover(evidence: Evidence, words: Frame) -> Cover:
    """The first page."""
    voices = Counter(report.strand for report in evidence.reports)
    facts = (
        (words("fact_round"), evidence.round),
        (
            words("fact_period"),
            words(
                "span", first=words.day(evidence.first), last=words.day(evidence.last)
            ),
        ),
        (words("fact_compact"), f"{evidence.edition_title} ({evidence.edition})"),
        (words("fact_as_of"), words.day(evidence.as_of)),
        (
            words("fact_reports"),
            words("reports_counted", state=voices["state"], expert=voices["expert"]),
        ),
        (words("fact_labels"), tier_words(evidence, words)),
        (words("fact_made"), words("stocktake", version=evidence.version)),
    )
    return Cover(
        title=_title(evidence, words),
        subtitle=words("subtitle"),
        facts=facts,
        notes=(words("suggested"),),
        illustrative=words("illustrative") if evidence.illustrative else "",
    )


def _title(evidence: Evidence, words: Frame) -> str:
    scope = evidence.scope
    if scope.kind == "state":
        return words(
            "title_state", state=evidence.names[scope.code], round=evidence.round
        )
    if scope.kind == "theme":
        theme = evidence.themes[0]
        return words(
            "title_theme", code=theme.code, title=theme.title, round=evidence.round
        )
    return words("title_round", round=evidence.round)


def reading(words: Frame) -> Section:
    """How to read this dossier."""
    return Section(
        "reading", words("reading"), tuple(Guidance(words(key)) for key in _READING)
    )


def reports_of_round(
    evidence: Evidence, words: Frame, *, anchor: str = ""
) -> Reference:
    """The source of every count of reports."""
    return Reference(
        f"stocktake:round:{evidence.round}",
        words("source_reports", round=evidence.round, date=words.day(evidence.as_of)),
        anchor,
    )


def reported(evidence: Evidence, words: Frame) -> Section:
    """Who reported, in which voice and language."""
    source = reports_of_round(evidence, words)
    counts = (
        Paragraph((Statement(reports_line(evidence, words), (source,)),)),
        Paragraph((Statement(_languages(evidence, words), (source,)),)),
    )
    if len(evidence.reports) > MOST_REPORTS_LISTED:
        table: tuple[Block, ...] = (
            _regions(evidence, words, source),
            Guidance(words("list_in_annex")),
        )
    else:
        table = (_reports(evidence, words, source),)
    return Section("reported", words("reported"), (*counts, *table))


def reports_line(evidence: Evidence, words: Frame) -> str:
    """How many reports, pages and paragraphs there are, and of whom."""
    state = {report.sender for report in evidence.reports if report.strand == "state"}
    expert = {report.sender for report in evidence.reports if report.strand == "expert"}
    line = words(
        "reported_counts",
        reports=len(evidence.reports),
        states=len(state),
        organisations=len(expert),
        pages=sum(report.pages for report in evidence.reports),
        passages=sum(report.passages for report in evidence.reports),
    )
    if evidence.scope.kind != "state":
        return line
    code = evidence.scope.code
    own = words(
        "reported_own",
        state=evidence.names[code],
        yes=words("yes" if code in state else "no"),
    )
    return f"{line} {own}"


def _languages(evidence: Evidence, words: Frame) -> str:
    found = Counter(report.language for report in evidence.reports)
    ordered = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
    named = [
        words("language_and_count", language=words.name_of(code), count=n)
        for code, n in ordered
    ]
    return words("reported_languages", languages=words.listed(named))


def about(report: Report, evidence: Evidence, words: Frame) -> str:
    """Of which States a report speaks: named up to three, else counted."""
    if len(report.about) > 3:
        return words("several_states", count=len(report.about))
    return words.listed([evidence.names.get(code, code) for code in report.about])


def _reports(evidence: Evidence, words: Frame, source: Reference) -> Table:
    rows = tuple(
        (
            report.sender_name,
            words(f"strand_{report.strand}"),
            report.title,
            about(report, evidence, words),
            str(report.pages or "—"),
            words.name_of(report.language),
        )
        for report in evidence.reports
    )
    columns = (
        "col_sender",
        "col_strand",
        "col_report",
        "col_about",
        "col_pages",
        "col_language",
    )
    return Table(
        title=words("table_reports"),
        columns=tuple(words(key) for key in columns),
        rows=rows,
        widths=(0.2, 0.1, 0.32, 0.18, 0.08, 0.12),
        figures=(4,),
        source=source,
    )


def _regions(evidence: Evidence, words: Frame, source: Reference) -> Table:
    state: Counter[str] = Counter()
    expert: Counter[str] = Counter()
    spoken: dict[str, set[str]] = {}
    for report in evidence.reports:
        places = {
            evidence.regions.get(code, words("region_none")) for code in report.about
        }
        for place in places or {words("region_none")}:
            (state if report.strand == "state" else expert)[place] += 1
            inside = {
                code for code in report.about if evidence.regions.get(code) == place
            }
            spoken.setdefault(place, set()).update(inside)
    rows = tuple(
        (p, str(state[p]), str(expert[p]), str(len(spoken[p]))) for p in sorted(spoken)
    )
    columns = (
        "col_region",
        "col_state_reports",
        "col_expert_reports",
        "col_states_about",
    )
    return Table(
        title=words("table_regions"),
        columns=tuple(words(key) for key in columns),
        rows=rows,
        widths=(0.4, 0.2, 0.2, 0.2),
        figures=(1, 2, 3),
        source=source,
    )
