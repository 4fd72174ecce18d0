"""Acting without an account: on one's own machine, until somebody administers it."""

import pytest
from django.test import Client

from scenarios import people
from stocktake.accounts.rules import Role
from stocktake.signin import tryout


TRY = "/en/account/try-out/"


def test_whoever_runs_it_on_their_machine_may_act_in_a_role(client):
    client.post(TRY, {"role": "focal-point", "area": "xaa"})

    acting = client.get(TRY).context["request"].acting
    assert (acting.roles, acting.areas) == ({Role.FOCAL_POINT}, {"XAA"})
    assert acting.tried_out
    assert acting.name == "local administrator as focal-point XAA"


def test_going_back_makes_the_local_administrator_again(client):
    client.post(TRY, {"role": "expert", "area": "XNGO"})
    client.post(TRY, {"role": "", "area": ""})

    assert client.get(TRY).context["request"].acting.roles == {Role.LOCAL}


@pytest.mark.parametrize(
    ("role", "area", "says"),
    [
        ("focal-point", "", "needs the code"),
        ("focal-point", "Atlantis-on-Sea", "Atlantis-on-Sea"),
        ("local", "", "Select a valid choice"),
    ],
)
def test_what_cannot_be_tried_is_said_at_the_field(client, role, area, says):
    response = client.post(TRY, {"role": role, "area": area})

    assert says in response.content.decode()


SHUT = [
    {"REMOTE_ADDR": "192.0.2.7"},
    {"HTTP_HOST": "stocktake.example.org"},
    {"HTTP_X_FORWARDED_FOR": "192.0.2.7"},
    {"HTTP_FORWARDED": "for=192.0.2.7"},
    {"HTTP_X_REAL_IP": "192.0.2.7"},
    {"HTTP_VIA": "1.1 proxy"},
]


@pytest.mark.parametrize("how", SHUT, ids=lambda how: next(iter(how)))
def test_from_elsewhere_nobody_acts_without_an_account(client, how, settings):
    settings.ALLOWED_HOSTS = ["*"]

    assert client.get(TRY, **how).status_code == 404
    assert client.get("/en/account/people/", **how).status_code == 403


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1", "[::1]:8000", "[::1]"])
def test_every_name_of_this_machine_will_do(client, host):
    assert client.get(TRY, HTTP_HOST=host).status_code == 200


def test_a_setting_of_a_server_ends_it(client, settings):
    settings.TRY_OUT = False

    assert client.get(TRY).status_code == 404


def test_an_administrator_ends_it_at_once_even_for_a_role_taken_before(client):
    client.post(TRY, {"role": "secretariat", "area": ""})
    people.person(Role.ADMINISTRATOR)

    assert client.get(TRY).status_code == 404
    assert client.get("/en/account/people/").status_code == 403


def test_switching_needs_the_token_of_the_form():
    careful = Client(enforce_csrf_checks=True)

    response = careful.post(TRY, {"role": "secretariat", "area": ""})

    assert response.status_code == 403


def test_roles_that_can_be_tried_are_those_that_can_be_given():
    assert set(tryout.ROLES) == set(people.ROLES)
