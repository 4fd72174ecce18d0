"""Every URL, for every role, for one's own State or organisation and for another's."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from security_rows import ROWS, Row, add

from scenarios import people
from stocktake.accounts.rules import SECOND_FACTOR, Role
from stocktake.signin.middleware import SET_UP


for file in sorted(Path(__file__).parent.glob("security_rows_*.py")):
    add(import_module(file.stem).ROWS)

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def names(
    patterns: list[URLPattern | URLResolver], namespace: str = ""
) -> Iterator[str]:
    """The name of every URL there is, with its namespace."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from names(pattern.url_patterns, namespace + inner)
        else:
            assert pattern.name, f"{pattern} has no name, so it can have no row"
            yield namespace + pattern.name


EVERY = sorted(set(names(get_resolver().url_patterns)))


def test_every_address_has_a_row():
    assert sorted(ROWS) == EVERY, (
        "give each new URL a row in tests/security/security_rows.py"
    )


def area_of(role: Role, *, own: bool) -> str:
    """A code that a role holds, or one of the same kind that it does not."""
    if role is Role.EXPERT:
        return people.OWN_ORGANISATION if own else people.OTHER_ORGANISATION
    return people.OWN_STATE if own else people.OTHER_STATE


def lets_in(response) -> bool:
    """Whether the page was shown or the act was done: no refusal, no way to sign in."""
    there = response.headers.get("Location", "")
    sent_away = "/account/login/" in there or there.endswith("/factors/")
    return response.status_code < 400 and not sent_away


def ask(client: Client, row: Row, name: str, world, area: str):
    address = reverse(name, kwargs=row.arguments(world, area))
    return getattr(client, row.method)(address, row.data(world, area))


ROOMS = sorted({name.partition(":")[0].partition("_")[0] for name in ROWS})


@pytest.mark.parametrize("room", ROOMS)
def test_each_address_lets_in_whom_its_row_names(room, world, clients):
    wrong = []
    rows = {
        n: r for n, r in ROWS.items() if n.partition(":")[0].partition("_")[0] == room
    }

    for name, row in rows.items():
        for role, client in clients.items():
            for own in (True, False):
                row.before()
                response = ask(client, row, name, world, area_of(role, own=own))
                expected = role in (row.own if own else row.other)
                if lets_in(response) is not expected:
                    whose = "own" if own else "other"
                    there = response.headers.get("Location", "")
                    wrong.append((name, role.value, whose, response.status_code, there))

    assert not wrong, "\n".join(map(str, wrong))


@pytest.mark.parametrize("role", sorted(SECOND_FACTOR))
def test_without_a_second_factor_only_the_set_up_pages_open(role, world):
    client = Client()
    client.force_login(people.person(role, secured=False))

    opened = {
        name
        for name, row in ROWS.items()
        if row.method == "get"
        and lets_in_or_reauthenticates(ask(client, row, name, world, "XAA"))
    }

    assert opened <= SET_UP
    assert {"mfa_index", "mfa_activate_totp", "mfa_add_webauthn"} <= opened


def lets_in_or_reauthenticates(response) -> bool:
    """Shown, or shown after the password is typed again; not the way to set up."""
    there = response.headers.get("Location", "")
    return response.status_code < 400 and not there.endswith("/account/factors/")


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_public_pages_take_nothing(method, world, clients):
    taken = [
        name
        for name, row in ROWS.items()
        if name.startswith("portal:") or name in {"health", "document_file"}
        if getattr(clients[Role.ADMINISTRATOR], method)(
            reverse(name, kwargs=row.arguments(world, "XAA"))
        ).status_code
        != 405
    ]

    assert taken == []


def test_no_act_without_the_token_of_the_form(world, clients):
    admin = people.Person.objects.get(email="administrator@example.org")
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(admin)

    for name, row in ROWS.items():
        if row.method == "post":
            assert ask(careful, row, name, world, "XAA").status_code == 403, name
