"""Tables, policies and files: what is read, what is refused and in which words."""

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from stocktake.cli.main import stocktake
from stocktake.indicators.disclosure import files, linked, making, policy, protecting
from stocktake.indicators.disclosure.needs import needs
from stocktake.indicators.disclosure.policy import (
    Dominance,
    Policy,
    PPercent,
    Rounding,
    Threshold,
)
from stocktake.kernel.errors import BrokenData, Refused


SMALL = """\
region,sex,value
_T,_T,100
_T,m,55
_T,f,45
A,_T,20
A,m,18
A,f,2
B,_T,33
B,m,14
B,f,19
C,_T,22
C,m,12
C,f,10
D,_T,25
D,m,11
D,f,14
"""
POLICY = "dimensions: [region, sex]\nrule: {kind: threshold, min: 3}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "table.csv").write_text(SMALL)
    (tmp_path / "policy.yaml").write_text(POLICY)
    return tmp_path


def run(folder: Path, *words: str) -> tuple[int, str]:
    result = CliRunner().invoke(
        stocktake, ["indicators", *(w.replace("@", f"{folder}/") for w in words)]
    )
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output


def test_the_published_example_of_a_region_and_a_sex_is_protected_as_others_do(folder):
    code, output = run(
        folder,
        "protect",
        "@table.csv",
        "--policy",
        "@policy.yaml",
        "--out",
        "@o.csv",
        "--json",
    )

    figures = json.loads(output)
    withheld = [
        line.split(",")[:2]
        for line in (folder / "o.csv").read_text().splitlines()
        if line.endswith(",,withheld")
    ]
    assert code == 0
    assert (figures["cells"], figures["primaries"], figures["secondaries"]) == (
        15,
        1,
        3,
    )
    assert figures["value_suppressed"] == 2 + 18 + 12 + 10
    assert withheld == [["A", "m"], ["A", "f"], ["C", "m"], ["C", "f"]]


def test_an_audit_passes_what_protect_wrote_and_fails_what_only_hides_the_small_cell(
    folder,
):
    run(folder, "protect", "@table.csv", "--policy", "@policy.yaml", "--out", "@o.csv")
    (folder / "bare.csv").write_text(SMALL.replace("A,f,2", "A,f,"))

    passed, _ = run(folder, "audit", "@o.csv", "--policy", "@policy.yaml")
    beside, _ = run(
        folder,
        "audit",
        "@o.csv",
        "--policy",
        "@policy.yaml",
        "--original",
        "@table.csv",
    )
    failed, output = run(
        folder, "audit", "@bare.csv", "--policy", "@policy.yaml", "--json"
    )
    open_, shown = run(folder, "audit", "@table.csv", "--policy", "@policy.yaml")

    first = json.loads(output)["intervals"][0]
    assert (passed, beside, failed, open_) == (0, 0, 1, 1)
    assert first["cell"] == {"region": "A", "sex": "f"}
    assert (first["lower"], first["upper"]) == (2, 2)
    assert first["violation"] == "determined exactly"
    assert "A/f is sensitive and not withheld." in shown


def test_help_shows_a_policy_that_can_be_read(tmp_path):
    code, output = run(tmp_path, "protect", "--help")
    (tmp_path / "p.yaml").write_text(policy.EXAMPLE)

    assert code == 0
    assert "rule: {kind: threshold, min: 5}" in output
    assert policy.read(tmp_path / "p.yaml").dimensions == (
        "origin",
        "destination",
        "age",
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("rule: {kind: threshold, min: 5}", "missing required field `dimensions`"),
        ("dimensions: []\nrule: {kind: threshold, min: 5}", "$.dimensions"),
        ("dimensions: [a, a]\nrule: {kind: threshold, min: 5}", "each once"),
        ("dimensions: [a]\nrule: {kind: treshold, min: 5}", "$.rule"),
        ("dimensions: [a]\nrule: {kind: threshold, min: 0}", "$.rule.min"),
        ("dimensions: [a]\nrule: {kind: threshold, min: five}", "$.rule.min"),
        ("dimensions: [a]\nrule: []", "$.rule"),
        (POLICY + "protect: {lower: -1}", "$.protect.lower"),
        (POLICY + "protect: {upper: many}", "$.protect.upper"),
        (POLICY + "protect: {lower: x%}", "$.protect.lower"),
        (POLICY + "protect: {lower: 0, upper: 0}", "cannot both be 0"),
        (POLICY + "exempt: [{area: A}]", "$.exempt[0].area"),
        (POLICY + "exempt: [{sex: f}]", "$.exempt[0].reason"),
        (POLICY + "exempt: [{sex: f, reason: ' '}]", "$.exempt[0].reason"),
        (POLICY + "safe: [{sex: f}, {age: Y}]", "$.safe[1].age"),
        (POLICY + "hierarchies: {area: {A: B}}", "`area` is no dimension"),
        (POLICY + "hierarchies: {sex: {A: B, B: A}}", "among its own parents"),
        (POLICY + "hierarchies: {sex: {_T: B}}", "can have no parent"),
        (POLICY + "rounding: {base: 1}", "$.rounding.base"),
        (POLICY + "tolerance: -1", "$.tolerance"),
        (POLICY + "value: sex", "$.value"),
        (POLICY + "threshold: 5", "unknown field `threshold`"),
        (
            "dimensions: [a]\nrule: {kind: dominance, n: 2, k: 80, largest: [x]}",
            "2 largest",
        ),
        ("dimensions: [a]\nrule: {kind: p_percent, p: 10, largest: [x]}", "2 largest"),
        ("dimensions: [a\n", "p.yaml"),
    ],
)
def test_a_broken_policy_is_refused_by_key(tmp_path, text, words):
    (tmp_path / "p.yaml").write_text(text)

    with pytest.raises(BrokenData) as refused:
        policy.read(tmp_path / "p.yaml")

    assert words in str(refused.value)
    assert str(refused.value).startswith("p.yaml: ")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("A,f,2", "A,f,two"), "row 7: `two` in `value` is no number"),
        (("A,f,2", "A,f"), "row 7 has 2 cells, not 3"),
        (("region,sex", "area,sex"), "no column `region`"),
    ],
)
def test_a_broken_file_is_refused_by_row_and_column(folder, change, words):
    (folder / "table.csv").write_text(SMALL.replace(*change))

    with pytest.raises(BrokenData, match=words):
        files.read(folder / "table.csv", policy.read(folder / "policy.yaml"))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("A,f,2", "A,f,-2"), "1 cells are negative or infinite, such as A/f"),
        (("A,f,2", "A,m,2"), "Cell A/m is given more than once"),
        (("A,_T,20", "A,_T,21"), "A/_T is 21, its parts add up to 20"),
    ],
)
def test_what_is_no_table_is_refused_and_says_where(folder, change, words):
    (folder / "table.csv").write_text(SMALL.replace(*change))
    rules = policy.read(folder / "policy.yaml")

    with pytest.raises(Refused, match=words):
        files.table(files.read(folder / "table.csv", rules), rules)


def made(cells: dict[str, float | None], **more: object):
    """A table of one or more dimensions from keys like ``A/f``."""
    keys = [tuple(key.split("/")) for key in cells]
    dimensions = tuple(f"d{i}" for i in range(len(keys[0])))
    return making.make(keys, list(cells.values()), dimensions=dimensions, **more)


def test_a_margin_that_the_file_lacks_still_ties_cells_together():
    cells = {"A/f": 2, "A/m": 18, "B/f": 19, "B/m": 14, "_T/_T": 53}
    table = made(cells)
    rules = Policy(dimensions=table.dimensions, rule=Threshold(min=3))

    done = protecting.protect(table, rules)

    assert len(done.secondaries) == 1
    assert len(done.table) == 5


def test_an_inner_cell_that_the_file_lacks_is_unknown_where_margins_need_it():
    none = made({"A": 2, "B": 18, "_T": 20})
    some = made(
        {
            "A/f": 2,
            "A/_T": 9,
            "B/f": 1,
            "B/m": 4,
            "B/_T": 5,
            "_T/f": 3,
            "_T/m": 11,
            "_T/_T": 14,
        }
    )

    assert none.size == 3
    assert some.size == 9
    assert some.title(8) == "A/m"
    assert some.values[8] == 7


def test_a_value_that_is_not_available_stays_so_and_is_never_zero(folder):
    (folder / "table.csv").write_text(
        SMALL.replace("D,m,11", "D,m,").replace("D,f,14", "D,f,")
    )

    run(folder, "protect", "@table.csv", "--policy", "@policy.yaml", "--out", "@o.csv")

    assert "D,m,,not available" in (folder / "o.csv").read_text()
    assert run(folder, "audit", "@o.csv", "--policy", "@policy.yaml")[0] == 0


def test_exempt_cells_are_published_and_safe_cells_too():
    table = made({"A": 2, "B": 18, "C": 30, "D": 7, "_T": 57})
    rule = Threshold(min=5)

    exempt = protecting.protect(
        table,
        Policy(dimensions=("d0",), rule=rule, exempt=({"d0": "A", "reason": "staff"},)),
    )
    safe = protecting.protect(
        table, Policy(dimensions=("d0",), rule=rule, safe=({"d0": ["D", "_T"]},))
    )

    assert not exempt.primaries
    assert [table.title(i) for i in safe.secondaries] == ["B"]


def test_a_policy_that_leaves_too_little_to_hide_is_refused():
    table = made({"A": 2, "B": 18, "_T": 20})
    rules = Policy(
        dimensions=("d0",), rule=Threshold(min=5), safe=({"d0": ["B", "_T"]},)
    )

    with pytest.raises(Refused, match="safe"):
        protecting.protect(table, rules)


@pytest.mark.parametrize(
    ("rule", "titles"),
    [
        (Dominance(k=75, n=2, largest=("first", "second")), ["A/f", "D/m"]),
        (PPercent(p=70, largest=("first", "second")), ["A/f", "D/m"]),
    ],
)
def test_rules_for_amounts_find_the_cells_that_the_reference_finds(rule, titles):
    # Counts of the reference tests of the R package sdcTable: value, two largest.
    rows = {
        "_T/_T": (1284, 280, 19), "_T/m": (802, 280, 18), "_T/f": (482, 19, 18),
        "A/_T": (198, 18, 15), "A/m": (178, 18, 15), "A/f": (20, 11, 9),
        "B/_T": (344, 18, 16), "B/m": (140, 15, 14), "B/f": (204, 18, 16),
        "C/_T": (224, 19, 18), "C/m": (118, 18, 12), "C/f": (106, 19, 12),
        "D/_T": (518, 280, 18), "D/m": (366, 280, 11), "D/f": (152, 18, 16),
    }  # fmt: skip
    columns = {
        name: np.array([row[i] for row in rows.values()], dtype=float)
        for i, name in ((1, "first"), (2, "second"))
    }
    table = made({key: row[0] for key, row in rows.items()}, columns=columns)

    wanted = needs(table, Policy(dimensions=table.dimensions, rule=rule))

    assert [table.title(i) for i in wanted.cells] == titles


def test_two_groupings_of_the_same_areas_are_protected_together():
    # The linked tables of sdcTable's tests: each grouping alone needs nothing more.
    counties = dict.fromkeys("ABIJ", "one") | dict.fromkeys("KLMN", "two")
    sizes = dict.fromkeys("LM", "big") | dict.fromkeys("ABIJKN", "small")
    counts = dict(zip("ABIJKLMN", (2, 2, 8, 8, 3, 3, 3, 7), strict=True))

    def secondaries(*trees: dict[str, str]) -> list[str]:
        cells = dict(counts)
        for tree in trees:
            for area, above in tree.items():
                cells[above] = cells.get(above, 0) + counts[area]
        table = made({**cells, "_T": 36}, hierarchies={"d0": trees})
        rules = Policy(dimensions=("d0",), rule=Threshold(min=4))
        done = protecting.protect(table, rules)
        return [table.title(i) for i in done.secondaries]

    assert secondaries(counties) == []
    assert secondaries(sizes) == []
    assert secondaries(counties, sizes) == ["N"]


AREA_AGE = """\
area,age,value
A,Y0,3
A,Y1,12
A,Y2,18
A,_T,33
B,Y0,2
B,Y1,21
B,Y2,10
B,_T,33
_T,Y0,5
_T,Y1,33
_T,Y2,28
_T,_T,66
"""


def test_what_an_earlier_table_shows_cannot_be_hidden_by_a_later_one(tmp_path):
    (tmp_path / "now.csv").write_text(AREA_AGE)
    (tmp_path / "before.csv").write_text(AREA_AGE.replace("A,Y2,18", "A,Y2,"))
    rules = Policy(dimensions=("area", "age"), rule=Threshold(min=5))
    now = files.read(tmp_path / "now.csv", rules)
    before = files.read(tmp_path / "before.csv", rules)

    joined = linked.link(now, [before], rules)

    with pytest.raises(Refused, match="2 sensitive cells are already public"):
        protecting.protect(joined.table, rules, linked=joined)


def test_a_later_table_does_not_give_an_earlier_one_away(tmp_path):
    (tmp_path / "now.csv").write_text("area,value\nA,33\nB,33\n_T,66\n")
    (tmp_path / "policy.yaml").write_text(
        "dimensions: [area, age]\nrule: {kind: threshold, min: 5}\n"
    )
    lines = AREA_AGE.replace("A,Y0,3", "A,Y0,").replace("A,_T,33", "A,_T,")
    lines = lines.replace("B,Y0,2", "B,Y0,").replace("B,_T,33", "B,_T,")
    (tmp_path / "before.csv").write_text(lines)
    words = ("--policy", "@policy.yaml", "--with", "@before.csv")

    open_, _ = run(tmp_path, "audit", "@now.csv", *words)
    run(tmp_path, "protect", "@now.csv", *words, "--out", "@o.csv")
    closed, _ = run(tmp_path, "audit", "@o.csv", *words)

    assert (open_, closed) == (1, 0)
    assert (tmp_path / "o.csv").read_text().count("withheld") == 2


@pytest.mark.parametrize("seed", range(5))
def test_rounded_tables_add_up_and_stay_within_the_base(seed: int):
    inner = np.random.default_rng(seed).integers(0, 30, (4, 3))
    whole = np.concatenate([inner.sum(0, keepdims=True), inner])
    whole = np.concatenate([whole.sum(1, keepdims=True), whole], axis=1)
    names = ("_T", "A", "B", "C", "D")
    cells = {f"{names[i]}/{names[j]}": whole[i, j] for i, j in np.ndindex(whole.shape)}
    table = made(cells)
    rules = Policy(
        dimensions=table.dimensions, rule=Threshold(min=5), rounding=Rounding(base=5)
    )

    done = protecting.protect(table, rules)

    shown = np.array([cell.value for cell in done.table])
    assert np.abs(table.equations @ shown).max() == 0
    assert (shown % 5 == 0).all()
    assert np.abs(shown - table.values).max() < 5


def test_the_schema_beside_the_code_is_the_one_of_the_code():
    beside = Path(policy.__file__).parents[1] / "schemas/disclosure_policy.schema.json"

    assert json.loads(beside.read_text()) == json.loads(json.dumps(policy.schema()))


def test_the_schema_knows_each_key_of_a_policy():
    kinds = policy.schema()["$defs"]["Policy"]["properties"]

    assert set(kinds) == set(Policy.__struct_fields__)
