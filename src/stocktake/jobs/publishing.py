"""Published answers become a document with passages, labelled by the block they stand in.

One passage an answer, in the language in which the report says most, else in the one
the answer has. The same answers give the same bytes. Summaries and dossiers then see
the report like any other, with labels that its sender gave by choosing the block.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any, Final

from django.db import transaction

from stocktake.accounts.rules import Acting, Role
from stocktake.actors import queries as actors
from stocktake.charter import queries as charter
from stocktake.documents import actions as documents
from stocktake.documents.rules import Kind, PassageRead, Reading
from stocktake.kernel.languages import LANGUAGES, direction, in_language
from stocktake.reporting import actions as reporting
from stocktake.reporting import queries as reports
from stocktake.reporting.questionnaires.rules import Kind as Answers
from stocktake.reporting.questionnaires.rules import Questionnaire, Section
from stocktake.reporting.questionnaires.values import is_absence
from stocktake.reporting.questionnaires.walking import (
    Answered,
    Asked,
    Page,
    pages,
    walk_block,
)
from stocktake.reporting.rules import Stage, Strand


PUBLICATION: Final = Acting("publication", frozenset({Role.LOCAL}))
ENGINE: Final = "answers@1"
_TITLES: Final = {
    "ar": "تقرير الدولة لدورة {round}: {sender}",
    "zh": "{sender}：{round} 轮次国家报告",
    "en": "State report, round {round}: {sender}",
    "fr": "Rapport de l’État, cycle {round} : {sender}",
    "ru": "Доклад государства, цикл {round}: {sender}",
    "es": "Informe del Estado, ciclo {round}: {sender}",
}


@dataclass(frozen=True, slots=True)
class Told:
    """One answer as a passage: its words, the headings above it, what it is about."""

    item: str
    address: str
    texts: Mapping[str, str]
    headings: tuple[Mapping[str, str], ...]
    stance: str  # achievement, challenge, or nothing


def publish(about: str, data: Mapping[str, Any]) -> None:
    """React to ``submission.published``."""
    publish_answers(about, at=datetime.fromisoformat(str(data["at"])))


def catch_up(round_code: str, *, at: datetime) -> int:
    """Make the documents of published answers that have none, after an interruption."""
    known = {
        row.urn: {document.name for document in row.documents}
        for row in reports.submissions(round_code, strand=Strand.STATE)
    }
    missing = [
        row.urn
        for row in reports.listed(
            round_code=round_code, stage=Stage.PUBLISHED, by=PUBLICATION
        )
        if row.questionnaire and file_name(row.urn) not in known.get(row.urn, {""})
    ]
    return sum(publish_answers(urn, at=at) for urn in missing)


@transaction.atomic
def publish_answers(urn: str, *, at: datetime) -> bool:
    """Make, keep, enclose and label the document of a State's published answers.

    What experts say is published claim by claim and never through here, because claims
    may be confidential. False where there is nothing to make a document of.
    """
    draft = reports.draft(urn)
    if draft.strand is not Strand.STATE or draft.stage is not Stage.PUBLISHED:
        return False
    told = passages_told(draft.questionnaire, reports.answers(draft.key))
    if not told:
        return False
    language = main_language(told)
    title = _TITLES[language].format(
        round=draft.round, sender=actors.actor_name(draft.sender, language)
    )
    content = html(title, told, language, urn=draft.urn)
    name = file_name(draft.urn)
    kept = documents.keep(
        content,
        name,
        reading=reading(title, told, language),
        by=PUBLICATION,
        at=at,
    )
    reporting.enclose_published(draft.urn, kept.sha256, name, by=PUBLICATION, at=at)
    label_passages(kept.sha256, told, edition=draft.edition, at=at)
    return True


def passages_told(
    questionnaire: Questionnaire, answers: Mapping[str, Answered]
) -> list[Told]:
    """The answers that are published as passages, in the order of the questions."""
    given = pages(answers)
    return [
        one for section in questionnaire.sections for one in _section(section, given)
    ]


def file_name(urn: str) -> str:
    """``answers-2026-KEN-state-1.html``."""
    return f"answers-{urn.rpartition(':')[2].replace('/', '-')}.html"


def main_language(told: list[Told]) -> str:
    """The language in which most is said, counted in answers, then in letters."""
    answers = Counter(language for one in told for language in one.texts)
    letters: Counter[str] = Counter()
    for one in told:
        for language, text in one.texts.items():
            letters[language] += len(text)
    order = list(LANGUAGES)
    return max(answers, key=lambda c: (answers[c], letters[c], -order.index(c)))


def _section(section: Section, given: Mapping[str, Page]) -> Iterator[Told]:
    for block in section.blocks:
        page = given.get(block.item)
        if page is None:
            continue
        head: tuple[Mapping[str, str], ...] = (section.title, _headed(block))
        steps = [s for s in walk_block(block, page) if isinstance(s, Asked)]
        titles = {
            _record(s): s
            for s in steps
            if s.group and s.field.id == s.group.title and _words(s)
        }
        spoken = {_record(s) for s in steps if s.field.narrative and _words(s)}
        for step in steps:
            words = _words(step)
            alone = (
                step in titles.values() and _record(step) not in spoken
            )  # a record that says no more than its title
            if not words or not (step.field.narrative or alone):
                continue
            named = None if alone else titles.get(_record(step))
            if named is not None and named.field.narrative:
                named = None  # it is a passage of its own and no heading
            yield Told(
                item=block.item,
                address=step.address,
                texts=words,
                headings=(
                    *head,
                    step.group.label if step.group else step.field.label,
                    *((_words(named),) if named else ()),
                ),
                stance=step.group.stance if step.group else "",
            )


def _headed(block: Any) -> Mapping[str, str]:
    """A block's title, with the code of its item where it has one."""
    if not block.theme:
        return dict(block.title)
    return {language: f"{block.item} {text}" for language, text in block.title.items()}


def _record(step: Asked) -> str:
    return step.address.rpartition("/")[0] if step.group else ""


def _words(step: Asked) -> Mapping[str, str]:
    """The texts of an answer on one line each; nothing for absences and other kinds."""
    answer = step.answer
    if answer is None or not step.asked or step.field.kind is not Answers.TEXT:
        return {}
    if is_absence(answer.value):
        return {}
    return {language: " ".join(text.split()) for language, text in answer.value.items()}


def chosen(texts: Mapping[str, str], language: str) -> tuple[str, str]:
    """The language and words to show: the main language, else the first there is."""
    if language in texts:
        return language, texts[language]
    first = next(code for code in LANGUAGES if code in texts)
    return first, texts[first]


def reading(title: str, told: list[Told], language: str) -> Reading:
    """The passages of the document, one an answer, numbered as they are printed."""
    shown = [chosen(one.texts, language) for one in told]
    return Reading(
        kind=Kind.HTML,
        title=title,
        pages=(),
        passages=tuple(
            PassageRead(
                order=order,
                number=str(order),
                text=text,
                page=None,
                heading=tuple(in_language(h, language) for h in one.headings),
            )
            for order, (one, (_, text)) in enumerate(
                zip(told, shown, strict=True), start=1
            )
        ),
        asides=(),
        language=language,
        languages=tuple(code for code, _ in shown),
        engine=ENGINE,
    )


def html(title: str, told: list[Told], language: str, *, urn: str) -> bytes:
    """The document itself: headings and numbered paragraphs, all text escaped."""
    lines = [
        "<!doctype html>",
        f'<html lang="{language}" dir="{direction(language)}">',
        (
            f'<head><meta charset="utf-8"><title>{escape(title)}</title>'
            f'<meta name="stocktake" content="{escape(urn)}"></head>'
        ),
        f"<body><h1>{escape(title)}</h1>",
    ]
    above: tuple[str, ...] = ()
    for order, one in enumerate(told, start=1):
        headings = tuple(in_language(h, language) for h in one.headings)
        same = next(
            (
                place
                for place, (a, b) in enumerate(zip(above, headings, strict=False))
                if a != b
            ),
            min(len(above), len(headings)),
        )
        lines += [
            f"<h{level}>{escape(words)}</h{level}>"
            for level, words in list(enumerate(headings, start=2))[same:]
        ]
        above = headings
        code, text = chosen(one.texts, language)
        lines.append(
            f'<p id="p{order}" lang="{code}" dir="{direction(code)}">{order}. {escape(text)}</p>'
        )
    return "\n".join([*lines, "</body></html>", ""]).encode()


def label_passages(
    sha256: str, told: list[Told], *, edition: str, at: datetime
) -> None:
    """Label each passage with its block's item, as its sender decided."""
    from stocktake.texts import actions as texts  # noqa: PLC0415  # heavy to import
    from stocktake.texts.rules import StanceKind  # noqa: PLC0415

    leaves = {item.code for item in charter.edition(edition).leaves}
    texts.decide_labels(
        sha256,
        [
            texts.Decision(
                order=order,
                code=one.item,
                stance=StanceKind(one.stance) if one.stance else None,
            )
            for order, one in enumerate(told, start=1)
            if one.item in leaves
        ],
        edition=edition,
        by=PUBLICATION,
        at=at,
    )
