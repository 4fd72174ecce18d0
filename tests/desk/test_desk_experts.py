"""The expert strand on the desk: who sees what, and that no page keeps or betrays a source."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from scenarios import people
from scenarios.expert_report import (
    CHALLENGE,
    NOON,
    ROUND,
    WORDS,
    accredited,
    in_reply_window,
    named,
    protected,
    submitted,
)
from stocktake.accounts import queries as accounts
from stocktake.accounts.rules import Role
from stocktake.actors import queries as actors
from stocktake.audit.models import Event
from stocktake.reporting import queries
from stocktake.reporting.models import ProtectedSource


pytestmark = [pytest.mark.django_db, pytest.mark.slow]
MINE = {
    "round_code": ROUND,
    "sender": "protected",
    "strand": "expert",
    "version": 1,
}


@pytest.fixture(autouse=True)
def _own_home(tmp_path, settings):
    settings.STOCKTAKE_HOME = tmp_path


@pytest.fixture
def people_of():
    """Signed-in clients by role, and the person of each."""
    made = {}

    def client(role, **more):
        if (role, *more.values()) not in made:
            person = people.person(role, **more)
            found = Client()
            found.force_login(person)
            found.person = person
            made[role, *more.values()] = found
        return made[role, *more.values()]

    return client


def acting(client):
    return accounts.acting(client.person)


def test_an_expert_starts_both_reports_from_one_page(people_of):
    accredited()
    expert = people_of(Role.EXPERT)
    start = reverse("desk:expert_start")

    named_ = expert.post(start, {"round": ROUND, "organisation": "XNGO"})
    sealed = expert.post(
        start, {"round": ROUND, "organisation": "XNGO", "protected": "1"}
    )
    page = expert.get(reverse("desk:experts")).content.decode()

    assert named_["Location"].endswith(f"/{ROUND}/XNGO/expert/1/")
    assert sealed["Location"].endswith(f"/{ROUND}/protected/expert/1/")
    assert ProtectedSource.objects.get().pseudonym not in page + sealed["Location"]
    assert expert.get(sealed["Location"]).status_code == 200


def test_a_protected_report_is_written_block_by_block_with_no_pseudonym_in_any_page(
    people_of,
):
    expert = people_of(Role.EXPERT)
    protected(by=acting(expert))
    pseudonym = ProtectedSource.objects.get().pseudonym
    pages = [
        reverse("desk:home"),
        reverse("desk:experts"),
        reverse("desk:report", kwargs=MINE),
        reverse("desk:block", kwargs={**MINE, "item": "1.2"}),
        reverse(
            "desk:record",
            kwargs={**MINE, "item": "1.2", "group": "challenges", "record": "a" * 12},
        ),
        reverse("desk:checks", kwargs=MINE),
        reverse("desk:expert_report", kwargs=MINE),
    ]

    for page in pages:
        response = expert.get(page)
        text = response.content.decode()
        assert response.status_code == 200, page
        assert pseudonym not in text, page
        assert "no-store" in response["Cache-Control"]
        assert 'data-keep="state' not in text
    assert 'data-keep=""' in expert.get(pages[3]).content.decode()


def test_pages_of_the_strand_tell_other_sites_nothing(people_of):
    in_reply_window(named())
    state = people_of(Role.FOCAL_POINT, area="KEN")
    officer = people_of(Role.SECRETARIAT)

    shows = state.get(reverse("desk:replies", args=["KEN"]))
    asks = officer.get(reverse("desk:claim", args=[ROUND, "KEN", "a" * 12]))

    assert shows["Referrer-Policy"] in {"no-referrer", "same-origin"}
    assert asks["Referrer-Policy"] == "same-origin"
    assert "no-store" in asks["Cache-Control"]


def test_the_whole_way_of_a_protected_claim(people_of):
    accredited()
    expert, officer = people_of(Role.EXPERT), people_of(Role.SECRETARIAT)
    state = people_of(Role.FOCAL_POINT, area="KEN")
    protected(by=acting(expert))
    expert.post(
        reverse("desk:expert_publication", kwargs=MINE), {"publication": "anonymous"}
    )
    done = expert.post(reverse("desk:expert_step", kwargs=MINE), {"step": "submit"})
    assert done.status_code == 302, done.content.decode()

    queue = officer.get(reverse("desk:claims")).content.decode()
    assert WORDS in queue
    assert "XNGO" not in queue
    (row,) = queries.listed(round_code=ROUND, by=acting(officer))
    for step in ("take-up", "open-reply"):
        moved = officer.post(
            reverse("desk:claims_step"),
            {"submission": row.urn, "step": step, "round": ROUND},
        )
        assert moved.status_code == 302

    shown = state.get(reverse("desk:replies", args=["KEN"])).content.decode()
    assert WORDS in shown
    assert "XNGO" not in shown
    assert "example.org" not in shown  # the link to its own report
    where = ["desk:claim_reply", "desk:claim_weigh"]
    reply, weigh = (reverse(n, args=[ROUND, "KEN", "a" * 12]) for n in where)
    state.post(reply, {"language": "fr", "reply": "L'hôtel est fermé."})
    officer.post(weigh, {"status": "contested", "reason": "The State says otherwise."})

    row = queries.claim(f"stocktake:claim:{ROUND}/KEN/{'a' * 12}", by=acting(officer))
    assert row.status == "contested"
    assert row.replies[0].text == {"fr": "L'hôtel est fermé."}


def test_the_protection_officer_alone_identifies_and_only_with_a_reason(people_of):
    expert = people_of(Role.EXPERT)
    submitted(protected(by=acting(expert)), by=acting(expert))
    expert_page = reverse("desk:expert_source", kwargs=MINE)
    expert.post(expert_page, {"name": "Canary Jane", "contact": "the baker"})
    claim = f"stocktake:claim:{ROUND}/KEN/{'a' * 12}"
    address = reverse("desk:sources")
    asked = {"claim": claim, "reason": "The source may be in danger of arrest."}

    for role in (Role.SECRETARIAT, Role.ADMINISTRATOR, Role.EXPERT):
        assert people_of(role).post(address, asked).status_code == 403
    protector = people_of(Role.PROTECTION_OFFICER)
    bare = protector.post(address, {"claim": claim, "reason": "because"})
    naming = protector.post(
        address, {"claim": claim, "reason": "canary jane wants to be reached."}
    )
    told = protector.post(address, asked)

    assert "Canary Jane" not in bare.content.decode()
    assert "names the source" in naming.content.decode()
    assert "Canary Jane" in told.content.decode()
    assert "no-store" in told["Cache-Control"]
    (event,) = Event.objects.filter(kind="source.identified")
    assert event.data == {"reason": asked["reason"]}


def test_a_file_loses_its_name_and_its_makers_and_comes_back_neutral(people_of):
    expert = people_of(Role.EXPERT)
    protected(by=acting(expert))
    text = SimpleUploadedFile("canary-jane.txt", b"Minutes of a visit.\n")

    expert.post(
        reverse("desk:evidence_attach", kwargs=MINE),
        {"record": CHALLENGE, "file": text},
    )
    page = expert.get(reverse("desk:expert_report", kwargs=MINE)).content.decode()
    own = expert.get(
        reverse("desk:evidence_own", kwargs=MINE), {"record": CHALLENGE, "number": 1}
    )

    assert "canary" not in page
    assert own.content == b"Minutes of a visit.\n"
    assert 'filename="evidence-1.txt"' in own["Content-Disposition"]


def test_what_cannot_be_stripped_is_refused_with_what_to_do(people_of):
    expert = people_of(Role.EXPERT)
    protected(by=acting(expert))
    page = SimpleUploadedFile("a.html", b"<!doctype html><title>x</title><p>Report.")

    said = expert.post(
        reverse("desk:evidence_attach", kwargs=MINE),
        {"record": CHALLENGE, "file": page},
    )

    assert said.status_code == 422
    assert "Send it as PDF, DOCX" in said.content.decode()


def test_accreditation_from_application_to_decision(people_of):
    accredited(illustrative=False)
    expert, officer = people_of(Role.EXPERT), people_of(Role.SECRETARIAT)
    letter = SimpleUploadedFile("letter.txt", b"We hereby appoint the network.\n")
    expert.post(
        reverse("desk:accreditation_apply", args=["XNGO"]),
        {"kind": "ngo", "mandate": "We visit places of detention.", "letter": letter},
    )
    one = reverse("desk:accreditation", args=["XNGO", 1])

    assert "XNGO" in officer.get(reverse("desk:accreditations")).content.decode()
    assert "appoint" in officer.get(f"{one}letter/").content.decode()
    unreasoned = officer.post(one, {"standing": "accepted", "reason": ""})
    assert unreasoned.status_code == 200
    officer.post(one, {"standing": "accepted", "reason": "The letter is genuine."})

    assert "XNGO" in actors.reporting_organisations()
    assert "The letter is genuine." in expert.get(one).content.decode()


def test_nobody_answers_another_organisations_protected_report(people_of):
    protected()  # of somebody else at XNGO
    other = people_of(Role.EXPERT, area="XUNI", email="other@example.org")

    for name in ("desk:report", "desk:expert_report"):
        assert other.get(reverse(name, kwargs=MINE)).status_code == 404
    guessed = {**MINE, "sender": ProtectedSource.objects.get().pseudonym}
    assert other.get(reverse("desk:report", kwargs=guessed)).status_code == 403
    assert NOON.day == 1
