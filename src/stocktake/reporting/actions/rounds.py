"""Open rounds, take reports in, replace one by its correction."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from stocktake.accounts.rules import Acting, Permission
from stocktake.actors.rules import COLLECTIVE
from stocktake.audit.actions import record
from stocktake.charter import queries as charter
from stocktake.documents import queries as documents
from stocktake.documents.rules import safe_name
from stocktake.kernel.errors import NotFound, Refused
from stocktake.kernel.urns import urn
from stocktake.reporting import queries
from stocktake.reporting.actions.obligations import planned
from stocktake.reporting.models import Enclosure, Round, Submission
from stocktake.reporting.queries.answers import submission_of
from stocktake.reporting.rules import Stage, Strand


@transaction.atomic
def open_round(
    code: str,
    *,
    by: Acting,
    at: datetime,
    edition: str = charter.DEFAULT_EDITION,
    illustrative: bool = False,
) -> queries.RoundRow:
    """Open a round of an edition's calendar; one that is open already stays as it is."""
    by.require(Permission.ROUND_OPEN)
    if not Round.objects.filter(code=code).exists():
        dates = {one.code: one for one in queries.calendar(edition)}
        if code not in dates:
            msg = f"The calendar of {edition} has no round {code!r}. It has: {', '.join(dates)}."
            raise NotFound(msg)
        one = dates[code]
        made = Round.objects.create(
            code=code,
            edition=edition,
            first=one.first,
            last=one.last,
            state_due=one.state_due,
            expert_due=[day.isoformat() for day in one.expert_due],
            illustrative=illustrative,
        )
        change = planned(made, at=at)
        record(
            "round.opened",
            by=by.name,
            about=urn("round", code),
            at=at,
            data={"edition": edition, "owed": len(change.add)},
        )
    return queries.round_(code)


@transaction.atomic
def enclose(
    round_code: str,
    sha256: str,
    name: str,
    *,
    sender: str,
    strand: Strand,
    about: Sequence[str],
    by: Acting,
    at: datetime,
) -> str:
    """Add a kept document to what a sender submitted; the submission's URN.

    A document that anybody already sent in the round is refused, so that no text
    speaks twice.
    """
    by.require(Permission.REPORT_TAKE_IN)
    round_ = Round.objects.select_for_update().get(code=round_code)
    before = queries.already_enclosed(round_code, sha256)
    if before:
        raise Refused(before)
    submission = _current(round_, sender, strand)
    if submission is None:
        submission = Submission.objects.create(
            round=round_,
            sender=sender,
            strand=strand,
            about=sorted(set(about)),
            version=_next_version(round_, sender, strand),
            stage=Stage.PUBLISHED,
            submitted_at=at,
        )
    elif not set(about) <= set(submission.about):
        submission.about = sorted({*submission.about, *about})
        submission.save(update_fields=["about"])
    _add(submission, sha256, name, at=at)
    record(
        "report.taken-in",
        by=by.name,
        about=submission.urn,
        at=at,
        data={"document": sha256, "name": name},
    )
    return submission.urn


@transaction.atomic
def replace(
    round_code: str, old: str, sha256: str, name: str, *, by: Acting, at: datetime
) -> str:
    """Put a corrected document in the place of an old one, as a new version of the submission.

    The version before stays readable as superseded; nothing is deleted.
    """
    by.require(Permission.REPORT_TAKE_IN)
    round_ = Round.objects.select_for_update().get(code=round_code)
    before = queries.already_enclosed(round_code, sha256)
    if before:
        raise Refused(before)
    was = Submission.objects.filter(
        round=round_, stage=Stage.PUBLISHED, enclosures__document__sha256=old
    ).first()
    if was is None:
        msg = (
            f"Round {round_code} holds no document {old[:12]}… that could be replaced."
        )
        raise NotFound(msg)
    if was.questionnaire_id is not None:
        msg = f"{old[:12]}… was made from the answers of {was.urn}: submit a new version of them instead."
        raise Refused(msg)
    was.stage = Stage.SUPERSEDED
    was.save(update_fields=["stage"])
    now = Submission.objects.create(
        round=round_,
        sender=was.sender,
        strand=was.strand,
        about=was.about,
        version=_next_version(round_, was.sender, Strand(was.strand)),
        stage=Stage.PUBLISHED,
        submitted_at=at,
    )
    for enclosure in was.enclosures.select_related("document"):
        if enclosure.document.sha256 == old:
            _add(now, sha256, name, at=at)
        else:
            _add(now, enclosure.document.sha256, enclosure.name, at=enclosure.added_at)
    record(
        "submission.superseded",
        by=by.name,
        about=was.urn,
        at=at,
        data={"now": now.urn, "document": sha256, "instead_of": old},
    )
    return now.urn


@transaction.atomic
def enclose_published(
    submission: str,
    sha256: str,
    name: str,
    *,
    about: Sequence[str] = (),
    by: Acting,
    at: datetime,
) -> None:
    """Add the document that was made from published answers to their submission, once.

    ``about`` names the States it speaks about where they are fewer than the submission's.
    """
    by.require(Permission.REPORT_TAKE_IN)
    found = submission_of(submission)
    if found.stage != Stage.PUBLISHED:
        msg = (
            f"{found.urn} is {found.stage}: only what is published is made a document."
        )
        raise Refused(msg)
    if found.enclosures.filter(document__sha256=sha256).exists():
        return
    _add(found, sha256, name, about=about, at=at)
    record(
        "answers.made-document",
        by=by.name,
        about=found.urn,
        at=at,
        data={"document": sha256},
    )


@transaction.atomic
def enclose_collective(
    round_code: str,
    name: str,
    sha256: str,
    *,
    about: Sequence[str],
    by: Acting,
    at: datetime,
) -> None:
    """Put what anonymous sources say under this name; nothing (``""``) takes it away.

    One submission holds all of it, from one sender that stands for all sources.
    """
    by.require(Permission.REPORT_TAKE_IN)
    round_ = Round.objects.select_for_update().get(code=round_code)
    found = _current(round_, COLLECTIVE, Strand.EXPERT) or Submission(
        round=round_,
        sender=COLLECTIVE,
        strand=Strand.EXPERT,
        version=1,
        stage=Stage.PUBLISHED,
        submitted_at=at,
    )
    before = found.enclosures.filter(name=name).first() if found.pk else None
    if sha256 == (before.document.sha256 if before else ""):
        return
    found.about = sorted({*found.about, *about})
    found.save()
    if before is not None:
        before.delete()
    if sha256:
        _add(found, sha256, name, about=about, at=at)
    record(
        "claims.enclosed",
        by=by.name,
        about=found.urn,
        at=at,
        data={"name": name, "document": sha256},
    )


def _current(round_: Round, sender: str, strand: Strand) -> Submission | None:
    """What the sender's documents lie in; what answers a questionnaire is left as signed."""
    return Submission.objects.filter(
        round=round_,
        sender=sender,
        strand=strand,
        stage=Stage.PUBLISHED,
        questionnaire__isnull=True,
    ).first()


def _next_version(round_: Round, sender: str, strand: Strand) -> int:
    versions = Submission.objects.filter(round=round_, sender=sender, strand=strand)
    last = versions.order_by("-version").values_list("version", flat=True).first()
    return (last or 0) + 1


def _add(
    submission: Submission,
    sha256: str,
    name: str,
    *,
    about: Sequence[str] = (),
    at: datetime,
) -> None:
    Enclosure.objects.create(
        submission=submission,
        document_id=documents.key(sha256),
        name=safe_name(name),
        about=sorted(set(about)),
        added_at=at,
    )
