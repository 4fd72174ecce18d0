"""Labelling and summarising a round in the fast tier, with the real quick encoder."""

from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from stocktake.accounts.rules import LOCAL_ADMINISTRATOR, VISITOR
from stocktake.cli.main import stocktake
from stocktake.documents import actions as documents
from stocktake.documents.rules import Kind, PassageRead, Reading
from stocktake.kernel.errors import NotPermitted
from stocktake.reporting import actions as reporting
from stocktake.reporting.rules import Strand
from stocktake.texts import actions, queries
from stocktake.texts.models import Label, Labelling, Stance, Summary
from stocktake.texts.rules import Tier


pytestmark = [pytest.mark.django_db, pytest.mark.slow]
NOON = datetime(2024, 6, 30, 12, tzinfo=UTC)
BY = {"by": LOCAL_ADMINISTRATOR, "at": NOON}
STATE = (
    "A new law prohibits the immigration detention of children. Families are now placed in open accommodation.",
    "The harvest of apples was good. The price of bread fell.",
    "Remittance fees were reduced to three per cent through an agreement between banks and the post office.",
)
EXPERT = (
    "We are concerned that unaccompanied migrant children are still detained at the airport for weeks.",
    "Migrants pay high fees to send remittances home, because few banks will open an account for them.",
)


def keep(name, paragraphs):
    reading = Reading(
        kind=Kind.TXT,
        title=name,
        pages=(),
        passages=tuple(
            PassageRead(order=n, number=str(n), text=text, page=None)
            for n, text in enumerate(paragraphs, start=1)
        ),
        asides=(),
        language="en",
        languages=("en",) * len(paragraphs),
        engine="test",
    )
    return documents.keep(
        "\n".join(paragraphs).encode(), name, reading=reading, **BY
    ).sha256


@pytest.fixture
def round_():
    reporting.open_round("2024", edition="icmpd-2017", **BY)
    shas = [keep("state.txt", STATE), keep("expert.txt", EXPERT)]
    for sha, sender, strand in (
        (shas[0], "XAA", Strand.STATE),
        (shas[1], "XNGO", Strand.EXPERT),
    ):
        reporting.enclose(
            "2024", sha, sender, sender=sender, strand=strand, about=("XAA",), **BY
        )
    return shas


def label(shas, **other):
    return actions.label_documents(
        shas, edition="icmpd-2017", tier=Tier.FAST, **(BY | other)
    )


def test_labelling_needs_the_permission(round_):
    with pytest.raises(NotPermitted, match=r"text\.label"):
        label(round_, by=VISITOR)


def test_passages_are_labelled_once_and_others_left_alone(round_):
    assert label(round_) == 2
    assert label(round_) == 0

    found = queries.labels_of(round_[0])
    assert [one.code for one in found[0].labels][:1] == ["1.2"]
    assert found[1].labels == found[1].stances == ()
    assert [one.code for one in found[2].labels][:1] == ["4.2.4"]
    assert all(
        found[0].text[one.start : one.end].endswith(".") for one in found[0].stances
    )


def test_what_a_person_decided_is_kept_when_a_document_is_labelled_again(round_):
    label(round_)
    first = Label.objects.get(
        passage__document__sha256=round_[0], passage__order=1, code="1.2"
    )
    Label.objects.filter(pk=first.pk).update(by="rejected", score=0.123)
    Labelling.objects.all().delete()

    label(round_)

    first.refresh_from_db()
    assert (first.by, first.score) == ("rejected", 0.123)


def test_interrupted_labelling_goes_on_where_it_stopped(round_):
    label(round_[:1])
    before = set(Label.objects.values_list("pk", flat=True))

    assert label(round_) == 1
    assert before < set(Label.objects.values_list("pk", flat=True))


def test_both_strands_and_every_quote_are_exact_in_the_summary(round_):
    label(round_)
    assert actions.summarise_round("2024", **BY) > 0

    found = queries.summary("2024", "1.2")

    assert {one.citation.strand for one in found.sentences} == {"state", "expert"}
    texts = {one.urn: one.text for sha in round_ for one in queries.labels_of(sha)}
    for one in found.sentences:
        cited = one.citation
        assert texts[cited.urn][cited.start : cited.end] == cited.quote != ""
    assert (found.states, found.reporting, found.tier) == (1, 1, "fast")


def test_only_what_rests_on_other_evidence_is_summarised_again(round_):
    label(round_)
    actions.summarise_round("2024", **BY)
    assert actions.summarise_round("2024", **BY) == 0

    Label.objects.filter(passage__document__sha256=round_[1], code="4.2.4").update(
        by="rejected"
    )
    Labelling.objects.filter(document__sha256=round_[1]).delete()
    label(round_)
    actions.summarise_round("2024", **BY)

    assert queries.summary("2024", "4.2.4", "XAA", "expert") is None
    assert queries.summary("2024", "4.2.4", "XAA", "state") is not None


def test_two_homes_with_the_same_documents_have_the_same_labels(round_):
    label(round_)
    first = list(Label.objects.order_by("pk").values_list("code", "score", "because"))
    Labelling.objects.all().delete()
    Label.objects.all().delete()
    Stance.objects.all().delete()

    label(list(reversed(round_)))

    assert (
        list(Label.objects.order_by("pk").values_list("code", "score", "because"))
        == first
    )


def test_a_summary_nobody_asks_for_any_more_is_removed(round_):
    label(round_)
    actions.summarise_round("2024", **BY)
    Labelling.objects.filter(document__sha256=round_[1]).update(digests={})

    actions.summarise_round("2024", **BY)

    assert not Summary.objects.filter(strand="expert").exists()


def test_quotes_kept_at_labelling_are_those_that_would_be_chosen_anew(round_):
    label(round_)
    actions.summarise_round("2024", **BY)
    kept = list(Summary.objects.order_by("pk").values_list("code", "sentences", "pool"))
    assert not Label.objects.filter(quotes=None).exists()

    Label.objects.update(quotes=None)
    Summary.objects.all().delete()
    actions.summarise_round("2024", **BY)

    assert kept == list(
        Summary.objects.order_by("pk").values_list("code", "sentences", "pool")
    )


def test_what_a_person_decides_has_its_quotes_chosen_anew(round_):
    label(round_)
    passage = Label.objects.filter(code="4.2.4").first().passage

    decision = actions.Decision(order=passage.order, code="4.2.4")
    actions.decide_labels(
        passage.document.sha256, [decision], edition="icmpd-2017", **BY
    )

    assert Label.objects.get(passage=passage, code="4.2.4").quotes is None


@pytest.mark.django_db(transaction=True)
def test_intake_labels_and_summarises_at_once_if_asked(tmp_path):
    report = tmp_path / "report.txt"
    report.write_text("\n\n".join(f"{n}. {text}" for n, text in enumerate(STATE, 1)))

    found = CliRunner().invoke(
        stocktake,
        ["intake", str(report), "--round", "2024", "--from", "SVN", "--label", "fast"],
    )

    assert found.exception is None
    assert "1 documents labelled" in found.output
    assert queries.summary("2024", "1.2", "SVN", "state").sentences
