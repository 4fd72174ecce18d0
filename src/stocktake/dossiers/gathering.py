"""Gather the evidence of a dossier from the rooms below; nothing is decided here."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache, partial
from typing import TypeAlias

from stocktake import __version__
from stocktake.actors import queries as actors
from stocktake.charter import queries as charter
from stocktake.charter.rules import Edition
from stocktake.charter.rules import Item as CharterItem
from stocktake.documents import queries as documents
from stocktake.dossiers.assessed import Assessment
from stocktake.dossiers.content.commitments import MOST_STATES
from stocktake.dossiers.evidence import (
    Contrast,
    Evidence,
    Item,
    Pool,
    Quotation,
    Report,
    Summary,
)
from stocktake.dossiers.frames import Frame, frame
from stocktake.dossiers.gathering_findings import assessment
from stocktake.dossiers.gathering_replies import replies
from stocktake.dossiers.rules import Citation, CitedPassage, Scope
from stocktake.geography import queries as geography
from stocktake.kernel.errors import NotFound, Refused
from stocktake.kernel.languages import in_language
from stocktake.reporting import queries as reporting
from stocktake.reporting.queries import SubmissionRow
from stocktake.texts import queries as texts


Called: TypeAlias = Callable[[str], str]  # code of a sender -> its name


def gather(round_code: str, *, scope: Scope, language: str) -> Evidence:
    """Everything a dossier of this scope may say, names and titles in its language."""
    words = frame(language)
    round_ = reporting.round_(round_code)
    edition = charter.edition(round_.edition)
    check_scope(scope, edition)
    state = scope.code if scope.kind == "state" else None
    submissions = reporting.submissions(round_code, state=state)
    told = assessment(round_code, edition, scope, words)
    called = cache(partial(actors.actor_name, language=language))
    reports = tuple(_reports(submissions, called))
    if not reports and not (told and told.findings):
        whom = f" from or about {scope.code}" if state else ""
        msg = f"Round {round_code} holds no published report{whom}. Take reports in: stocktake intake FILES --round {round_code} --from CODE"
        raise NotFound(msg)
    counts = _counts(round_code, edition, scope)
    heard = _heard(reports, counts)
    states = sorted(heard | set(told.states if told else ()))
    names = {code: geography.name(code, language) for code in states}
    summaries = _summaries(round_code, edition, scope, len(heard))
    return Evidence(
        round=round_code,
        edition=edition.code,
        edition_title=in_language(edition.title, language),
        compact=in_language({"en": edition.text, **edition.cited}, language),
        first=round_.first,
        last=round_.last,
        as_of=_as_of(reports, told),
        scope=scope,
        language=language,
        version=__version__,
        tier=texts.tier_of(round_code) if counts else "",
        models=_models(summaries),
        illustrative=round_.illustrative or bool(_illustrative() & set(names)),
        names=names,
        regions=_regions(names, language),
        illustrative_states=_illustrative(),
        items=tuple(_item(one, words) for one in edition.items),
        reports=reports,
        counts=counts,
        summaries={
            (one.code, one.state, one.strand): _summary(one, called)
            for one in summaries
        },
        contrasts=tuple(_contrasts(summaries, called)),
        replies=replies(round_code, reports),
        assessment=told,
    )


def _as_of(reports: Iterable[Report], told: Assessment | None) -> date:
    """The day the dossier speaks of: of its last report; without one, of its findings."""
    days = [report.received for report in reports]
    return max(days or [one.as_of for one in (told.findings if told else ())])


def check_scope(scope: Scope, edition: Edition) -> None:
    """Refuse a theme or State that there is not."""
    if scope.kind == "theme" and edition.item(scope.code).parent is not None:
        themes = ", ".join(theme.code for theme in edition.themes)
        msg = f"{scope.code} is not a theme of {edition.code}. The themes are {themes}."
        raise Refused(msg)
    if scope.kind == "state" and not geography.is_state(scope.code):
        msg = f"{scope.code} is not a State. `stocktake geography find NAME` looks names up."
        raise Refused(msg)


def passages(urns: Iterable[str]) -> Mapping[str, CitedPassage]:
    """The whole passages of these URNs; one query for each document."""
    wanted = dict.fromkeys(urns)
    by_document: dict[str, set[int]] = {}
    for urn in wanted:
        sha256, _, order = urn.removeprefix("stocktake:passage:").partition("/")
        by_document.setdefault(sha256, set()).add(int(order))
    found = {
        row.urn: _passage(row)
        for sha256, orders in by_document.items()
        for row in documents.passages_at(sha256, orders)
    }
    return {urn: found[urn] for urn in wanted}


def _passage(row: documents.PassageRow) -> CitedPassage:
    return CitedPassage(
        urn=row.urn,
        document=row.document,
        order=row.order,
        number=row.number,
        page=row.page,
        heading=row.heading,
        text=row.text,
        language=row.language,
    )


def _reports(submissions: Iterable[SubmissionRow], called: Called) -> Iterable[Report]:
    ordered = sorted(
        submissions, key=lambda one: (one.strand != "state", one.sender, one.version)
    )
    for one in ordered:
        for document in one.documents:
            yield Report(
                document=document.sha256,
                title=document.title or document.name,
                sender=one.sender,
                sender_name=called(one.sender),
                strand=one.strand.value,
                about=one.about,
                language=document.language,
                pages=document.pages,
                passages=document.passages,
                received=max(one.submitted_at, document.added_at).date(),
                submission=one.urn,
            )


def _counts(
    round_code: str, edition: Edition, scope: Scope
) -> Mapping[tuple[str, str, str], int]:
    if scope.kind == "state":
        return texts.coverage(round_code, state=scope.code)
    found = texts.coverage(round_code)
    if scope.kind == "theme":
        return {
            key: count
            for key, count in found.items()
            if edition.theme_of(key[0]).code == scope.code
        }
    return dict(found)


def _summaries(
    round_code: str, edition: Edition, scope: Scope, states: int
) -> tuple[texts.SummaryRow, ...]:
    """Across States; and State by State where the dossier shows each."""
    if scope.kind == "state":
        return texts.summaries(round_code, state=scope.code)
    each = None if states <= MOST_STATES[scope.kind] else ""
    if scope.kind == "theme":
        codes = [one.code for one in edition.children(scope.code)]
        return tuple(
            row
            for code in codes
            for row in texts.summaries(round_code, code=code, state=each)
        )
    return texts.summaries(round_code, state=each)


def _heard(
    reports: Iterable[Report], counts: Mapping[tuple[str, str, str], int]
) -> frozenset[str]:
    """The States that are heard or spoken of."""
    codes = {code for report in reports for code in report.about}
    codes |= {state for _, state, _ in counts}
    codes |= {report.sender for report in reports if report.strand == "state"}
    return frozenset(code for code in codes if geography.is_state(code))


def _regions(codes: Iterable[str], language: str) -> dict[str, str]:
    found = {code: geography.region_of(code) for code in codes}
    return {
        code: geography.region_name(m49, language) for code, m49 in found.items() if m49
    }


def _illustrative() -> frozenset[str]:
    return frozenset(area.alpha3 for area in geography.illustrative_states())


def _models(summaries: Iterable[texts.SummaryRow]) -> tuple[str, ...]:
    return tuple(sorted({one.model for row in summaries for one in row.sentences}))


def _item(item: CharterItem, words: Frame) -> Item:
    return Item(
        code=item.code,
        parent=item.parent or "",
        title=in_language(item.title, words.language),
        promise=in_language(item.description, words.language),
        source=_where(item, words),
        counted=item.counted,
    )


def _where(item: CharterItem, words: Frame) -> str:
    """Where an item stands in its text, in words."""
    source = item.source
    values = {
        "section": source.section,
        "theme": source.theme,
        "bullet": source.bullet,
        "sub_bullet": source.sub_bullet,
        "document": source.document,
        "paragraph": source.paragraph,
        "letter": source.letter,
    }
    said = [
        words(f"where_{key}", value=value)
        for key, value in values.items()
        if value is not None
    ]
    return words.listed(said)


def _summary(row: texts.SummaryRow, called: Called) -> Summary:
    return Summary(
        code=row.code,
        state=row.state,
        strand=row.strand,
        quotations=tuple(_quotation(one, called) for one in row.sentences),
        pool=Pool(row.pool, row.states, row.reporting, row.confirmed, row.unused),
        method=row.method,
    )


def _contrasts(
    summaries: Iterable[texts.SummaryRow], called: Called
) -> Iterable[Contrast]:
    for row in summaries:
        if row.state:
            continue
        for first, second in row.contrasts:
            one, other = row.sentences[first], row.sentences[second]
            yield Contrast(
                row.code,
                one.citation.state,
                _quotation(one, called),
                _quotation(other, called),
            )


def _quotation(one: texts.SummarySentence, called: Called) -> Quotation:
    return Quotation(
        _citation(one.citation, called),
        one.stance.value,
        one.citation.state,
        tuple(_citation(other, called) for other in one.also),
        one.confirmed,
    )


def _citation(one: texts.Citation, called: Called) -> Citation:
    return Citation(
        urn=one.urn,
        document=one.document,
        title=one.title,
        sender=one.sender,
        sender_name=called(one.sender),
        strand=str(one.strand),
        page=one.page,
        number=one.number,
        order=one.order,
        start=one.start,
        end=one.end,
        quote=one.quote,
        language=one.language,
    )
