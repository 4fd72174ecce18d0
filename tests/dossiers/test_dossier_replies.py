"""A State's reply to a claim stands in the dossier, right after the words it replies to."""

from datetime import date

import pytest
from msgspec import structs

from scenarios import expert_report as experts
from stocktake.dossiers import gathering
from stocktake.dossiers.assessed import Answer
from stocktake.dossiers.content.commitments import with_replies
from stocktake.dossiers.evidence import Replied
from stocktake.dossiers.frames import frame
from stocktake.dossiers.rules import Scope
from stocktake.reporting import actions


CLAIM = "stocktake:claim:2026/KEN/aaaaaaaaaaaa"


def replied(evidence):
    """The evidence with a reply of XAA to the first quotation of experts, and the quotation."""
    said = next(
        quoted
        for summary in evidence.summaries.values()
        for quoted in summary.quotations
        if quoted.citation.strand == "expert"
    )
    answers = (
        Answer(texts={"fr": "Le centre est ferm\u00e9."}, day=date(2024, 7, 1)),
        Answer(texts={"en": "The centre is closed."}, day=date(2024, 8, 1)),
    )
    urn = said.citation.urn
    told = structs.replace(evidence, replies={urn: Replied(CLAIM, "XAA", answers)})
    return told, said


def test_every_reply_follows_the_quotation_in_its_own_language(evidence):
    told, said = replied(evidence())

    first, *replies = with_replies(said, told, frame("en"))

    assert first.voice.strand == "expert"
    assert [(one.language, one.text) for one in replies] == [
        ("fr", "Le centre est ferm\u00e9."),
        ("en", "The centre is closed."),
    ]
    assert {one.source.urn for one in replies} == {CLAIM}


def test_a_quotation_nobody_replied_to_stands_alone(evidence):
    found = evidence()
    _, said = replied(found)

    assert len(list(with_replies(said, found, frame("en")))) == 1


@pytest.mark.slow
@pytest.mark.django_db
def test_replies_are_gathered_by_the_passage_of_the_claim(
    tmp_path, settings, django_capture_on_commit_callbacks
):
    settings.STOCKTAKE_HOME = tmp_path
    with django_capture_on_commit_callbacks(execute=True):
        experts.published([experts.named()])
    actions.reply(
        CLAIM,
        {"en": "The hotel was closed."},
        by=experts.focal_point("KEN"),
        at=experts.NOON,
    )

    found = gathering.gather("2026", scope=Scope("state", "KEN"), language="en")

    told = next(iter(found.replies.values()))
    assert (told.claim, told.state) == (CLAIM, "KEN")
    assert [one.texts for one in told.answers] == [{"en": "The hotel was closed."}]
    quoted = {urn.split(":")[2].partition("/")[0] for urn in found.replies}
    assert quoted == {one.document for one in found.reports}
