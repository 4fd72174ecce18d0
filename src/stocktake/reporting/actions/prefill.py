"""Fill a draft in beforehand from what is known already; a person confirms it."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from stocktake.accounts.rules import Acting
from stocktake.audit.actions import record
from stocktake.reporting.actions import batch
from stocktake.reporting.actions.answers import locked
from stocktake.reporting.actions.batch import Change
from stocktake.reporting.ports import Asking, PrefillSource
from stocktake.reporting.queries.answers import revisions


def prefill(
    submission: int | str, sources: Iterable[PrefillSource], *, by: Acting, at: datetime
) -> dict[str, int]:
    """Write what the sources propose where nothing was ever answered; how many from each.

    Answers that stand, were cleared, or lie in a removed record stay as they are: a
    second run changes nothing. Proposals that the questionnaire does not take are
    passed over. The earlier source wins.
    """
    with transaction.atomic():
        found = locked(submission)
        draft = batch.may_write(found, (), by=by)
        asked = Asking(
            sender=draft.sender,
            round=draft.round,
            on=found.round.last,
            questionnaire=draft.questionnaire,
        )
        signed = batch.signature(by, draft.strand, draft.sender)
        filled: Counter[str] = Counter()
        for source in sources:
            known = revisions(draft.key)
            changes = [
                Change(proposal.address, proposal.value)
                for proposal in source(asked)
                if proposal.address not in known
            ]
            origin = f"prefill:{source.name}"
            saved = batch.write(draft, changes, by=signed, at=at, origin=origin)
            filled[source.name] += sum(row.revision > 0 for row in saved.taken)
        if filled.total():
            record(
                "draft.prefilled",
                by=signed,
                about=draft.urn,
                at=at,
                data=dict(sorted(filled.items())),
            )
    return dict(filled)
