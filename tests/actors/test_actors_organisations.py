"""Organisations: registered once, under a code no State has, with a trail."""

from datetime import UTC, datetime

import pytest

from stocktake.accounts.rules import LOCAL_ADMINISTRATOR, VISITOR
from stocktake.actors import actions, queries, reading
from stocktake.actors.rules import OrganisationType
from stocktake.audit.models import Event
from stocktake.charter import queries as charter
from stocktake.kernel.errors import NotFound, NotPermitted, Refused
from stocktake.kernel.languages import LANGUAGES


NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def _register(code="XNGO", **more):
    return actions.register_organisation(code, by=LOCAL_ADMINISTRATOR, at=NOON, **more)


def test_registering_names_the_organisation_and_leaves_a_trail():
    _register(
        names={"en": "Migrants' Watch", "fr": "Veille migrants"},
        kind=OrganisationType.NGO,
    )

    found = queries.organisation("XNGO")
    assert (found.type, found.name("fr"), found.name("ru")) == (
        "ngo",
        "Veille migrants",
        "Migrants' Watch",
    )
    assert Event.objects.get().about == "stocktake:organisation:XNGO"


def test_registering_the_same_again_changes_nothing():
    _register(kind="ngo")
    _register(kind="ngo")

    assert Event.objects.count() == 1


def test_a_change_of_name_is_kept_and_told():
    _register()
    _register(names={"en": "Watch"})

    assert queries.organisation("XNGO").name() == "Watch"
    assert [event.kind for event in Event.objects.all()] == [
        "organisation.registered",
        "organisation.changed",
    ]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("SVN", "Slovenia"),
        ("XAA", "Avelia"),
        ("Human Rights Watch", "HUMAN-RIGHTS-WATCH"),
        ("hrw", "HRW"),
        ("X", "2 to 40"),
        ("", "2 to 40"),
        ("A" * 41, "2 to 40"),
    ],
)
def test_a_code_that_cannot_be_is_refused_with_what_to_do(code, words):
    with pytest.raises(Refused, match=words):
        _register(code)

    assert not Event.objects.exists()


def test_a_visitor_may_not_register():
    with pytest.raises(NotPermitted, match=r"organisation\.register"):
        actions.register_organisation("XNGO", by=VISITOR, at=NOON)


@pytest.mark.parametrize(
    ("code", "language", "name"),
    [
        ("SVN", "fr", "Slovénie"),
        ("XAA", "en", "Avelia"),
        ("IOM", "es", "Organización Internacional para las Migraciones"),
        ("ASEAN", "en", "Association of Southeast Asian Nations"),
        ("CAN", "en", "Canada"),
        ("NOBODY", "en", "NOBODY"),
    ],
)
def test_an_actor_has_a_name_whoever_it_is(code, language, name):
    assert queries.actor_name(code, language) == name


def test_an_organisation_nobody_registered_is_not_found():
    with pytest.raises(NotFound, match="intake --from NOBODY"):
        queries.organisation("NOBODY")


def test_states_are_those_of_geography():
    codes = ["SVN", "VAT", "XAF", "GRL", "XNGO"]

    assert [queries.is_state(code) for code in codes] == [
        True,
        True,
        True,
        False,
        False,
    ]


def test_bodies_and_instruments_have_names_in_six_languages():
    named = [*queries.bodies(), *queries.instruments()]

    assert [each.code for each in named if set(each.names) != set(LANGUAGES)] == []


def test_the_charter_and_this_room_mean_the_same_treaties_and_processes():
    frameworks = charter.edition("icmpd-2017").frameworks

    for each in frameworks:
        if each.untc:
            assert queries.instrument(each.untc) == queries.instrument(each.id), each.id
    processes = {
        each.id for each in frameworks if each.kind in ("process", "regional-body")
    }
    assert processes <= reading.bodies().keys()
