"""Label documents, batch by batch; what is finished stays, what is not is done again."""

import hashlib
import json
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime
from itertools import tee
from threading import Thread
from typing import Final

from django.db import transaction

from stocktake.accounts.rules import Acting, Permission
from stocktake.audit.actions import record
from stocktake.documents import queries as documents
from stocktake.documents.queries import PassageRow
from stocktake.kernel.parts import in_parts
from stocktake.texts.actions.confirming import GIVEN, forget_quotes
from stocktake.texts.apart import assigned
from stocktake.texts.assigning import Assigned
from stocktake.texts.evidence import Quote, quotes
from stocktake.texts.models import Label, Labelling, Stance
from stocktake.texts.rules import Label as Proposed
from stocktake.texts.rules import Text, Tier
from stocktake.texts.workshop import Workshop, workshop


Progress = Callable[[str, int, int], None]
Batch = Sequence[tuple[str, tuple[PassageRow, ...]]]
BATCH: Final = {  # passages that are labelled, and kept, in one go
    Tier.FAST: 200,
    Tier.FULL: 200,
    Tier.THOROUGH: 1,
}
CONFIRMED: Final = ("confirmed", "rejected")


def silent(_stage: str, _done: int, _total: int) -> None:
    """Tell nobody."""


def make_ready(edition: str, tier: Tier) -> None:
    """Load encoders and models beside other work; ``label_documents`` then finds them there."""
    Thread(target=workshop(edition).open, args=(tier,), daemon=True).start()


def label_documents(
    shas: Sequence[str],
    *,
    edition: str,
    by: Acting,
    at: datetime,
    tier: Tier = Tier.FULL,
    progress: Progress = silent,
) -> int:
    """Label what is not labelled by the present cards and models; return how many were.

    A document already labelled in a better tier is not labelled again in a lesser one.
    What a person confirmed or rejected stays. Interrupted, the batches done are kept.
    """
    by.require(Permission.TEXT_LABEL)
    shop = workshop(edition)
    todo = _not_labelled(shas, shop, tier)
    done = len(set(shas)) - len(todo)
    total = len(set(shas))
    progress("label", done, total)
    batches, read = tee(_batches(todo, tier))
    texts = ([_texts(rows) for _, rows in batch] for batch in read)
    for batch, found in zip(batches, assigned(texts, shop, tier=tier), strict=True):
        _keep_all(batch, found, shop, tier=tier, by=by, at=at)
        done += len(batch)
        progress("label", done, total)
    return len(todo)


def _not_labelled(shas: Sequence[str], shop: Workshop, tier: Tier) -> list[str]:
    tiers = list(Tier)
    good = {shop.name(one) for one in tiers[tiers.index(tier) :]}
    known = Labelling.objects.filter(edition=shop.edition, model__in=good)
    labelled = set(known.values_list("document__sha256", flat=True))
    return sorted(set(shas) - labelled)


def _batches(shas: Sequence[str], tier: Tier) -> Iterator[Batch]:
    batch: list[tuple[str, tuple[PassageRow, ...]]] = []
    size = 0
    for sha in shas:
        passages = documents.passages(sha)
        batch.append((sha, passages))
        size += len(passages)
        if size >= BATCH[tier]:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


@transaction.atomic
def _keep_all(
    batch: Batch,
    assigned: Sequence[Sequence[Assigned]],
    shop: Workshop,
    *,
    tier: Tier,
    by: Acting,
    at: datetime,
) -> None:
    for (sha, passages), found in zip(batch, assigned, strict=True):
        _keep(sha, [passage.id for passage in passages], found, shop, tier=tier, at=at)
    record(
        "texts.labelled",
        by=by.name,
        about=f"stocktake:edition:{shop.edition}",
        at=at,
        data={"documents": [sha for sha, _ in batch], "model": shop.name(tier)},
    )


def _texts(passages: Sequence[PassageRow]) -> list[Text]:
    return [Text(str(one.id), one.language, one.text, one.heading) for one in passages]


def _keep(
    sha: str,
    ids: Sequence[int],
    found: Sequence[Assigned],
    shop: Workshop,
    *,
    tier: Tier,
    at: datetime,
) -> None:
    document = documents.key(sha)
    Label.objects.filter(passage__document=document, edition=shop.edition).exclude(
        by__in=CONFIRMED
    ).delete()
    decided = _decided(document, shop.edition)
    given = _given(ids)
    forget_quotes({passage for passage, _ in decided})
    Label.objects.bulk_create(
        Label(
            passage_id=passage,
            edition=shop.edition,
            code=label.code,
            score=label.score,
            because=list(label.because),
            model=label.model,
            quotes=None if passage in given else _quotes(one, label),
        )
        for passage, one in zip(ids, found, strict=True)
        for label in one.labels
        if (passage, label.code) not in decided
    )
    _keep_stances(ids, found, given)
    Labelling.objects.update_or_create(
        document_id=document,
        edition=shop.edition,
        defaults={
            "tier": tier,
            "model": shop.name(tier),
            "at": at,
            "digests": digests(ids, found, decided),
        },
    )


def _quotes(one: Assigned, label: Proposed) -> list[Quote] | None:
    """What summaries may show of a passage under a label; None where its stances are older."""
    stances = [(each.start, each.end, each.stance, each.score) for each in one.stances]
    words = one.text
    return (
        quotes(words.text, words.language, stances, label.because) if stances else None
    )


def _keep_stances(
    ids: Sequence[int], found: Sequence[Assigned], given: Collection[int]
) -> None:
    labelled = [
        passage
        for passage, one in zip(ids, found, strict=True)
        if one.stances and passage not in given
    ]
    for some in in_parts(labelled):
        Stance.objects.filter(passage__in=some).delete()
    Stance.objects.bulk_create(
        Stance(
            passage_id=passage,
            sentence=stance.sentence,
            start=stance.start,
            end=stance.end,
            stance=stance.stance,
            score=stance.score,
            model=stance.model,
        )
        for passage, one in zip(ids, found, strict=True)
        if passage not in given
        for stance in one.stances
    )


def _given(ids: Sequence[int]) -> set[int]:
    """Passages whose source itself said what they are: no model says otherwise."""
    if not ids:
        return set()
    rows = Stance.objects.filter(
        passage__gte=min(ids), passage__lte=max(ids), model=GIVEN
    )
    return set(rows.values_list("passage_id", flat=True))


def _decided(document: int, edition: str) -> dict[tuple[int, str], str]:
    """What people confirmed or rejected: (passage, code) -> how."""
    rows = Label.objects.filter(
        passage__document=document, edition=edition, by__in=CONFIRMED
    )
    return {
        (passage, code): how
        for passage, code, how in rows.values_list("passage_id", "code", "by")
    }


def digests(
    ids: Sequence[int], found: Sequence[Assigned], decided: dict[tuple[int, str], str]
) -> dict[str, str]:
    """By code, a hash of what summaries read of one document."""
    told: dict[str, list[object]] = {}
    for order, one in enumerate(found, start=1):
        stances = [
            [stance.start, stance.end, stance.stance, stance.score]
            for stance in one.stances
        ]
        for label in one.labels:
            told.setdefault(label.code, []).append(
                [order, label.score, list(label.because), stances]
            )
    for (passage, code), how in sorted(decided.items()):
        told.setdefault(code, []).append([ids.index(passage) + 1, how])
    return {
        code: hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest()[
            :16
        ]
        for code, rows in sorted(told.items())
    }
