"""Letters about what is due: one a person, in their language, each thing once, or told why not."""

import json
import re
import smtplib
from datetime import date, timedelta
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from click.testing import CliRunner
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import translation
from tests.scenarios.state_report import NOON, OFFICER, moved, started

from scenarios import people
from stocktake.accounts.rules import LOCAL_ADMINISTRATOR, Role
from stocktake.cli.reminders import reminders as command
from stocktake.jobs import reminders
from stocktake.jobs.reminder_words import said
from stocktake.kernel.errors import PartlyDone
from stocktake.reporting import actions, queries
from stocktake.reporting.reminding import Event
from stocktake.reporting.rules import Step


DAY = date(2026, 12, 12)
SOURCE = Path(__file__).resolve().parents[2] / "src" / "stocktake" / "jobs"
LANGUAGES = ["ar", "zh", "en", "fr", "ru", "es"]
FACTS = {
    "round": "2026",
    "sender": "KEN",
    "strand": "state",
    "due": "2026-12-18",
    "grace_until": "2027-01-17",
    "days": 6,
}


@pytest.fixture(autouse=True)
def an_address(settings):
    settings.STOCKTAKE_URL = "https://stocktake.example.org"


@pytest.fixture
def round_2026(db):
    actions.open_round("2026", by=LOCAL_ADMINISTRATOR, at=NOON)


def focal_point(email="ken@example.org", *, areas=("KEN",), language="en"):
    person = people.person(Role.FOCAL_POINT, area=areas[0], email=email, secured=False)
    person.areas, person.language = list(areas), language
    person.name = email
    person.save()
    return person


def send(on=DAY):
    return reminders.send(on=on, by=OFFICER, at=NOON)


def test_a_person_with_two_states_gets_one_letter(round_2026):
    focal_point(areas=("KEN", "TUN"))

    done = send()

    assert (done.noted, len(mail.outbox)) == (2, 1)
    assert mail.outbox[0].subject == "Stocktake: what is due (2)"
    assert mail.outbox[0].body.index("Kenya") < mail.outbox[0].body.index("Tunisia")
    assert "https://stocktake.example.org/en/desk/" in mail.outbox[0].body


def test_sent_again_the_same_day_nothing_is_sent_twice(round_2026):
    focal_point()

    send()

    assert send() == reminders.Sent(0, ())
    assert len(mail.outbox) == 1


def test_after_days_without_a_run_one_letter_makes_up_for_all(round_2026):
    focal_point()
    reminders.send(on=DAY - timedelta(days=50), by=OFFICER, at=NOON)

    send()

    assert len(mail.outbox) == 2
    assert mail.outbox[1].subject == (
        "Stocktake: State report, round 2026: Kenya. Due 18 December 2026"
    )


def test_a_letter_to_an_arabic_reader_runs_from_right_to_left(round_2026):
    focal_point(language="ar")

    send()

    (letter,) = mail.outbox
    html = letter.alternatives[0].content
    assert '<html lang="ar" dir="rtl">' in html
    assert "كينيا" in letter.subject
    assert "كينيا" in html
    assert "Due" not in html + letter.body + letter.subject
    assert "text-align" not in html
    assert letter.extra_headers["Auto-Submitted"] == "auto-generated"


def test_a_preview_shows_the_same_letters_and_writes_nothing(round_2026):
    focal_point(areas=("KEN", "TUN"))

    shown = reminders.preview(on=DAY)

    assert queries.reminders() == ()
    assert mail.outbox == []
    done = send()
    assert [one.told for one in shown.letters] == [one.told for one in done.letters]
    assert reminders.preview(on=DAY).letters == ()


class Deaf(EmailBackend):
    """A server that is not there."""

    def send_messages(self, messages):
        raise ConnectionRefusedError(111, "refused")


class Choosy(EmailBackend):
    """A server that knows no address that begins with k."""

    def send_messages(self, messages):
        if messages[0].to[0].startswith("k"):
            raise smtplib.SMTPRecipientsRefused({messages[0].to[0]: (550, b"unknown")})
        return super().send_messages(messages)


def test_what_a_deaf_server_did_not_take_is_sent_by_the_next_run(round_2026, settings):
    focal_point()
    focal_point("tun@example.org", areas=("TUN",))
    settings.EMAIL_BACKEND = f"{__name__}.Deaf"

    done = send()

    assert [email for email, _why in done.failed] == ["ken@example.org"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert len(send().letters) == 2


def test_one_wrong_address_stops_no_other_letter(round_2026, settings):
    focal_point()
    focal_point("tun@example.org", areas=("TUN",))
    settings.EMAIL_BACKEND = f"{__name__}.Choosy"

    done = send()

    assert [letter.email for letter in done.letters] == ["tun@example.org"]
    assert "unknown" in done.failed[0][1]


def test_what_could_not_be_mailed_for_a_fortnight_stays_on_the_desk(round_2026):
    focal_point()
    actions.note_reminders(on=DAY - timedelta(days=20), by=OFFICER, at=NOON)

    send()

    (letter,) = mail.outbox
    assert letter.body.count("Kenya") == 1
    assert len(queries.reminders(person="ken@example.org")) == 2


@pytest.mark.django_db
def test_who_is_concerned_is_told_of_a_correction_at_once(
    django_capture_on_commit_callbacks,
):
    focal_point()
    urn = moved(started("KEN"), Step.SUBMIT, Step.TAKE_UP)

    with django_capture_on_commit_callbacks(execute=True):
        moved(urn, Step.REQUEST_CORRECTION)

    (letter,) = mail.outbox
    assert "A correction is requested" in letter.subject
    assert "Page 3" not in letter.body
    assert send(on=NOON.date()).letters == ()


@pytest.mark.django_db
def test_no_letter_undoes_a_step(settings, caplog, django_capture_on_commit_callbacks):
    settings.EMAIL_BACKEND = f"{__name__}.Deaf"
    focal_point()
    urn = moved(started("KEN"), Step.SUBMIT, Step.TAKE_UP)

    with django_capture_on_commit_callbacks(execute=True):
        moved(urn, Step.ACCEPT)

    assert queries.moves(urn)[-1].step is Step.ACCEPT
    assert "waits for the next run" in caplog.text


@pytest.mark.django_db
def test_people_whose_access_ended_are_not_written_to(round_2026):
    person = focal_point()
    actions.note_reminders(on=DAY, by=OFFICER, at=NOON)
    person.is_active = False
    person.save()

    assert send().letters == ()


def run(*words, code=0):
    result = CliRunner().invoke(command, words)
    if code:
        assert isinstance(result.exception, PartlyDone)
    else:
        assert result.exit_code == 0, result.output
    return result.output


def test_the_command_sends_lists_and_says_again_in_another_language(round_2026):
    focal_point()

    told = json.loads(run("send", "--on", "2026-12-12", "--json"))
    listed = json.loads(run("list", "--json"))
    arabic = json.loads(run("list", "--language", "ar", "--json"))

    assert told["letters"][0]["reminders"][0]["event"] == "due-7"
    assert told["failed"] == []
    assert listed[0]["said"].startswith("State report, round 2026: Kenya. Due 18")
    assert listed[0]["mailed"]
    assert "كينيا" in arabic[0]["said"]
    assert "0 letters sent" in run("send", "--on", "2026-12-12")


def test_the_command_says_what_it_would_send_and_what_failed(round_2026, settings):
    focal_point()
    settings.EMAIL_BACKEND = f"{__name__}.Deaf"

    assert "1 letters would be sent" in run("send", "--on", "2026-12-12", "--dry-run")
    assert "does not answer" in run("send", "--on", "2026-12-12", code=3)


@pytest.mark.parametrize(
    ("event", "facts", "on", "words"),
    [
        (Event.DUE_60, {}, date(2026, 10, 20), "Days left: 59."),
        (Event.DUE_7, {}, date(2026, 12, 18), "Days left: 0."),
        (
            Event.DUE_7,
            {"excepted_until": "2027-02-01"},
            DAY,
            "lasts until 1 February 2027",
        ),
        (Event.OVERDUE, {}, date(2027, 1, 17), "still taken until 17 January 2027"),
        (Event.OVERDUE, {}, date(2027, 1, 18), "only with an exception"),
        (
            Event.OVERDUE,
            {"excepted_until": "2027-02-01"},
            date(2027, 2, 2),
            "ended 1 February",
        ),
    ],
)
def test_what_a_reminder_says_on_a_day(event, facts, on, words):
    assert words in said(event, FACTS | facts, on=on).detail


def catalogue(language):
    file = SOURCE / "locale" / language / "LC_MESSAGES" / "django.po"
    with file.open("rb") as source:
        return {m.id: m.string for m in read_po(source, locale=language) if m.id}


def sentences():
    found = set()
    for file in [*SOURCE.rglob("*.html"), *SOURCE.rglob("*.txt")]:
        found |= set(re.findall(r'{% translate "([^"]+)"', file.read_text("utf-8")))
    for file in SOURCE.rglob("*.py"):
        joined = re.sub(r'"\s*\n\s*"', "", file.read_text("utf-8"))
        found |= set(re.findall(r'\b_\(\s*"([^"]+)"', joined))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_of_a_letter_is_translated_with_its_names(language):
    known = catalogue(language)

    def names(text):
        return sorted(re.findall(r"%\(\w+\)s", text))

    assert set(known) == sentences()
    assert [s for s, there in known.items() if names(s) != names(there)] == []
    if language in {"ar", "zh", "ru"}:
        assert [s for s, there in known.items() if s == there] == []


@pytest.mark.django_db
@pytest.mark.parametrize("event", list(Event))
def test_each_event_can_be_said_in_each_language(event):
    facts = FACTS | {"until": "2026-06-29"}
    if event is Event.REPLY_OPENED:
        facts["state"] = "KEN"

    told = []
    for language in LANGUAGES:
        with translation.override(language):
            told.append(said(event, facts, on=DAY))

    assert len({one.detail for one in told}) == len(LANGUAGES)
    assert len({one.headline for one in told}) == len(LANGUAGES)


@pytest.mark.django_db
@pytest.mark.parametrize("event", [Event.DUE_30, Event.OVERDUE])
def test_every_expert_is_told_that_a_protected_report_counts_and_no_state_is(event):
    expert = said(event, FACTS | {"strand": "expert", "sender": "XNGO"}, on=DAY)
    state = said(event, FACTS | {"strand": "state", "sender": "KEN"}, on=DAY)

    assert "report under protection" in expert.detail
    assert "protection" not in state.detail
