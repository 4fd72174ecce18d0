"""The indicators of the edition: what is defined, what is not, and how a fault is told."""

import json
import shutil
from dataclasses import replace

import msgspec
import pytest
import yaml
from click.testing import CliRunner

from stocktake.assessment import definitions
from stocktake.assessment.definitions import (
    Combine,
    Definition,
    Kind,
    Scale,
    SetBy,
    checking,
    reading,
    schema,
)
from stocktake.assessment.definitions.files import Record, WordsFile
from stocktake.charter import queries as charter
from stocktake.cli.charter import charter as command
from stocktake.indicators.structures import reading as structures
from stocktake.kernel.data import read_yaml_file
from stocktake.kernel.errors import BrokenData, NotFound, Refused, WrongUsage


EDITION = charter.edition()
ALL = definitions.definitions()
FIGURES = [one for one in ALL if one.kind is Kind.QUANTITATIVE]
CODES = [item.code for item in EDITION.items]


def test_the_shipped_indicators_are_without_fault():
    folder = charter.folder(EDITION.code)

    assert list(checking.faults(folder / "indicators", CODES)) == []


def test_every_commitment_has_judgements_of_three_kinds():
    for item in EDITION.commitments:
        judged = {
            one.code
            for one in definitions.of(item.code)
            if one.kind is Kind.QUALITATIVE
        }

        assert {"implementation", "independent-rating", f"policy-{item.code}"} <= judged


def test_judgements_have_anchors_in_words_of_every_language():
    steps = {one.code: one.anchors for one in ALL if one.kind is Kind.QUALITATIVE}

    assert [step.value for step in steps["implementation"]] == [0, 1, 2, 3]
    assert [step.value for step in steps["independent-rating"]] == [None, 0, 1, 2, 3]
    assert [step.value for step in steps["policy-1.2"]] == [0, 50, 100]
    for anchors in steps.values():
        for step in anchors:
            assert set(step.text) == set(step.title) == set(EDITION.languages)


def test_every_custodian_of_the_edition_has_a_name_in_each_language():
    path = charter.folder(EDITION.code) / "indicators/words.yaml"
    named = read_yaml_file(path, WordsFile).custodians

    assert {body for one in ALL for body in one.custodian.split(", ")} == set(named)


def test_custodians_are_named_in_a_language_and_as_written_where_they_have_no_name():
    one = replace(ALL[0], custodian="ILO, Nobody Known")

    assert definitions.custodians(one, "fr", EDITION.code) == ("OIT", "Nobody Known")


def test_the_commitments_that_no_figure_measures_are_told():
    assert definitions.without_quantitative() == (
        "3.4",
        "3.5",
        "4.3",
        "4.5",
        "4.8",
        "5.7",
    )


@pytest.mark.parametrize("code", ["sdg-16.2.2", "sdg-10.7.3"])
def test_figures_that_better_recording_raises_have_no_direction_and_say_why(code):
    one = definitions.definition(code)

    assert one.direction is None
    assert one.natural_limit is None
    assert "recording" in one.no_direction.text["en"]


def test_a_target_is_an_agreed_text_or_there_is_none():
    for one in ALL:
        if one.target is None:
            assert one.target_set_by is not SetBy.AGREED_TEXT
        else:
            assert one.target_set_by is SetBy.AGREED_TEXT
            assert "A/RES/" in one.target.text
    assert definitions.definition("sdg-10.c.1").target.value == 3


@pytest.mark.parametrize(
    ("what", "least"), [("integration-", 5), ("cohesion-", 3), ("opinion-", 3)]
)
def test_integration_cohesion_and_opinion_are_defined_without_data(what, least):
    found = [one for one in ALL if one.code.startswith(what)]

    assert len(found) >= least
    assert {one.flow for one in found} == {None}


def test_the_sdg_indicators_that_bear_on_migration_are_defined():
    seeds = {
        "1.3.1", "3.8.1", "3.c.1", "4.b.1", "8.7.1", "8.8.1", "8.8.2", "10.3.1", "10.7.1",
        "10.7.2", "10.7.3", "10.7.4", "10.c.1", "11.b.1", "13.1.1", "16.2.2", "16.3.2",
        "16.9.1", "16.b.1", "17.3.2", "17.18.1",
    }  # fmt: skip
    told = " ".join(f"{one.code} {one.source}" for one in FIGURES)

    assert {seed for seed in seeds if seed not in told} == set()


def test_every_figure_the_questionnaire_asks_for_is_an_indicator_of_the_same_code():
    asked = yaml.safe_load(charter.file(EDITION.code, "questionnaires/state.yaml"))
    flows = {one.code: one.flow for one in FIGURES}

    for each in asked["indicators"]:
        assert flows[each["code"]] == (
            "REPORTED_FIGURES",
            f"A.{{state}}.{each['code']}..QUESTIONNAIRE",
        )


def test_keys_name_codes_of_their_dataflows():
    for one in FIGURES:
        if one.flow is None:
            continue
        flow = structures.flow(one.flow[0])
        parts = one.key("SVN").split(".")
        assert len(parts) == len(flow.dimension_ids)
        assert "SVN" in parts
    assert definitions.definition("sdg-10.c.1").key("SVN") == "Q.COST.SVN..WORLD_BANK"
    assert definitions.definition("sdg-10.c.1").combine is Combine.MEAN


def test_the_limit_that_counts_is_the_one_in_the_wanted_direction():
    share = {
        "code": "x",
        "kind": Kind.QUANTITATIVE,
        "scale": Scale.BOUNDED,
        "low": 0.0,
        "high": 100.0,
    }

    assert Definition(**share, direction=1).natural_limit == 100
    assert Definition(**share, direction=-1).natural_limit == 0
    assert Definition(**share, direction=None).natural_limit is None


def test_an_indicator_of_no_such_code_is_refused_with_near_ones():
    with pytest.raises(NotFound, match="Did you mean sdg-10"):
        definitions.definition("sdg-10.7.9")


def test_the_schemas_in_the_package_are_those_of_the_types():
    committed = {
        path.name: path.read_text(encoding="utf-8") for path in schema.FOLDER.iterdir()
    }

    assert committed == schema.schemas()


# Faults, each with file, key and reason.


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """An edition of one's own, without what this room does not read."""
    target = tmp_path_factory.mktemp("own") / EDITION.code
    shutil.copytree(
        charter.folder(EDITION.code),
        target,
        ignore=shutil.ignore_patterns("label_cards", "questionnaires"),
    )
    return target


@pytest.fixture
def faults(own, tmp_path):
    """The faults of a file of indicators, written from changes to one that is sound."""
    sound = {
        "code": "mine",
        "kind": "quantitative",
        "title": dict(FIGURES[0].title),
        "commitments": ["1.2"],
        "scale": "bounded",
        "direction": 1,
        "unit": "PT",
        "low": 0,
        "high": 100,
        "target": {"set_by": "nobody"},
        "source": "a source",
        "custodian": "somebody",
    }

    def told(**changes):
        entry = {key: each for key, each in {**sound, **changes}.items() if each != ...}
        (own / "indicators/9-own.yaml").write_text(
            yaml.safe_dump([entry], allow_unicode=True), encoding="utf-8"
        )
        return [
            (fault.file, fault.key, fault.reason)
            for fault in checking.faults(own / "indicators", CODES)
        ]

    yield told
    (own / "indicators/9-own.yaml").unlink(missing_ok=True)


def test_a_sound_indicator_has_no_fault(faults):
    assert faults() == []


@pytest.mark.parametrize(
    ("changes", "key", "reason"),
    [
        ({"unit": ...}, "mine", "`unit` is missing"),
        ({"unti": "PT"}, "mine", "did you mean `unit`?"),
        ({"scale": "bound"}, "mine scale", "did you mean bounded?"),
        ({"direction": 2}, "mine direction", "2"),
        ({"unit": "PERCENT"}, "mine unit", "is no code of words.yaml"),
        ({"caveats": ["surveys"]}, "mine caveats", "did you mean survey"),
        ({"disaggregations": ["sexe"]}, "mine disaggregations", "did you mean sex"),
        ({"commitments": ["1.9"]}, "mine commitments", "is no item of this edition"),
        ({"commitments": []}, "mine commitments", "names none"),
        ({"direction": "none"}, "mine no_direction", "is missing"),
        (
            {"no_direction": "survey"},
            "mine no_direction",
            "although there is a direction",
        ),
        (
            {"code": "sdg-16.2.2"},
            "sdg-16.2.2",
            "stands twice (first in indicators/1-human",
        ),
        ({"high": ...}, "mine scale", "needs both `low` and `high`"),
        ({"high": -1}, "mine low", "is not below `high`"),
        ({"anchors": "policy-score"}, "mine anchors", "belongs to a qualitative"),
        ({"kind": "qualitative"}, "mine anchors", "needs a scale of words.yaml"),
        ({"kind": "qualitative"}, "mine scale", "a judgement is ordinal or binary"),
        (
            {
                "direction": "none",
                "no_direction": "survey",
                "target": {"set_by": "state", "value": 3},
            },
            "mine target.value",
            "without a direction can have no target",
        ),
        ({"baseline_year": 2030}, "mine baseline_year", "is not before the horizon"),
        ({"title": {"en": "Mine"}}, "mine title", "has no text in Français"),
        ({"title": {"en": "M", "xx": "M"}}, "mine title", "`xx` is not one of"),
        ({"target": {"set_by": "me"}}, "mine target.set_by", "not one of agreed-text"),
        (
            {"target": {"set_by": "nobody", "value": 3}},
            "mine target.value",
            "a target that nobody set has no value",
        ),
        (
            {"target": {"set_by": "agreed-text", "value": 3}},
            "mine target",
            "needs its `value` and the `text`",
        ),
        (
            {"target": {"set_by": "state", "value": 120, "text": "a plan"}},
            "mine target.value",
            "outside the ends",
        ),
        (
            {"target": {"set_by": "state", "value": 3, "year": 2018}},
            "mine target.year",
            "not after the baseline year 2018",
        ),
        (
            {"flow": {"dataflow": "SDGS", "key": "A.{state}"}},
            "mine flow.dataflow",
            "SDG",
        ),
        (
            {"flow": {"dataflow": "SDG", "key": "A.{state}"}},
            "mine flow.key",
            "has 2 parts, SDG has 7: FREQ.SERIES.REF_AREA",
        ),
        (
            {"flow": {"dataflow": "SDG", "key": "A.X.SVN..._T."}},
            "mine flow.key",
            "no part `{state}`",
        ),
    ],
)
def test_a_fault_is_told_with_file_key_and_reason(faults, changes, key, reason):
    found = faults(**changes)

    assert any(
        file == "indicators/9-own.yaml" and where == key and reason in why
        for file, where, why in found
    ), found


def test_an_edition_whose_commitments_nobody_judges_is_told(own):
    common = own / "indicators/0-every-commitment.yaml"
    policies = own / "indicators/1-human-rights.yaml"
    kept = common.read_text(encoding="utf-8"), policies.read_text(encoding="utf-8")
    common.unlink()
    policies.write_text(
        kept[1].replace(
            "code: policy-1.2\n  kind: qualitative",
            "code: policy-1.2\n  kind: quantitative",
        ),
        encoding="utf-8",
    )

    try:
        told = [str(fault) for fault in checking.faults(own / "indicators", CODES)]
    finally:
        common.write_text(kept[0], encoding="utf-8")
        policies.write_text(kept[1], encoding="utf-8")

    assert (
        "indicators/: 1.2: has no qualitative indicator; each commitment needs one"
        in told
    )
    assert not any("1.3: has no qualitative" in each for each in told)


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("words.yaml", "units: {PT: 3}", "words.yaml: "),
        ("words.yaml", "units: [", "words.yaml: "),
        ("9-own.yaml", "code: mine", "expected a list"),
        ("9-own.yaml", "- [", "9-own.yaml: "),
        ("9-own.yaml", "- 3", "9-own.yaml: entry 1: expected keys with values"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_by_name(own, name, text, reason):
    path = own / "indicators" / name
    kept = path.read_text(encoding="utf-8") if path.exists() else None
    path.write_text(text, encoding="utf-8")

    try:
        told = [str(fault) for fault in checking.faults(own / "indicators", CODES)]
    finally:
        path.unlink() if kept is None else path.write_text(kept, encoding="utf-8")

    assert any(reason in each for each in told), told


def test_an_edition_that_cannot_be_read_is_mended_first(tmp_path):
    (tmp_path / "indicators").mkdir()
    (tmp_path / "indicators/9-own.yaml").write_text("- 3", encoding="utf-8")

    assert list(checking.faults(tmp_path / "indicators", CODES)) == []


def test_a_code_without_words_stops_the_reading(own):
    words = read_yaml_file(own / "indicators/words.yaml", WordsFile)
    records = read_yaml_file(own / "indicators/1-human-rights.yaml", tuple[Record, ...])
    unknown = msgspec.structs.replace(records[0], unit="PERCENT")

    with pytest.raises(BrokenData, match=r"policy-1\.1: 'PERCENT' is no code of words"):
        reading.defined(unknown, words, EDITION, name="1-human-rights.yaml")


def test_words_that_are_missing_are_told_by_name(own):
    path = own / "indicators/words.yaml"
    kept = path.rename(path.with_suffix(".kept"))

    try:
        told = [str(fault) for fault in checking.faults(own / "indicators", CODES)]
    finally:
        kept.rename(path)

    assert told == ["indicators/words.yaml: is missing; copy it from a shipped edition"]


# The command.


def run(*words):
    return CliRunner().invoke(command, ["indicators", *words], catch_exceptions=False)


def test_the_command_lists_shows_and_names_what_no_figure_measures():
    listed = json.loads(run("--commitment", "1.2", "--json").stdout)
    shown = run("sdg-16.2.2").stdout
    unmeasured = json.loads(run("--without-quantitative", "--json").stdout)

    assert [one["code"] for one in listed][:3] == [
        "implementation",
        "independent-rating",
        "policy-1.2",
    ]
    assert "why no direction" in shown
    assert "Better recording raises the figure" in shown
    assert [one["code"] for one in unmeasured] == list(
        definitions.without_quantitative()
    )


def test_the_command_keeps_one_kind_and_speaks_the_language_asked_for():
    listed = json.loads(run("--kind", "qualitative", "--json").stdout)

    assert {one["kind"] for one in listed} == {"qualitative"}
    assert "Coût d’un envoi de fonds" in run("--language", "fr").stdout


def test_one_code_and_a_choice_of_several_do_not_go_together():
    with pytest.raises(WrongUsage, match="not both"):
        run("sdg-16.2.2", "--kind", "qualitative")


def test_show_names_the_indicators_of_an_item():
    shown = json.loads(
        CliRunner()
        .invoke(command, ["show", "1.2", "--json"], catch_exceptions=False)
        .stdout
    )

    assert "detained-children" in shown["indicators"]


@pytest.mark.slow
def test_check_calls_the_check_of_indicators(faults, own):
    faults(unit="PERCENT")

    with pytest.raises(Refused, match="1 fault"):
        CliRunner().invoke(command, ["check", str(own)], catch_exceptions=False)


def test_an_edition_without_indicators_has_none():
    assert definitions.definitions("gcm-2018") == ()
