"""Signing in, sessions, second factors, letters."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext

from scenarios import people
from stocktake.accounts import actions
from stocktake.accounts.rules import LOCAL_ADMINISTRATOR, Role
from stocktake.signin.words import browser_name


LOGIN = "/en/account/login/"


def sign_in(client, person, password=people.PASSWORD):
    return client.post(LOGIN, {"login": person.email, "password": password})


def test_a_right_password_signs_in_and_a_wrong_one_does_not(client):
    person = people.person(Role.EXPERT)

    wrong = sign_in(client, person, "not-the-password-at-all")
    right = sign_in(client, person)

    assert wrong.status_code == 200
    assert right.status_code == 302
    assert "not correct" in wrong.content.decode()


def test_an_unknown_address_is_answered_like_a_wrong_password(client):
    person = people.person(Role.EXPERT)
    wrong = sign_in(client, person, "not-the-password-at-all").content.decode()
    unknown = client.post(
        LOGIN, {"login": "nobody@example.org", "password": "not-the-password-at-all"}
    ).content.decode()

    def error(page):
        return re.findall(r'role="alert".*?</div>', page)

    assert error(wrong) == error(unknown) != []


def test_guessing_a_password_is_stopped(client):
    person = people.person(Role.EXPERT)
    for _guess in range(5):
        sign_in(client, person, "not-the-password-at-all")

    response = sign_in(client, person)

    assert "Too many failed" in response.content.decode()
    assert client.get("/en/account/").status_code == 302


def test_a_password_alone_is_not_enough_with_a_second_factor(client):
    person = people.person(Role.FOCAL_POINT)

    response = sign_in(client, person)

    assert response.headers["Location"] == "/en/account/factors/code/"
    assert client.get("/en/account/").status_code == 302


def test_nobody_signs_up_by_themselves(client):
    page = client.post(
        "/en/account/signup/",
        {"email": "eve@example.org", "password1": people.PASSWORD},
    )

    assert "By invitation" in page.content.decode()
    assert not people.Person.objects.exists()


def test_somebody_whose_access_ended_is_out_at_once(client):
    person = people.person(Role.EXPERT)
    sign_in(client, person)
    before = client.get("/en/account/").status_code

    actions.revoke(person.email, by=LOCAL_ADMINISTRATOR, at=people.NOON)

    assert (before, client.get("/en/account/").status_code) == (200, 302)
    assert sign_in(client, person).headers["Location"] == "/en/account/inactive/"


def test_another_browser_can_be_signed_out(client):
    person = people.person(Role.EXPERT)
    other = Client(headers={"user-agent": "Mozilla/5.0 (X11; Linux) Firefox/140.0"})
    sign_in(client, person)
    sign_in(other, person)
    rows = client.get("/en/account/sessions/").context["rows"]
    (elsewhere,) = [row for row in rows if not row.current]

    client.post("/en/account/sessions/", {"session": elsewhere.key})

    assert other.get("/en/account/").status_code == 302
    assert client.get("/en/account/").status_code == 200


def test_all_other_browsers_can_be_signed_out_together(client):
    person = people.person(Role.EXPERT)
    others = [Client(), Client()]
    for each in (client, *others):
        sign_in(each, person)

    client.post("/en/account/sessions/")

    assert [each.get("/en/account/").status_code for each in others] == [302, 302]
    assert client.get("/en/account/").status_code == 200


def test_somebody_elses_session_cannot_be_ended(client):
    person = people.person(Role.EXPERT)
    victim = Client()
    sign_in(victim, person)
    key = victim.get("/en/account/sessions/").context["rows"][0].key
    sign_in(client, people.person(Role.RESEARCHER))

    response = client.post("/en/account/sessions/", {"session": str(key)})

    assert response.status_code == 404
    assert victim.get("/en/account/").status_code == 200


def test_secrets_of_second_factors_are_not_in_the_records():
    person = people.person(Role.EXPERT)
    secret = generate_totp_secret()

    TOTP.activate(person, secret)

    kept = Authenticator.objects.get(user=person)
    assert secret not in str(kept.data)
    assert TOTP(kept).instance.type == "totp"


@pytest.mark.parametrize(
    ("role", "may"), [(Role.FOCAL_POINT, False), (Role.EXPERT, True)]
)
def test_the_last_factor_that_a_role_needs_cannot_be_taken_away(role, may):
    from stocktake.signin.adapters import Factors

    person = people.person(role)
    if role is Role.EXPERT:
        TOTP.activate(person, generate_totp_secret())
    factor = Authenticator.objects.get(user=person)

    assert Factors().can_delete_authenticator(factor) is may


def test_a_lost_telephone_leads_back_to_setting_one_up(client):
    person = people.person(Role.SECRETARIAT)

    actions.reset_second_factor(person.email, by=LOCAL_ADMINISTRATOR, at=people.NOON)

    sign_in(client, person)
    assert client.get("/en/").headers["Location"] == "/en/account/factors/"


@pytest.mark.parametrize("language", ["ar", "zh", "en", "fr", "ru", "es"])
def test_a_letter_is_in_the_language_of_the_invitation(client, language):
    client.post(
        "/en/account/people/",
        {"email": "a@example.org", "role": "researcher", "language": language},
    )

    (letter,) = mail.outbox
    with translation.override(language):
        assert letter.subject == gettext("Stocktake: you are invited")
        assert gettext("Open this link to choose a password:") in letter.body
    assert f"/{language}/account/invitation/" in letter.body
    assert letter.to == ["a@example.org"]


def test_somebody_chooses_the_language_in_which_they_are_written_to(client):
    person = people.person(Role.EXPERT)
    sign_in(client, person)

    saved = client.post("/en/account/", {"language": "ru"})
    wrong = client.post("/en/account/", {"language": "xx"})

    person.refresh_from_db()
    assert (saved.status_code, wrong.status_code) == (302, 400)
    assert person.language == "ru"


def test_an_invitation_that_is_refused_says_why_and_sends_nothing(client):
    for role, area, why in (
        ("", "", "This field is required"),
        ("focal-point", "", "needs the code of a State"),
        ("expert", "KEN", "is a State"),
    ):
        form = {"email": "a@example.org", "role": role, "areas": area, "language": "en"}
        page = client.post("/en/account/people/", form).content.decode()

        assert why in page
    assert mail.outbox == []


def test_a_focal_point_invites_a_colleague_and_ends_their_access(client):
    client.force_login(people.person(Role.FOCAL_POINT))
    form = {
        "email": "c@example.org",
        "role": "contributor",
        "areas": "XAA",
        "sections": "1, 4.2",
        "language": "en",
    }

    client.post("/en/account/people/", form)
    page = client.get("/en/account/people/")
    invited = [row for row, _revocable in page.context["rows"]]
    client.post("/en/account/people/revoke/", {"email": "c@example.org"})
    left = [row for row, _ in client.get("/en/account/people/").context["rows"]]

    assert [row.email for row in invited] == [
        "focal-point@example.org",
        "c@example.org",
    ]
    assert invited[1].sections == ("1", "4.2")
    assert [row.email for row in left] == ["focal-point@example.org"]


def test_a_focal_point_invites_nobody_for_another_state(client):
    client.force_login(people.person(Role.FOCAL_POINT))
    form = {"email": "c@example.org", "role": "contributor", "areas": "XAB"}

    page = client.post("/en/account/people/", {**form, "language": "en"})

    assert "may not do this for XAB" in page.content.decode()
    assert mail.outbox == []


def test_a_forgotten_password_is_changed_by_a_link_in_ones_own_language(client):
    person = people.person(Role.EXPERT)
    person.language = "es"
    person.save()

    client.post("/en/account/password/reset/", {"email": person.email})

    (letter,) = mail.outbox
    link = re.search(r"/\w\w/account/password/reset/key/\S+", letter.body).group()
    form = client.get(link, follow=True)
    done = client.post(
        form.redirect_chain[-1][0],
        {"password1": "another-tally-of-five", "password2": "another-tally-of-five"},
    )
    assert done.status_code == 302
    assert sign_in(client, person, "another-tally-of-five").status_code == 302
    assert "contraseña" in letter.body


def test_no_letter_goes_to_an_address_that_has_no_account(client):
    page = client.post("/en/account/password/reset/", {"email": "nobody@example.org"})

    assert page.status_code == 302
    assert mail.outbox == []


def test_pages_of_the_way_in_are_never_kept_and_run_nothing_inline(client):
    for path in ("login/", "try-out/", "people/"):
        response = client.get(f"/en/account/{path}")
        page = response.content.decode()

        assert "no-store" in response.headers["Cache-Control"], path
        assert "script-src 'self';" in response.headers["Content-Security-Policy"]
        assert not re.search(r"<script(?![^>]*(src=|application/json))", page), path
        assert " style=" not in page, path
        assert " onclick=" not in page, path


def test_a_form_that_is_too_old_says_what_to_do(db):
    careful = Client(enforce_csrf_checks=True)

    response = careful.post("/fr/account/login/", {"login": "a@example.org"})

    assert response.status_code == 403
    assert "Ce formulaire a expiré" in response.content.decode()


def test_too_many_requests_are_answered_in_our_own_page(client):
    people.person(Role.EXPERT)
    answers = [
        client.post("/es/account/password/reset/", {"email": f"n{n}@example.org"})
        for n in range(25)
    ]

    assert answers[0].status_code == 302
    assert answers[-1].status_code == 429
    assert "Demasiados intentos" in answers[-1].content.decode()


def test_who_somebody_is_costs_three_queries(client, django_assert_num_queries):
    person = people.person(Role.SECRETARIAT)
    client.force_login(person)
    client.get("/en/about/")

    with django_assert_num_queries(3):  # session, person, second factor
        client.get("/en/about/")


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0) Chrome/130.0 Safari/537.36 Edg/130.0",
            "Edge, Windows",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0", "Firefox, Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18) Safari/604.1", "Safari, iPhone"),
        ("curl/8.0", "curl/8.0"),
    ],
)
def test_a_browser_is_named_in_two_words(agent, name):
    assert browser_name(agent) == name
