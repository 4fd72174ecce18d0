"""Invitations: who may send which, used once, and who may be ended by whom."""

from datetime import timedelta

import pytest

from scenarios import people
from scenarios.people import NOON, PASSWORD
from stocktake.accounts import actions, queries
from stocktake.accounts.models import Invitation, Person
from stocktake.accounts.rules import (
    GRANTS,
    LOCAL_ADMINISTRATOR,
    SCOPED_PERMISSIONS,
    SCOPED_ROLES,
    VISITOR,
    Acting,
    Offer,
    Permission,
    Role,
    check_offer,
)
from stocktake.kernel.errors import NotFound, NotPermitted, Refused


STATES = frozenset({"XAA", "XAB", "KEN"})


def acting(role: Role, *areas: str) -> Acting:
    return Acting(role.value, frozenset({role}), areas=frozenset(areas))


def offer(role: Role, *areas: str, sections: tuple[str, ...] = ()) -> Offer:
    return Offer(frozenset({role}), frozenset(areas), frozenset(sections))


@pytest.mark.parametrize("role", sorted(SCOPED_ROLES))
def test_a_scoped_role_acts_for_its_own_codes_only(role):
    somebody = acting(role, "XAA")

    for permission in SCOPED_PERMISSIONS & GRANTS[role]:
        assert somebody.may(permission, area="XAA")
        assert not somebody.may(permission, area="XAB")
        assert not somebody.may(permission), "an action that forgets the area must fail"
        assert somebody.may_somewhere(permission)


def test_an_unscoped_role_acts_everywhere():
    assert acting(Role.SECRETARIAT).may(Permission.REPORT_READ, area="KEN")


def test_nobody_but_a_protection_officer_may_identify_a_source():
    holders = {role for role in Role if Permission.SOURCE_IDENTIFY in GRANTS[role]}

    assert holders == {Role.PROTECTION_OFFICER}


def test_a_state_never_reads_confidential_claims():
    assert not any(
        Permission.CLAIM_READ_CONFIDENTIAL in GRANTS[role]
        for role in SCOPED_ROLES | {Role.ADMINISTRATOR, Role.RESEARCHER, Role.VISITOR}
    )


@pytest.mark.parametrize(
    ("sections", "item", "may"),
    [
        ((), "1.2", True),
        (("1",), "1.2", True),
        (("1",), "10.2", False),
        (("4.2",), "4.2.1", True),
        (("4.2",), "4.1", False),
    ],
)
def test_a_contributor_answers_their_sections(sections, item, may):
    one = Acting(
        "c",
        frozenset({Role.CONTRIBUTOR}),
        areas=frozenset({"XAA"}),
        sections=frozenset(sections),
    )

    assert one.may_section(item) is may


REFUSED = [
    (acting(Role.ADMINISTRATOR), Offer(frozenset()), Refused, "needs a role"),
    (acting(Role.ADMINISTRATOR), offer(Role.LOCAL), NotPermitted, "local"),
    (acting(Role.ADMINISTRATOR), offer(Role.FOCAL_POINT), Refused, "needs the code"),
    (acting(Role.ADMINISTRATOR), offer(Role.FOCAL_POINT, "ZZZ"), Refused, "ZZZ"),
    (acting(Role.ADMINISTRATOR), offer(Role.EXPERT, "KEN"), Refused, "is a State"),
    (acting(Role.ADMINISTRATOR), offer(Role.SECRETARIAT, "KEN"), Refused, "everywhere"),
    (
        acting(Role.ADMINISTRATOR),
        offer(Role.FOCAL_POINT, "KEN", sections=("1",)),
        Refused,
        "contributors",
    ),
    (
        acting(Role.ADMINISTRATOR),
        Offer(frozenset({Role.FOCAL_POINT, Role.EXPERT}), frozenset({"KEN"})),
        Refused,
        "own report",
    ),
    (acting(Role.SECRETARIAT), offer(Role.ADMINISTRATOR), NotPermitted, "admin"),
    (acting(Role.SECRETARIAT), offer(Role.PROTECTION_OFFICER), NotPermitted, "protec"),
    (
        acting(Role.FOCAL_POINT, "XAA"),
        offer(Role.CONTRIBUTOR, "XAB"),
        NotPermitted,
        "XAB",
    ),
    (
        acting(Role.FOCAL_POINT, "XAA"),
        offer(Role.FOCAL_POINT, "XAA"),
        NotPermitted,
        "focal",
    ),
    (
        acting(Role.CONTRIBUTOR, "XAA"),
        offer(Role.CONTRIBUTOR, "XAA"),
        NotPermitted,
        "colleague.invite",
    ),
    (
        acting(Role.ALTERNATE, "XAA"),
        offer(Role.CONTRIBUTOR, "XAA"),
        NotPermitted,
        "colleague.invite",
    ),
    (
        acting(Role.EXPERT, "XNGO"),
        offer(Role.CONTRIBUTOR, "XAA"),
        NotPermitted,
        "colleague",
    ),
    (VISITOR, offer(Role.CONTRIBUTOR, "XAA"), NotPermitted, "colleague.invite"),
]


@pytest.mark.parametrize(("by", "offered", "error", "says"), REFUSED)
def test_offers_that_are_refused(by, offered, error, says):
    with pytest.raises(error, match=says):
        check_offer(offered, by=by, states=STATES)


@pytest.mark.parametrize(
    ("by", "offered"),
    [
        (LOCAL_ADMINISTRATOR, offer(Role.ADMINISTRATOR)),
        (acting(Role.SECRETARIAT), offer(Role.FOCAL_POINT, "KEN")),
        (acting(Role.SECRETARIAT), offer(Role.EXPERT, "XNGO")),
        (
            acting(Role.FOCAL_POINT, "XAA"),
            offer(Role.CONTRIBUTOR, "XAA", sections=("1",)),
        ),
        (acting(Role.FOCAL_POINT, "XAA"), offer(Role.ALTERNATE, "XAA")),
    ],
)
def test_offers_that_may_be_made(by, offered):
    assert check_offer(offered, by=by, states=STATES) is None


@pytest.mark.django_db
def test_an_invitation_makes_a_person_once():
    key = people.invite(Role.FOCAL_POINT)

    made = actions.accept(key, name="Ana", password=PASSWORD, language="ar", at=NOON)

    row = queries.acting(made)
    assert (row.name, row.roles, row.areas) == ("Ana", {Role.FOCAL_POINT}, {"XAA"})
    assert made.check_password(PASSWORD)
    with pytest.raises(NotFound, match="Ask for a new one"):
        actions.accept(key, name="Eve", password=PASSWORD, language="en", at=NOON)


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["late", "withdrawn", "replaced", "wrong"])
def test_a_link_that_is_not_open_makes_nobody(way):
    key = people.invite(Role.SECRETARIAT)
    at = NOON
    if way == "late":
        at = NOON + timedelta(days=15)
    elif way == "withdrawn":
        actions.revoke("secretariat@example.org", by=LOCAL_ADMINISTRATOR, at=NOON)
    elif way == "replaced":
        people.invite(Role.SECRETARIAT)
    else:
        key = key[:-1] + ("a" if key[-1] != "a" else "b")

    with pytest.raises(NotFound):
        actions.accept(key, name="Eve", password=PASSWORD, language="en", at=at)

    assert not Person.objects.exists()


@pytest.mark.django_db
def test_only_the_hash_of_a_link_is_kept():
    key = people.invite(Role.SECRETARIAT)

    kept = [str(value) for row in Invitation.objects.values() for value in row.values()]

    assert not any(key in value for value in kept)


@pytest.mark.django_db
def test_two_people_cannot_have_one_name():
    people.person(Role.SECRETARIAT)
    key = people.invite(Role.RESEARCHER)

    with pytest.raises(Refused, match="Add your office"):
        actions.accept(
            key, name="SECRETARIAT OF ", password=PASSWORD, language="en", at=NOON
        )


@pytest.mark.django_db
def test_somebody_known_is_given_the_role_at_once():
    people.person(Role.CONTRIBUTOR)

    sent = actions.invite(
        "Contributor@example.org",
        offer(Role.FOCAL_POINT, "XAB"),
        by=LOCAL_ADMINISTRATOR,
        at=NOON,
    )

    here = Person.objects.get(email="contributor@example.org")
    assert sent.key == ""
    assert (here.roles, here.areas) == (["contributor", "focal-point"], ["XAA", "XAB"])


@pytest.mark.django_db
def test_a_known_person_is_not_given_a_role_that_contradicts_theirs():
    people.person(Role.FOCAL_POINT)

    with pytest.raises(Refused, match="own report"):
        actions.invite(
            "focal-point@example.org",
            offer(Role.SECRETARIAT),
            by=LOCAL_ADMINISTRATOR,
            at=NOON,
        )


@pytest.mark.django_db
def test_the_last_administrator_stays():
    people.person(Role.ADMINISTRATOR)

    with pytest.raises(Refused, match="last administrator"):
        actions.revoke("administrator@example.org", by=LOCAL_ADMINISTRATOR, at=NOON)

    assert queries.administrator_exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("by", "whom", "may"),
    [
        (Role.FOCAL_POINT, ("contributor", "XAA"), True),
        (Role.FOCAL_POINT, ("contributor", "XAB"), False),
        (Role.SECRETARIAT, ("contributor", "XAB"), True),
        (Role.SECRETARIAT, ("administrator", ""), False),
        (Role.CONTRIBUTOR, ("validating-authority", "XAA"), False),
        (Role.EXPERT, ("contributor", "XAA"), False),
    ],
)
def test_who_may_end_whose_access(by, whom, may):
    role, area = whom
    people.person(Role(role), area=area, email="them@example.org")
    mine = queries.acting(people.person(by))

    if may:
        actions.revoke("them@example.org", by=mine, at=NOON)
    else:
        with pytest.raises(Refused):
            actions.revoke("them@example.org", by=mine, at=NOON)

    assert Person.objects.get(email="them@example.org").is_active is not may


@pytest.mark.django_db
def test_a_focal_point_sees_their_own_colleagues_only():
    mine = queries.acting(people.person(Role.FOCAL_POINT))
    people.person(Role.CONTRIBUTOR, email="c@example.org")
    people.person(Role.CONTRIBUTOR, area="XAB", email="d@example.org")
    people.person(Role.EXPERT)

    seen = {row.email for row in queries.people(mine, at=NOON)}

    assert seen == {"focal-point@example.org", "c@example.org"}


@pytest.mark.django_db
def test_whoever_lost_access_acts_as_a_visitor():
    person = people.person(Role.EXPERT)

    actions.revoke(person.email, by=LOCAL_ADMINISTRATOR, at=NOON)

    person.refresh_from_db()
    assert queries.acting(person) == VISITOR
