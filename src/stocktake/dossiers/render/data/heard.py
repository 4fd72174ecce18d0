"""Tables of what was heard: reports, counts, quotations, passages."""

from collections.abc import Iterator

from stocktake.dossiers.evidence import Evidence, Summary
from stocktake.dossiers.render.data.shapes import (
    Cell,
    Field,
    Rows,
    Sheet,
    listed,
    truth,
    whole,
)
from stocktake.dossiers.rules import Dossier


_PLACE = (
    Field("document", "SHA-256 of the file"),
    whole("page", "page; blank where the format has none"),
    Field("number", "printed number of the paragraph; may be blank"),
    whole("order", "place of the passage in its document, from 1"),
)


def _reports(evidence: Evidence, _dossier: Dossier) -> Rows:
    return (
        (
            one.document,
            one.submission,
            one.sender,
            one.strand,
            listed(one.about),
            one.title,
            one.language,
            one.pages,
            one.passages,
            one.received,
        )
        for one in evidence.reports
    )


def _counts(evidence: Evidence, _dossier: Dossier) -> Rows:
    return (
        (code, state, strand, count)
        for (code, state, strand), count in sorted(evidence.counts.items())
    )


def _quotations(evidence: Evidence, _dossier: Dossier) -> Iterator[tuple[Cell, ...]]:
    for _key, summary in sorted(evidence.summaries.items()):
        yield from _quoted(summary)


def _quoted(summary: Summary) -> Iterator[tuple[Cell, ...]]:
    for place, one in enumerate(summary.quotations, start=1):
        cited = one.citation
        yield (
            summary.code,
            summary.state,
            cited.strand,
            place,
            one.stance,
            one.about,
            cited.sender,
            cited.document,
            cited.page,
            cited.number,
            cited.order,
            cited.start,
            cited.end,
            cited.language,
            one.confirmed,
            len(one.also),
            cited.urn,
            cited.quote,
        )


def _passages(_evidence: Evidence, dossier: Dossier) -> Rows:
    return (
        (
            one.urn,
            one.document,
            one.page,
            one.number,
            one.order,
            listed(one.heading),
            one.language,
            one.text,
        )
        for one in dossier.passages
    )


SHEETS = (
    Sheet(
        name="reports",
        about="The documents of the published submissions in scope.",
        key=("document", "submission"),
        rows=_reports,
        fields=(
            Field("document", "SHA-256 of the file"),
            Field("submission", "URN of the submission it is enclosed in"),
            Field("sender", "code of the State or organisation"),
            Field("strand", "state or expert"),
            Field("about", "codes of the States it is about"),
            Field("title", "title as the file or its sender gives it"),
            Field("language", "main language"),
            whole("pages", "pages; 0 where the format has none"),
            whole("passages", "paragraphs read"),
            Field("received", "day it was received", "date"),
        ),
    ),
    Sheet(
        name="counts",
        about="Passages that speak of a commitment, by State and strand.",
        key=("commitment", "state", "strand"),
        rows=_counts,
        fields=(
            Field("commitment", "code in the edition"),
            Field("state", "the State spoken of"),
            Field("strand", "state or expert"),
            whole("passages", "how many passages"),
        ),
    ),
    Sheet(
        name="quotations",
        about="Sentences chosen by the summaries, unchanged, with their exact place.",
        rows=_quotations,
        fields=(
            Field("commitment", "code in the edition"),
            Field("state", "State of the summary; blank across States"),
            Field("strand", "state or expert"),
            whole("place", "place in the summary, from 1"),
            Field("stance", "achievement, challenge or neither"),
            Field("about", "State spoken of; blank where several"),
            Field("sender", "code of who speaks"),
            *_PLACE,
            whole("start", "first sign in the passage, from 0"),
            whole("end", "the sign after the last"),
            Field("language", "language of the words"),
            truth("confirmed", "whether a person confirmed the label"),
            whole("also", "how many passages say nearly the same"),
            Field("passage", "URN of the passage"),
            Field("quote", "the words"),
        ),
    ),
    Sheet(
        name="passages",
        about="The whole of each paragraph that the dossier quotes from.",
        key=("urn",),
        rows=_passages,
        fields=(
            Field("urn", "URN of the passage"),
            *_PLACE,
            Field("heading", "headings it stands under"),
            Field("language", "language of the words"),
            Field("text", "the words"),
        ),
    ),
)
