"""Letters about what is due: one a person, in their language, each thing once."""

import logging
import smtplib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from typing import Any, Final

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from stocktake.accounts import queries as accounts
from stocktake.accounts.rules import Acting, Role
from stocktake.design import words
from stocktake.jobs.reminder_words import Said, said
from stocktake.reporting import actions as reporting
from stocktake.reporting import queries as reports
from stocktake.reporting.queries import ReminderRow
from stocktake.reporting.reminding import TOLD, TOLD_LATE, Event, Parameters


MESSENGER: Final = Acting("reminders", frozenset({Role.LOCAL}))
log = logging.getLogger("stocktake.jobs.reminders")


@dataclass(frozen=True, slots=True)
class Told:
    """One thing in a letter."""

    about: str
    event: Event
    parameters: Parameters
    day: date


@dataclass(frozen=True, slots=True)
class Letter:
    """What one person is written, once a run; ``ids`` are the reminders it holds."""

    email: str
    language: str
    told: tuple[Told, ...]
    ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Sent:
    """What a run did: letters that went out, and those that did not, with the reason."""

    noted: int
    letters: tuple[Letter, ...]
    failed: tuple[tuple[str, str], ...] = ()


def preview(*, on: date) -> Sent:
    """What a run on a day would send; nothing is written."""
    waiting = {letter.email: letter for letter in _waiting(on=on)}
    noted = 0
    for person, found in reports.notices(accounts.addressees(), today=on):
        new = [Told(one.about, one.event, one.parameters, on) for one in found]
        noted += len(new)
        letter = waiting.get(person.email) or Letter(person.email, person.language, ())
        waiting[person.email] = replace(letter, told=in_order((*letter.told, *new)))
    letters = sorted(waiting.values(), key=lambda letter: letter.email)
    return Sent(noted, tuple(letters))


def send(*, on: date, by: Acting, at: datetime, submission: str = "") -> Sent:
    """Note what people are to be told on a day, and write to each of them once.

    ``submission`` keeps to the steps of one. A letter that fails is tried again by the
    next run; where the mail server cannot be reached, no other letter is tried.
    """
    about = _news_of(submission, on=on) if submission else ()
    if submission and not about:
        return Sent(0, ())
    noted = reporting.note_reminders(on=on, by=by, at=at, submission=submission)
    sent: list[Letter] = []
    failed: list[tuple[str, str]] = []
    for letter in _waiting(on=on, about=about):
        if not reporting.claim_for_mail(letter.ids, by=by, at=at):
            continue
        try:
            _post(letter, on=on)
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError) as error:
            reporting.release_for_mail(letter.ids, by=by)
            failed.append((letter.email, str(error)))
        except OSError as error:  # SMTPException is one: the server is not there
            reporting.release_for_mail(letter.ids, by=by)
            failed.append((letter.email, f"the mail server does not answer: {error}"))
            break
        else:
            sent.append(letter)
    return Sent(noted, tuple(sent), tuple(failed))


def tell(about: str, data: Mapping[str, Any]) -> None:
    """Tell those concerned of a step at once; what fails waits for the daily run."""
    if data.get("step") not in {step.value for step in TOLD}:
        return
    at = reports.moves(about)[-1].at
    try:
        failed = send(on=at.date(), by=MESSENGER, at=at, submission=about).failed
    except Exception:  # the step is done; no letter may undo it
        log.exception("Nobody could be told of %s.", about)
        return
    for _email, why in failed:
        log.warning("A letter about %s waits for the next run: %s", about, why)


def _news_of(submission: str, *, on: date) -> tuple[str, ...]:
    """What the steps of one submission are news about."""
    found = reports.notices(accounts.addressees(), today=on, submission=submission)
    return tuple({one.about for _person, notices in found for one in notices})


def _waiting(*, on: date, about: Collection[str] = ()) -> tuple[Letter, ...]:
    """What is noted and not mailed yet, by person; what is old is on the desk only."""
    rows = [
        row
        for row in reports.reminders(unmailed=True, about=about)
        if on - TOLD_LATE <= row.day <= on
    ]
    rows.sort(key=lambda row: (row.email, row.language))
    return tuple(
        _letter(email, language, tuple(group))
        for (email, language), group in groupby(
            rows, key=lambda row: (row.email, row.language)
        )
    )


def _letter(email: str, language: str, rows: tuple[ReminderRow, ...]) -> Letter:
    told = tuple(Told(row.about, row.event, row.parameters, row.day) for row in rows)
    return Letter(email, language, in_order(told), tuple(row.id for row in rows))


def in_order(told: Iterable[Told]) -> tuple[Told, ...]:
    """What is said of each thing last, the most pressing first."""
    newest: dict[str, Told] = {}
    for one in sorted(told, key=lambda one: one.day):
        newest[one.about] = one
    order = (Event.OVERDUE, Event.CORRECTION_REQUESTED)
    return tuple(
        sorted(
            newest.values(),
            key=lambda one: (
                one.event not in order,
                str(one.parameters.get("due", "")),
                one.about,
            ),
        )
    )


def message(letter: Letter, *, on: date) -> EmailMultiAlternatives:
    """The letter in its reader's language: text, and the same as HTML."""
    with translation.override(letter.language):
        told = [said(one.event, one.parameters, on=on) for one in in_order(letter.told)]
        context = {
            "told": told,
            "language": letter.language,
            "direction": words.direction(letter.language),
            "desk": settings.STOCKTAKE_URL + reverse("desk:home"),
        }
        made = EmailMultiAlternatives(
            subject=_subject(told),
            body=render_to_string("jobs/reminders.txt", context),
            to=[letter.email],
            headers={
                "Auto-Submitted": "auto-generated",
                "Content-Language": letter.language,
            },
        )
        made.attach_alternative(
            render_to_string("jobs/reminders.html", context), "text/html"
        )
    return made


def _subject(told: list[Said]) -> str:
    if len(told) == 1:
        return f"Stocktake: {told[0].report}. {told[0].headline}"
    return _("Stocktake: what is due (%(count)s)") % {"count": len(told)}


def _post(letter: Letter, *, on: date) -> None:
    made = message(letter, on=on)
    made.connection = get_connection()
    made.send()
