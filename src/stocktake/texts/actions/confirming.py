"""Confirm or reject labels: what a person decided stands above every model."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from stocktake.accounts.rules import Acting, Permission
from stocktake.audit.actions import record
from stocktake.charter import queries as charter
from stocktake.documents import queries as documents
from stocktake.documents.queries import PassageRow
from stocktake.kernel.errors import NotFound
from stocktake.kernel.parts import in_parts
from stocktake.texts.models import Label, Labelling, Stance
from stocktake.texts.rules import StanceKind, sentences


GIVEN: Final = "given"  # the model of stances that the source itself stated


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided of one passage: its order in the document, the code, how.

    ``stance`` where the source itself said what the passage is, as an achievement
    entered under achievements.
    """

    order: int
    code: str
    confirmed: bool = True
    stance: StanceKind | None = None


@transaction.atomic
def decide_labels(
    document: str,
    decisions: Sequence[Decision],
    *,
    edition: str,
    by: Acting,
    at: datetime,
) -> int:
    """Confirm or reject labels of a document's passages; how many changed.

    A confirmed label counts fully in summaries, a rejected one never; models leave both
    alone. A confirmed passage without stances gets the one that was given, or "neither",
    sentence by sentence. Deciding the same again changes nothing.
    """
    by.require(Permission.TEXT_LABEL)
    known = charter.edition(edition)
    rows = {row.order: row for row in documents.passages(document)}
    for one in decisions:
        known.item(one.code)
        if one.order not in rows:
            msg = f"{document} has no passage {one.order}; it has {len(rows)}."
            raise NotFound(msg)
    changed = [one for one in decisions if _label(rows[one.order], one, edition)]
    _stand(rows[one.order] for one in decisions if one.confirmed and not one.stance)
    for one in decisions:
        if one.confirmed and one.stance:
            _give(rows[one.order], one.stance)
    forget_quotes(rows[one.order].id for one in decisions)
    if changed:
        _tell_summaries(document, edition, {one.code for one in changed})
        record(
            "labels.decided",
            by=by.name,
            about=f"stocktake:document:{rows[changed[0].order].document}",
            at=at,
            data={
                "edition": edition,
                "confirmed": sum(one.confirmed for one in changed),
                "rejected": sum(not one.confirmed for one in changed),
            },
        )
    return len(changed)


def forget_quotes(passages: Iterable[int]) -> None:
    """Have what summaries may show of these passages chosen anew: their stances may differ now."""
    for some in in_parts(sorted(set(passages))):
        Label.objects.filter(passage__in=some).update(quotes=None)


def _label(passage: PassageRow, one: Decision, edition: str) -> bool:
    """Write one decision; whether it changed anything."""
    how = "confirmed" if one.confirmed else "rejected"
    there = Label.objects.filter(
        passage=passage.id, edition=edition, code=one.code
    ).first()
    if there is not None and there.by == how:
        return False
    Label.objects.update_or_create(
        passage_id=passage.id,
        edition=edition,
        code=one.code,
        defaults={"by": how, "score": 1.0 if one.confirmed else 0.0},
        create_defaults={
            "by": how,
            "score": 1.0 if one.confirmed else 0.0,
            "because": [],
            "model": GIVEN,
        },
    )
    return True


def _stand(passages: Iterable[PassageRow]) -> None:
    """Stances for confirmed passages that no model has read yet: neither, till one does."""
    by_id = {row.id: row for row in passages}
    read = set(
        Stance.objects.filter(passage__in=by_id).values_list("passage_id", flat=True)
    )
    Stance.objects.bulk_create(
        stance
        for key, row in sorted(by_id.items())
        if key not in read
        for stance in _stances(row, StanceKind.NEITHER, "none")
    )


def _give(passage: PassageRow, stance: StanceKind) -> None:
    """The stance that the source stated, of every sentence, instead of a model's."""
    there = Stance.objects.filter(passage=passage.id)
    if there.exists() and not there.exclude(model=GIVEN, stance=stance).exists():
        return
    there.delete()
    Stance.objects.bulk_create(_stances(passage, stance, GIVEN))


def _stances(passage: PassageRow, stance: StanceKind, model: str) -> list[Stance]:
    spans = sentences(passage.text, passage.language)
    return [
        Stance(
            passage_id=passage.id,
            sentence=number,
            start=span.start,
            end=span.end,
            stance=stance,
            score=1.0,
            model=model,
        )
        for number, span in enumerate(spans, start=1)
    ]


def _tell_summaries(document: str, edition: str, codes: set[str]) -> None:
    """Have the summaries of these codes made anew, where the document is labelled already."""
    labelled = Labelling.objects.filter(
        document=documents.key(document), edition=edition
    ).first()
    if labelled is None:
        return
    for code in sorted(codes):
        decided = Label.objects.filter(
            passage__document=labelled.document_id, edition=edition, code=code
        ).order_by("passage__order")
        told = list(decided.values_list("passage__order", "by", "score"))
        before = labelled.digests.get(code, "")
        content = json.dumps([before, told], ensure_ascii=False)
        labelled.digests[code] = hashlib.sha256(content.encode()).hexdigest()[:16]
    labelled.save(update_fields=["digests"])
