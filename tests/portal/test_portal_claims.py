"""Published claims of experts in public: status, evidence, and the State's reply for ever."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from scenarios import expert_report as experts
from stocktake.reporting import actions
from stocktake.reporting.claims import ClaimStatus


pytestmark = [pytest.mark.django_db, pytest.mark.slow]
CLAIM = "stocktake:claim:2026/KEN/aaaaaaaaaaaa"
LATER = experts.NOON + timedelta(days=90)
FILE = b"Minutes of a visit.\n"


@pytest.fixture(autouse=True)
def _own_home(tmp_path, settings):
    settings.STOCKTAKE_HOME = tmp_path


def state_page(**asked):
    return Client().get(reverse("portal:state", args=["2026", "KEN"]), asked)


def commitment_page():
    return Client().get(reverse("portal:commitment", args=["2026", "1.2"]))


def reply(words, *, days=0):
    actions.reply(
        CLAIM,
        words,
        by=experts.focal_point("KEN"),
        at=LATER + timedelta(days=days),
    )


@pytest.mark.parametrize("page", [state_page, commitment_page])
def test_the_reply_stands_beside_the_claim_and_earlier_ones_stay_readable(page):
    experts.published([experts.named()])
    reply({"en": "The hotel was closed."})
    reply({"fr": "L'hôtel est fermé depuis mai."}, days=2)
    actions.weigh(
        CLAIM,
        ClaimStatus.CONTESTED,
        reason="The State says otherwise.",
        by=experts.OFFICER,
        at=LATER,
    )

    shown = page().content.decode()

    assert experts.WORDS in shown
    assert "The XNGO network" in shown
    assert "Contested" in shown
    assert "The State says otherwise." in shown
    assert shown.index("fermé depuis mai") < shown.index("Earlier replies")
    assert shown.index("Earlier replies") < shown.index("The hotel was closed.")
    assert "https://example.org/our-own-report" in shown
    assert "Limited" in shown  # the degree of the rating


def test_of_an_anonymous_claim_nothing_but_its_words_is_shown():
    experts.published([experts.protected()])
    reply({"en": "The hotel was closed."})

    for page in (state_page(), commitment_page()):
        shown = page.content.decode()
        assert experts.WORDS in shown
        assert "The hotel was closed." in shown
        assert "XNGO" not in shown
        assert "example.org/our-own-report" not in shown
        assert "source." not in shown


def test_a_confidential_claim_leaves_no_trace():
    experts.published([experts.protected(publication="confidential")])

    shown = state_page().content.decode() + commitment_page().content.decode()

    assert experts.WORDS not in shown
    assert "claim-KEN" not in shown


@pytest.mark.parametrize("wanted", [True, False])
def test_a_file_is_public_only_where_its_author_asked_for_it(wanted):
    urn = experts.named()
    actions.attach(
        urn,
        experts.CHALLENGE,
        FILE,
        "a.txt",
        public=wanted,
        by=experts.expert(),
        at=experts.NOON,
    )
    experts.published([urn])
    address = reverse(
        "evidence_file", args=["2026", "XNGO", *experts.CHALLENGE.split("/"), 1]
    )

    assert (address in state_page().content.decode()) is wanted
    assert (Client().get(address).status_code == 200) is wanted


def test_a_file_of_a_protected_report_is_never_public():
    urn = experts.protected()
    sender = urn.split("/")[1]
    actions.attach(
        urn,
        experts.CHALLENGE,
        FILE,
        "a.txt",
        public=True,
        by=experts.expert().with_areas(frozenset({"XNGO", sender})),
        at=experts.NOON,
    )
    experts.published([urn])
    address = reverse(
        "evidence_file", args=["2026", sender, *experts.CHALLENGE.split("/"), 1]
    )

    assert Client().get(address).status_code == 404


def test_claims_and_replies_are_among_the_data_of_a_page():
    experts.published([experts.named()])
    reply({"en": "The hotel was closed."})

    records = state_page(format="json").json()["records"]

    (told,) = [one for one in records if one.get("claim") == CLAIM]
    assert told["text"] == experts.WORDS
    assert told["reply"] == "The hotel was closed."
    assert told["status"] == "unverified"
