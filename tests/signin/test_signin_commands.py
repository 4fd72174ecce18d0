"""The commands about people, as they are typed."""

import json
import re

import pytest
from click.testing import CliRunner

from stocktake.accounts.rules import Permission, Role
from stocktake.cli.main import stocktake
from stocktake.cli.serve import serve
from stocktake.kernel.errors import Refused


INVITE = ["people", "invite", "ana@example.org", "--json", "--role"]


def run(*arguments: str):
    return CliRunner().invoke(stocktake, arguments)


def test_an_invitation_prints_its_link_once(client):
    said = json.loads(run(*INVITE, "focal-point", "--area", "ken").stdout)

    path = re.sub(r"^http://localhost:8000", "", said["link"])
    assert "Focal point" in client.get(path).content.decode()
    (row,) = json.loads(run("people", "list", "--json").stdout)
    assert (row["areas"], row["status"]) == (["KEN"], "invited")
    assert said["link"] not in run("people", "list", "--json").stdout


def test_the_table_lists_whoever_is_known():
    run(*INVITE, "contributor", "--area", "XAA", "--section", "1")

    assert re.search(
        r"ana@example.org +contributor +XAA +invited +no",
        run("people", "list").stdout,
    )


def test_a_withdrawn_invitation_is_open_no_more(client):
    link = json.loads(run(*INVITE, "researcher").stdout)["link"]

    run("people", "revoke", "ana@example.org")

    assert client.get(link.removeprefix("http://localhost:8000")).status_code == 404


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["people", "invite", "ana", "--role", "researcher"], "no e-mail address"),
        ([*INVITE, "focal-point"], "needs the code of a State"),
        (["people", "revoke", "nobody@example.org"], "people list"),
        (["people", "reset-factor", "nobody@example.org"], "people list"),
    ],
)
def test_what_is_mistyped_is_refused_with_what_to_do(arguments, says):
    outcome = run(*arguments)

    assert isinstance(outcome.exception, Refused)
    assert says in str(outcome.exception)


def test_a_role_that_nobody_is_given_is_wrong_usage():
    assert run(*INVITE, "local").exit_code == 2


def test_the_table_of_permissions_is_whole():
    said = json.loads(run("permissions", "--json").stdout)

    assert set(said["roles"]) == set(Role)
    granted = {p for role in said["roles"].values() for p in role["permissions"]}
    assert granted == set(Permission)
    assert said["roles"]["focal-point"]["second_factor"] is True
    assert re.search(r"report\.edit .*own", run("permissions").stdout)


def test_a_server_for_others_needs_an_administrator_first():
    outcome = CliRunner().invoke(serve, ["--host", "0.0.0.0"])

    assert isinstance(outcome.exception, Refused)
    assert "stocktake people administrator" in str(outcome.exception)
