"""What statistics and treaties bring into findings, and the commands that show them."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from click.testing import CliRunner

from scenarios.findings import answered as said
from scenarios.findings import finding, measure, verdict
from stocktake.accounts.rules import LOCAL_ADMINISTRATOR
from stocktake.actors import actions as actors
from stocktake.assessment import actions, queries
from stocktake.assessment.gathering.answers import answered
from stocktake.assessment.gathering.treaties import instruments_of
from stocktake.assessment.rules import Agreement, Triangulation
from stocktake.assessment.verdicts import Grade, Label
from stocktake.charter import queries as charter
from stocktake.cli.main import stocktake
from stocktake.indicators import actions as statistics
from stocktake.indicators.loading.load import Request
from stocktake.kernel.errors import NotFound, Refused
from stocktake.reporting import actions as reporting
from stocktake.reporting.queries import CodedAnswer


NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
LATER = NOON + timedelta(days=30)
ROUND = "2026"
HEAD = "FREQ,REF_AREA,ORIGIN,POPULATION,SEX,AGE,SOURCE,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE,OBS_STATUS"
INSIDE = "stocktake:finding:2026/KEN/2.5"
EDITION = charter.edition()


def load(tmp_path, values, *, at, status=""):
    """A release of people displaced inside Kenya by year."""
    rows = [
        f"A,KEN,_T,IDP,_T,_T,UNHCR,{year},{value},PS,{status}"
        for year, value in values.items()
    ]
    path = tmp_path / f"{at:%j}.csv"
    path.write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")
    request = Request(path, flow="DISPLACEMENT")
    statistics.load(request, by=LOCAL_ADMINISTRATOR, at=at)


@pytest.fixture
def assess(db, tmp_path, settings):
    """An open round, assessed for Kenya at a moment."""
    settings.STOCKTAKE_HOME = tmp_path
    reporting.open_round(ROUND, by=LOCAL_ADMINISTRATOR, at=NOON)

    def run(at=LATER, **more):
        return actions.assess_round(
            ROUND, states=["KEN"], by=LOCAL_ADMINISTRATOR, at=at, **more
        )

    return run


@pytest.mark.slow
def test_a_figure_names_its_release_and_an_old_day_reads_the_release_of_then(
    assess, tmp_path
):
    load(tmp_path, {2018: 100, 2021: 90, 2025: 50}, at=NOON)
    load(tmp_path, {2018: 100, 2021: 90, 2025: 150}, at=LATER)

    assess(as_of=NOON.date())
    before = queries.finding(INSIDE)
    done = assess()
    now = queries.finding(INSIDE)
    back = actions.look_back(
        ROUND, states=["KEN"], as_of=NOON.date(), by=LOCAL_ADMINISTRATOR, at=LATER
    )
    with pytest.raises(Refused, match="--only-show"):
        assess(as_of=NOON.date())

    (old,), (new,) = before.figures, now.figures
    assert old.indicator == new.indicator == "displaced-inside"
    assert old.series == ((2018, 100.0), (2021, 90.0), (2025, 50.0))
    assert (old.verdict.label, new.verdict.label) == ("on-track", "moving-away")
    assert old.release.endswith("/1")
    assert new.release.endswith("/2")
    assert new.vintage == LATER.date().isoformat()
    assert now.label == "moving-away"
    assert now.agreement is Agreement.SILENCE
    assert (now.version, now.reason) == (2, "statistics")
    assert done.changed == 1
    again = next(one for one in back if one.urn == INSIDE)
    assert (again.figures, again.inputs) == (before.figures, before.inputs)
    assert queries.finding(INSIDE).version == 2


@pytest.mark.slow
def test_a_series_that_is_mostly_estimated_is_graded_as_modelled(assess, tmp_path):
    load(tmp_path, {2018: 100, 2021: 90, 2025: 50}, at=NOON, status="E")

    assess()

    assert queries.finding(INSIDE).grade.kinds == ("modelled",)


@pytest.mark.slow
def test_treaties_of_the_commitment_stand_with_their_status_on_the_day(assess):
    table = (
        b"instrument,untc_no,iso3,participant,signature,consent_date,consent_type\n"
        b"UNTOC,XVIII-12,KEN,Kenya,,2004-06-16,accession\n"
        b"SOM,XVIII-12-b,KEN,Kenya,,2026-06-20,accession\n"
    )
    actors.load_treaties(
        [("treaties.csv", table)],
        by=LOCAL_ADMINISTRATOR,
        at=NOON,
        as_of=date(2026, 7, 1),
    )

    assess(as_of=date(2026, 6, 10))
    old = {one.instrument: one for one in queries.finding("2026/KEN/2.3").treaties}
    assess()
    now = {one.instrument: one for one in queries.finding("2026/KEN/2.3").treaties}

    assert (old["UNTOC"].status, old["UNTOC"].since) == ("party", "2004-06-16")
    assert (old["SOM"].status, now["SOM"].status) == ("no action known", "party")
    found = queries.finding("2026/KEN/2.3")
    assert found.reason == "treaties"
    assert set(found.sources) == {one.source for one in found.vintages}
    assert found.sources[0].startswith("stocktake:treaty-table:")


def test_a_collective_name_stands_for_its_treaties_and_unknown_ones_are_left_out():
    found = instruments_of(EDITION)

    assert {"UNTOC", "TIP", "SOM"} <= set(found["2.3"])
    assert "SENDAI" not in {name for names in found.values() for name in names}


def coded(round_code, address, value):
    item = address.split("/")[0]
    return CodedAnswer(f"urn {round_code}", round_code, "KEN", item, address, value)


def test_what_a_later_round_says_of_a_measure_stands():
    record = "1.2/measures/aaaaaaaaaaaa"
    rows = [
        coded("2024", "1.2/status", "in-force"),
        coded("2024", f"{record}/kind", "law"),
        coded("2024", f"{record}/status", "in-force"),
        coded("2026", f"{record}/status", "repealed"),
        coded("2024", "1.3/measures/bbbbbbbbbbbb/status", "adopted"),
    ]

    found = answered(rows, EDITION, round_code="2026", submissions={"KEN": "urn 2026"})

    (gone,) = found["KEN", "1.2"].measures
    assert (gone.kind, gone.status, gone.round) == ("law", "repealed", "2026")
    (kept,) = found["KEN", "1.3"].measures
    assert (kept.status, kept.round) == ("adopted", "2024")
    assert found["KEN", "1.2"].status == ""


def test_an_absence_is_kept_with_its_reason_and_is_no_status():
    value = {"absent": "no_information", "reason": "not-collected"}

    found = answered(
        [coded("2026", "1.2/status", value)],
        EDITION,
        round_code="2026",
        submissions={"KEN": "urn 2026"},
    )

    one = found["KEN", "1.2"]
    assert (one.status, one.absence, one.absence_reason) == (
        "",
        "no_information",
        "not-collected",
    )


def test_measures_on_a_part_show_with_the_whole_where_any_part_counts():
    rows = [
        coded("2026", "4.2.3/measures/a/status", "adopted"),
        coded("2026", "4.1.1/measures/b/status", "adopted"),
    ]

    found = answered(rows, EDITION, round_code="2026", submissions={"KEN": "urn"})

    assert [one.item for one in found["KEN", "4.2"].measures] == ["4.2.3"]
    assert found["KEN", "4.1"].measures == ()


def run(*words):
    """The result of a command in this process."""
    return CliRunner().invoke(stocktake, list(words))


@pytest.mark.slow
def test_the_commands_make_show_answer_and_prove_findings(assess, tmp_path):
    load(tmp_path, {2018: 100, 2021: 90, 2025: 150}, at=NOON)

    made = json.loads(
        run("assess", "--round", ROUND, "--state", "Kenya", "--json").stdout
    )
    spoken = run("assess", "--round", ROUND, "--state", "KEN").stdout
    replied = run("finding", "reply", INSIDE, "--text", "No.", "--language", "en")
    shown = run("finding", INSIDE).stdout
    listed = json.loads(run("finding", "versions", INSIDE, "--json").stdout)
    ruled = json.loads(run("finding", "rule", "--round", ROUND, "--json").stdout)
    table = run("finding", "rule", "--round", ROUND).stdout
    proved = json.loads(run("finding", "verify", "--round", ROUND, "--json").stdout)

    assert len(made) == 38
    found = next(one for one in made if one["urn"] == INSIDE)
    assert found["figures"][0]["verdict"]["label"] == "moving-away"
    assert "0 new findings, 0 corrected, 38 as they were" in spoken
    assert replied.exit_code == 0
    assert "Figure displaced-inside: moving-away. 100 (2018) → 150 (2025)" in shown
    assert "Reply of KEN to version 1 (en): No." in shown
    assert [one["number"] for one in listed] == [1]
    assert ruled["standings"][0]["missing"]["more"] == 16
    assert ruled["world"]["meeting"]["claimed"] == 0
    assert "0 of 30" in table
    assert proved == {"checked": 38, "faults": []}
    assert isinstance(run("finding", "2026/KEN/9.9").exception, NotFound)


def test_a_self_reported_figure_never_corroborates_the_state_that_reports_it():
    figure = verdict(Label.ON_TRACK, 5.0)
    own = replace(figure, grade=Grade.SELF_REPORTED)
    official = replace(figure, grade=Grade.OFFICIAL)

    alone, both = (
        finding(answered=said("in-force", [measure("1.2")]), verdicts=[one])
        for one in (own, official)
    )

    assert alone.triangulation is Triangulation.SINGLE_SOURCE
    assert both.triangulation is Triangulation.CORROBORATED
