"""The annexes: every report with its hash, and how the dossier was made."""

from stocktake.dossiers.content.opening import about, reports_of_round, tier_words
from stocktake.dossiers.evidence import Evidence
from stocktake.dossiers.frames import Frame
from stocktake.dossiers.rules import Paragraph, Reference, Section, Statement, Table


_METHOD = (
    "method_reading",
    "method_labels",
    "method_stance",
    "method_summary",
    "method_limits",
    "method_same",
)


def sources(evidence: Evidence, words: Frame) -> Section:
    """The list of reports with their hashes."""
    rows = tuple(
        (
            report.sender_name,
            report.title,
            about(report, evidence, words) if report.strand == "expert" else "",
            words.day(report.received),
            report.document,
        )
        for report in evidence.reports
    )
    columns = ("col_sender", "col_report", "col_about", "col_received", "col_hash")
    table = Table(
        title=words("table_sources"),
        columns=tuple(words(key) for key in columns),
        rows=rows,
        widths=(0.19, 0.29, 0.14, 0.12, 0.26),
        codes=(4,),
        source=reports_of_round(evidence, words),
    )
    return Section("sources", words("sources"), (table,))


def method(evidence: Evidence, words: Frame) -> Section:
    """How passages were found, labelled, chosen, and what that cannot do."""
    made = words("stocktake", version=evidence.version)
    source = Reference(
        f"stocktake:method:{evidence.version}", words("method_title", version=made)
    )
    tier = tier_words(evidence, words)
    blocks = tuple(
        Paragraph((Statement(words(key, tier=tier), (source,)),)) for key in _METHOD
    )
    return Section("method", words("method"), blocks)
