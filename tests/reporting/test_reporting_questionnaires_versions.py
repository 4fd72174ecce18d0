"""Versions: pinned byte for byte; moving a draft on is an explicit step that tells all."""

from datetime import UTC, datetime

import pytest
import yaml

from stocktake.accounts.rules import LOCAL_ADMINISTRATOR
from stocktake.charter import publishing
from stocktake.charter import queries as charter
from stocktake.kernel.errors import Refused
from stocktake.reporting import actions, queries
from stocktake.reporting import questionnaires as q
from stocktake.reporting.questionnaires.comparing import Turn
from stocktake.reporting.rules import Strand


pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # each copies an edition

NOON = datetime(2024, 6, 1, 12, tzinfo=UTC)
WHO = {"by": LOCAL_ADMINISTRATOR, "at": NOON}
SIX = dict.fromkeys(("ar", "zh", "en", "fr", "ru", "es"), "Почему / لماذا / 为什么")
MEASURE = "1.2/measures/3f9c0a12b7de"


@pytest.fixture
def own(tmp_path, monkeypatch):
    """An edition of one's own with the questionnaire as shipped."""
    monkeypatch.setenv("STOCKTAKE_HOME", str(tmp_path))
    return publishing.copy(
        charter.DEFAULT_EDITION, f"mine-{tmp_path.name[-8:]}".replace("_", "-")
    )


@pytest.fixture
def draft(own):
    actions.open_round("2024", edition=own.name, **WHO)
    draft = actions.start_draft("2024", sender="XAA", strand=Strand.STATE, **WHO)
    given = {
        "1.2/status": "in-force",
        "1.1/status": "no-measure",
        "1.2/status_note": {"en": "A law of 2023."},
        MEASURE: {},
        f"{MEASURE}/title": {"en": "Alien Act"},
        f"{MEASURE}/kind": "budget-line",
        f"{MEASURE}/population": "1240",
    }
    changes = [actions.Change(address, value) for address, value in given.items()]
    assert not actions.save_answers(draft.key, changes, **WHO).refused
    return draft


def second_version(own, change):
    """Write version 2 of the questionnaire, the first one beside it."""
    path = own / "questionnaires" / "state.yaml"
    first = path.read_text(encoding="utf-8")
    (path.parent / "state-v1.yaml").write_text(first, encoding="utf-8")
    content = yaml.safe_load(first)
    content["version"] = 2
    change({part["id"]: part for part in content["per_item"]}, content)
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")


def reword(parts, content):
    """A question added, one taken out, one renamed, one with other options, one of another kind."""
    content["per_item"].append({"id": "why", "kind": "text", "label": SIX})
    content["per_item"].remove(parts["status_note"])
    fields = {field["id"]: field for field in parts["measures"]["fields"]}
    fields["title"] |= {"id": "name", "was": "title"}
    parts["measures"]["title"] = "name"
    fields["kind"]["options"] = [
        o for o in fields["kind"]["options"] if o["code"] != "budget-line"
    ]
    fields["population"] |= {"kind": "text", "absences": []}
    del fields["population"]["whole"], fields["population"]["minimum"]


def test_a_file_changed_in_place_changes_no_draft_that_pinned_it(own, draft):
    path = own / "questionnaires" / "state.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("in-force", "done"), "utf-8"
    )

    assert (
        "in-force" in queries.draft(draft.key).questionnaire.field("1.2/status").codes
    )
    assert queries.faults(draft.key) == tuple(
        q.check(draft.questionnaire, queries.answers(draft.key))
    )


def test_a_new_version_is_not_taken_by_itself(own, draft):
    second_version(own, reword)

    again = actions.start_draft("2024", sender="XAA", strand=Strand.STATE, **WHO)

    assert again.questionnaire.version == 1
    assert q.versions(own.name, "state") == (1, 2)
    other = actions.start_draft("2024", sender="XAB", strand=Strand.STATE, **WHO)
    assert other.questionnaire.version == 2


def test_what_moving_on_would_do_is_told_beforehand_and_changes_nothing(own, draft):
    second_version(own, reword)
    before = queries.answers(draft.key)

    told = queries.version_change(draft.key)

    turns = {(change.turn, change.part): change.why for change in told.questions}
    assert turns == {
        (Turn.ADDED, "why"): (),
        (Turn.REMOVED, "status_note"): (),
        (Turn.RENAMED, "measures/name"): ("measures/title",),
        (Turn.CHANGED, "measures/kind"): ("options",),
        (Turn.CHANGED, "measures/population"): ("kind", "absences", "bounds"),
    }
    assert told.kept == 3
    assert [(f.address, f.to) for f in told.moved] == [
        (f"{MEASURE}/title", f"{MEASURE}/name")
    ]
    assert {f.address for f in told.dropped} == {
        "1.2/status_note",
        f"{MEASURE}/kind",
        f"{MEASURE}/population",
    }
    assert queries.answers(draft.key) == before


def test_moving_on_keeps_moves_and_drops_as_told_and_the_history_keeps_what_left(
    own, draft
):
    second_version(own, reword)

    told = actions.move_to_version(draft.key, **WHO)

    now = queries.draft(draft.key)
    answers = queries.answers(draft.key)
    assert now.questionnaire.version == 2
    assert answers[f"{MEASURE}/name"].value == {"en": "Alien Act"}
    assert set(answers) == {"1.1/status", "1.2/status", MEASURE, f"{MEASURE}/name"}
    assert all(address in now.questionnaire for address in answers)
    assert queries.history(draft.key, "1.2/status_note")[-1].value == {
        "en": "A law of 2023."
    }
    assert queries.history(draft.key, "1.2/status_note")[-1].outcome == "moved"
    assert told.dropped


def test_moving_to_the_version_that_is_answered_already_is_refused(draft):
    with pytest.raises(Refused, match="answers version 1 already"):
        actions.move_to_version(draft.key, **WHO)


def test_one_can_move_back_to_the_version_before(own, draft):
    second_version(own, reword)
    actions.move_to_version(draft.key, **WHO)

    actions.move_to_version(draft.key, 1, **WHO)

    assert queries.draft(draft.key).questionnaire.version == 1
    assert queries.answers(draft.key)["1.2/status"].value == "in-force"


BROKEN = [
    (lambda parts, c: parts["status"]["label"].pop("ru"), "status label: has no text in `ru`"),
    (lambda parts, c: parts["status"].pop("options"), "status: needs `options`"),
    (lambda parts, c: parts["status_note"]["when"][0].update(field="state"), "its condition names no field 'state'"),
    (lambda parts, c: parts["status_note"]["when"][0].update(among=["done"]), "names no answer of status: done"),
    (lambda parts, c: parts["measures"].update(title="heading"), "`title` names no field 'heading'"),
    (lambda parts, c: parts["status"].update(id="the status"), "an id takes small letters"),
    (lambda parts, c: c["per_item"].append(dict(parts["status"])), "status: stands twice"),
    (lambda parts, c: parts["status"].update(kind="chose"), "Invalid enum value 'chose'"),
    (lambda parts, c: parts["status"].update(labels={}), "unknown field `labels`"),
    (lambda parts, c: parts["needs"]["fields"][1].update(options_from="nowhere"), "names no list 'nowhere'"),
    (lambda parts, c: c["indicators"][0].update(items=["9.9"]), "'9.9' is no item of this edition"),
    (lambda parts, c: c["reasons"].update(not_relevant=[]), "needs at least one reason"),
    (lambda parts, c: c.update(version=1), "is version 1 too"),
    (lambda parts, c: c["checks"][0].update(when=[{"field": "gone"}]), "measures-though-none: its condition names no field 'gone'"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "words"), BROKEN)
def test_a_broken_questionnaire_is_told_by_the_check_of_the_edition(own, change, words):
    from stocktake.reporting.questionnaires import edition_check

    second_version(own, change)

    faults = charter.faults(
        own,
        others={"questionnaires": edition_check.faults, "label_cards": lambda *_: ()},
    )

    assert [str(f) for f in faults if words in str(f)], [str(f) for f in faults]
    assert {f.file.split("/")[0] for f in faults} == {"questionnaires"}
