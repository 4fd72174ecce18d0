"""Published claims become documents, one for each State they are about.

Under the name of whoever made them; anonymous ones together, under one name that stands
for all sources, in an order that tells nothing, with the day common to all. Confidential
claims never come here.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from stocktake.actors import queries as actors
from stocktake.actors.rules import COLLECTIVE
from stocktake.documents import actions as documents
from stocktake.jobs.publishing import (
    PUBLICATION,
    Told,
    html,
    label_passages,
    main_language,
    reading,
)
from stocktake.kernel.urns import urn as name_of
from stocktake.reporting import actions as reporting
from stocktake.reporting import queries as reports
from stocktake.reporting.queries import ClaimRow
from stocktake.reporting.questionnaires.rules import Group, Questionnaire
from stocktake.reporting.rules import Strand


_GROUP: Final = {
    "rating": "ratings",
    "challenge": "challenges",
    "achievement": "achievements",
}
_TITLES: Final = {
    "ar": "إفادات بشأن {area}، دورة {round}: {sender}",
    "zh": "{sender}：{round} 轮次关于{area}的陈述",
    "en": "Claims about {area}, round {round}: {sender}",
    "fr": "Allégations concernant {area}, cycle {round} : {sender}",
    "ru": "Утверждения о положении в {area}, цикл {round}: {sender}",
    "es": "Afirmaciones sobre {area}, ciclo {round}: {sender}",
}


def publish(about: str, data: Mapping[str, Any]) -> None:
    """React to ``submission.published``."""
    if data.get("strand") == Strand.EXPERT:
        publish_claims(about, at=datetime.fromisoformat(str(data["at"])))


def take_back(about: str, data: Mapping[str, Any]) -> None:
    """React to ``submission.moved``: what was withdrawn leaves what speaks for all."""
    if data.get("from") == "published" and "/expert/" in about and data.get("at"):
        publish_claims(about, at=datetime.fromisoformat(str(data["at"])))


def catch_up(round_code: str, *, at: datetime) -> int:
    """Make the documents of published claims that have none, after an interruption."""
    return sum(
        publish_claims(urn, at=at)
        for urn in reports.claims_without_document(round_code)
    )


@transaction.atomic
def publish_claims(urn: str, *, at: datetime) -> int:
    """Make, keep, enclose and label the documents of what is published with a report; how many.

    Asked again it changes nothing; asked after a withdrawal it takes back.
    """
    draft = reports.draft(urn)
    found: dict[str, list[ClaimRow]] = {area: [] for area in reports.areas_of(urn)}
    for row in reports.claims_to_publish(urn):
        found[row.area].append(row)
    for area, rows in sorted(found.items()):
        _publish(urn, area, rows, asked=draft.questionnaire, at=at)
    return sum(bool(rows) for rows in found.values())


def _publish(
    urn: str,
    area: str,
    rows: Sequence[ClaimRow],
    *,
    asked: Questionnaire,
    at: datetime,
) -> None:
    draft = reports.draft(urn)
    together = reports.speaks_for_all(urn)
    day = reports.publication_day(urn)
    sender = COLLECTIVE if together else draft.sender
    parts = (draft.round, area, day) if together else (draft.round, area, sender)
    name = f"claims-{'-'.join(map(str, parts))}-{1 if together else draft.version}.html"
    told = list(_told(rows, asked))
    sha256 = ""
    if told:
        language = main_language([one for _, one in told])
        title = _TITLES[language].format(
            area=actors.actor_name(area, language),
            round=draft.round,
            sender=actors.actor_name(sender, language),
        )
        passages = [one for _, one in told]
        kept = documents.keep(
            html(title, passages, language, urn=name_of("claims", *parts)),
            name,
            reading=reading(title, passages, language),
            by=PUBLICATION,
            at=at,
        )
        sha256 = kept.sha256
    # A region is no State: its document speaks of none.
    about = [area if actors.is_state(area) else ""]
    if together:
        reporting.enclose_collective(
            draft.round, name, sha256, about=about, by=PUBLICATION, at=at
        )
    elif sha256:
        reporting.enclose_published(
            urn, sha256, name, about=about, by=PUBLICATION, at=at
        )
    if sha256:
        label_passages(sha256, passages, edition=draft.edition, at=at)
        reporting.place(_places(told, sha256), by=PUBLICATION, at=at)


def _told(rows: Sequence[ClaimRow], asked: Questionnaire) -> Iterator[tuple[int, Told]]:
    """The passages of claims, with the key of each one's claim."""
    titles = {
        block.item: section.title
        for section in asked.sections
        for block in section.blocks
    }
    for row in rows:
        block = asked.blocks[row.item]
        group = next(
            part
            for part in block.parts
            if isinstance(part, Group) and part.id == _GROUP[row.kind]
        )
        head = {
            language: f"{row.item} {text}" for language, text in block.title.items()
        }
        for field in group.fields:
            words = row.fields.get(field.id)
            if not (field.narrative and isinstance(words, Mapping)):
                continue
            yield (
                row.key,
                Told(
                    item=row.item,
                    address=f"{row.address}/{field.id}",
                    texts={
                        code: " ".join(text.split()) for code, text in words.items()
                    },
                    headings=(
                        titles[row.item],
                        head,
                        group.label,
                        *_rated(row, group),
                    ),
                    stance=group.stance if field.id == "text" else "",
                ),
            )


def _rated(row: ClaimRow, group: Group) -> tuple[Mapping[str, str], ...]:
    """The degree of a rating, as a heading."""
    for field in group.fields:
        for option in field.options:
            if field.id == "rating" and option.code == row.fields.get("rating"):
                return (option.label,)
    return ()


def _places(
    told: Sequence[tuple[int, Told]], sha256: str
) -> dict[int, tuple[str, list[int]]]:
    found: dict[int, list[int]] = defaultdict(list)
    for order, (key, _) in enumerate(told, start=1):
        found[key].append(order)
    return {key: (sha256, orders) for key, orders in found.items()}
