"""Policy scores: filled in, loaded, averaged, shown beside everything else."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import msgspec
import openpyxl
import pytest

from scenarios.findings import evidence, finding
from stocktake.accounts.rules import LOCAL_ADMINISTRATOR
from stocktake.assessment import actions, queries, verifying
from stocktake.assessment.definitions import definitions
from stocktake.assessment.policies import form
from stocktake.assessment.policies import queries as words
from stocktake.assessment.policies.gathering import policy_indicators
from stocktake.assessment.policies.rules import (
    CoderAgreement,
    PolicySeen,
    Score,
    averaged,
    coder_agreement,
    newest,
)
from stocktake.assessment.rules import Agreement
from stocktake.assessment.rules.canonical import canonical
from stocktake.assessment.rules.changes import Change, changed
from stocktake.assessment.rules.evidence import Evidence
from stocktake.assessment.rules.making import made
from stocktake.dossiers import told
from stocktake.indicators import actions as statistics
from stocktake.indicators import mapping
from stocktake.indicators.loading.load import Request
from stocktake.indicators.structures import reading as structures
from stocktake.reporting import actions as reporting


NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
ROUND = "2026"
KEN = "stocktake:finding:2026/KEN/1.2"
POLICIES = policy_indicators(definitions())
NOBODY = CoderAgreement(None, 1, 0, "not computable: no unit has two codes")


def seen(asked, *scores, coders=NOBODY):
    return PolicySeen(asked, tuple(Score(*one) for one in scores), coders, "r/1", "")


@pytest.mark.parametrize(
    ("scores", "average", "lowest", "highest", "missing", "once"),
    [
        ([("a", 2026, "X", 100.0), ("b", 2026, "X", 0.0)], 50, 50, 50, (), ("a", "b")),
        ([("a", 2026, "X", 100.0), ("a", 2026, "Y", 50.0)], 75, 37.5, 87.5, ("b",), ()),
        ([("b", 2026, "X", 50.0)], 50, 25, 75, ("a",), ("b",)),
    ],
)
def test_a_gap_is_named_and_bounds_the_average(
    scores, average, lowest, highest, missing, once
):
    found = averaged(seen(("a", "b"), *scores))

    assert (found.average, found.lowest, found.highest) == (average, lowest, highest)
    assert (found.missing, found.once) == (missing, once)
    assert found.methods == ("policy-average@1", "krippendorff@1")


def test_each_indicator_is_taken_in_its_newest_year():
    rows = [
        Score("a", 2024, "X", 0.0),
        Score("a", 2026, "X", 50.0),
        Score("b", 2024, "Y", 100.0),
    ]

    assert [(one.indicator, one.year) for one in newest(rows)] == [
        ("a", 2026),
        ("b", 2024),
    ]


@pytest.mark.parametrize(
    ("pairs", "alpha", "twice", "reason"),
    [
        ([(0, 0), (50, 50), (100, 100)], 1.0, 3, ""),
        ([(0, None), (50, None)], None, 0, "not computable: no unit has two codes"),
        ([(50, 50), (50, 50)], None, 2, "not computable: the codes do not vary"),
    ],
)
def test_coders_agree_over_all_states_of_a_theme(pairs, alpha, twice, reason):
    scores = {
        f"S{number}": [
            Score("a", 2026, coder, float(value))
            for coder, value in zip("XY", pair, strict=True)
            if value is not None
        ]
        for number, pair in enumerate(pairs)
    }
    scores["S0"].append(Score("of-another-theme", 2026, "X", 0.0))

    found = coder_agreement(scores, ["a"])

    assert (found.alpha, found.twice, found.reason) == (alpha, twice, reason)
    assert found.units == len(pairs)


def test_without_scores_nothing_is_written_and_old_findings_keep_their_bytes():
    bare = evidence()
    found = finding()

    assert "policies" not in canonical(bare)
    assert "policies" not in canonical(found)
    assert msgspec.json.decode(canonical(bare), type=Evidence) == bare


def test_scores_stand_beside_and_change_neither_agreement_nor_label():
    bare = evidence()
    scored = replace(bare, policies=seen(("a",), ("a", 2026, "X", 0.0)))

    before, after = made(bare, {}, ""), made(scored, {}, "")

    assert after.agreement is before.agreement is Agreement.SILENCE
    assert after.label is before.label
    assert after.spoken
    assert not before.spoken
    assert "expert-coded" in after.grade.kinds
    assert changed(before, after) == (Change.POLICIES,)
    assert msgspec.json.decode(canonical(scored), type=Evidence) == scored


def test_the_dataflow_has_the_policy_indicators_of_the_edition():
    flow = structures.flow("POLICY_SCORES")
    codes = structures.lists(flow)["POLICY_INDICATOR"].by_id

    assert {form.code(one): dict(one.title) for one in POLICIES} == {
        code: held.names for code, held in codes.items()
    }
    assert {step.value for one in POLICIES for step in one.anchors} == {
        *flow.limits.among
    }
    known = mapping.named("policy-scores").codes["POLICY_INDICATOR"]
    assert known == {one.code: form.code(one) for one in POLICIES}


def filled(path, coder, scores, *, states=("KEN", "UGA", "XAA")):
    """A form filled in: scores by State and indicator, the other lines left blank."""
    path.write_bytes(form.form(form.Asked(states, 2026, coder, "fr")))
    book = openpyxl.load_workbook(path)
    sheet = book["Scores"]
    for row in sheet.iter_rows(min_row=2):
        score = scores.get((row[0].value, row[1].value))
        if score is not None:
            row[4].value, row[5].value = score, "Section 12 covers citizens only"
            row[6].value, row[7].value = "Aliens Act, s. 12", "https://laws.example/12"
    book.save(path)
    return path


def load(path, *, at=NOON):
    how = mapping.named("policy-scores")
    return statistics.load(Request(path, mapping=how), by=LOCAL_ADMINISTRATOR, at=at)


@pytest.mark.slow
def test_two_coders_fill_in_the_form_and_the_finding_shows_both(db, tmp_path, settings):
    settings.STOCKTAKE_HOME = tmp_path
    reporting.open_round(ROUND, by=LOCAL_ADMINISTRATOR, at=NOON)
    one = {("KEN", "policy-1-2"): 50, ("UGA", "policy-1-2"): 0, ("KEN", "policy-1-1"): 100}  # fmt: skip
    two = {
        ("KEN", "policy-1-2"): 100,
        ("UGA", "policy-1-2"): 0,
        ("XAA", "policy-1-2"): 0,
    }
    loaded, _ = load(filled(tmp_path / "one.xlsx", "XUNI-1", one))
    load(filled(tmp_path / "two.xlsx", "XUNI-2", two), at=NOON + timedelta(hours=1))

    actions.assess_round(
        ROUND, states=["KEN"], by=LOCAL_ADMINISTRATOR, at=NOON + timedelta(days=1)
    )
    found = queries.finding(KEN)

    assert (loaded.checked.rows, loaded.checked.bad) == (3, 0)
    told_ = found.policies
    assert told_.average == 75
    assert [(one.coder, one.score) for one in told_.scores] == [("XUNI-1", 50), ("XUNI-2", 100)]  # fmt: skip
    assert (told_.coders.units, told_.coders.twice) == (3, 2)  # the invented one aside
    assert told_.coders.alpha is not None
    assert told_.release == "stocktake:release:STOCKTAKE:POLICY_SCORES(1.0)/2"
    assert told_.release in found.sources
    assert told_.release in {one.source for one in found.vintages}
    (first, _) = words.coded(told_, "KEN")
    assert (first.reason, first.legal_reference) == ("Section 12 covers citizens only", "Aliens Act, s. 12")  # fmt: skip
    (in_words,) = told.told([found], "icmpd-2017", "es")
    assert "75" in in_words.policies[0]
    assert in_words.scores[0] == "50, En parte"
    checked, faults = verifying.verify(ROUND)
    assert (checked > 30, faults) == (True, ())
    assert queries.finding("stocktake:finding:2026/KEN/2.1").policies is msgspec.UNSET


@pytest.mark.slow
def test_what_is_no_score_is_refused_line_by_line(db, tmp_path, settings):
    settings.STOCKTAKE_HOME = tmp_path
    path = tmp_path / "wrong.csv"
    head = ",".join(form.HEADINGS[:-1])
    lines = [
        "Kenya,policy-1.2,2026,X,50,Why,,Where",
        "KEN,policy-1.3,2026,X,75,Why,,Where",
        "KEN,policy-9-9,2026,X,50,Why,,Where",
        "KEN,policy-2.1,2026,X,0,,,Where",
        "KEN,policy-1.2,2026,X,100,Why,,Where",
        "KEN,policy-2.2,2026,X,,,,",
    ]
    path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")

    loaded, release = load(path)

    assert release is None
    assert {(one.row, one.kind) for one in loaded.checked.faults} == {
        (3, "out of limits"),
        (4, "unknown code"),
        (5, "blank"),
        (6, "duplicate key"),
    }


def test_the_code_book_says_what_each_score_means_in_the_language_asked(tmp_path):
    path = tmp_path / "form.xlsx"
    asked = form.Asked(("XAA",), 2026, "X", "ar")

    path.write_bytes(form.form(asked))
    again = form.form(asked)

    assert path.read_bytes() == again
    book = openpyxl.load_workbook(path)
    assert book["Scores"].max_row == len(POLICIES) + 1
    assert book["Code book"].max_row == 3 * len(POLICIES) + 1
    assert book["Code book"].sheet_view.rightToLeft
    assert book["Code book"]["E2"].value == "غائبة"
    assert book["Scores"]["C2"].value == 2026
