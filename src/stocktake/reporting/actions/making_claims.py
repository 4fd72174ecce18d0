"""What submitting does in the expert strand: each record becomes a claim about each State."""

from stocktake.actors import queries as actors
from stocktake.kernel.errors import Refused
from stocktake.reporting.claims import ClaimStatus, made
from stocktake.reporting.models import Claim, Submission, Weighing
from stocktake.reporting.queries.answers import answers
from stocktake.reporting.queries.sources import may_be_submitted


def make(found: Submission) -> None:
    """Make the claims of a report; what did not change since the version before keeps its status.

    Whom the report is about follows from its records.
    """
    before = {
        (one.record, one.area, one.words): one
        for one in Claim.objects.filter(
            submission__round=found.round, submission__sender=found.sender
        ).exclude(submission=found)
    }
    rows = [
        Claim(
            submission=found,
            area=one.area,
            item=one.item,
            address=one.address,
            record=one.record,
            kind=one.kind,
            publication=one.publication,
            words=one.words,
            status=_status(before.get((one.record, one.area, one.words))),
        )
        for one in made(answers(found.pk))
    ]
    if not rows:
        msg = f"{found.urn} makes no claim: add a rating, a challenge or an achievement that names a State or region."
        raise Refused(msg)
    _check_numbers(found, rows)
    Claim.objects.filter(submission=found).delete()
    Claim.objects.bulk_create(rows, batch_size=400)
    _carry_weighings(found, before)
    found.about = sorted({row.area for row in rows if actors.is_state(row.area)})
    found.save(update_fields=["about"])


def _check_numbers(found: Submission, rows: list[Claim]) -> None:
    """Refuse a record that bears the number of another sender's: replies would go astray.

    Numbers are random, so that only who copied one comes here.
    """
    others = Claim.objects.filter(
        submission__round=found.round, record__in={row.record for row in rows}
    ).exclude(submission__sender=found.sender)
    for record in others.order_by("record").values_list("record", flat=True)[:1]:
        msg = f"Another report has a record of the number {record}. Remove yours and write it as a new one."
        raise Refused(msg)


def check_accredited(found: Submission) -> None:
    """Refuse a report whose organisation is not accredited; invented ones need not be."""
    if not may_be_submitted(found.pk):
        msg = "Only accredited organisations and mandate holders submit. Apply for accreditation first; the draft stays as it is."
        raise Refused(msg)


def _status(before: Claim | None) -> str:
    return before.status if before else ClaimStatus.UNVERIFIED.value


def _carry_weighings(
    found: Submission, before: dict[tuple[str, str, str], Claim]
) -> None:
    """The reasons of a status that is kept are kept with it."""
    for claim in Claim.objects.filter(submission=found).exclude(
        status=ClaimStatus.UNVERIFIED
    ):
        was = before[claim.record, claim.area, claim.words]
        Weighing.objects.bulk_create(
            Weighing(
                claim=claim,
                status=one.status,
                reason=one.reason,
                by=one.by,
                at=one.at,
            )
            for one in was.weighings.order_by("id")
        )
