"""Files for a method: read as they are, or refused by file, row and column."""

import json

import pytest
from click.testing import CliRunner

from stocktake.assessment.methods import reading, registry
from stocktake.assessment.methods.rules import Layout
from stocktake.cli.main import stocktake
from stocktake.kernel.errors import NotFound, Refused


HEAD = "base_year,base,cur_year,cur,direction,target_year,target\n"
GOOD = HEAD + "2015,100,2017,121,1,2020,161.051\n"


@pytest.fixture
def file(tmp_path):
    """A file with this text, or these bytes."""

    def write(text):
        path = tmp_path / "rows.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


REFUSED = {
    "a word for a number": (
        GOOD + "2015,100,2017,many,1,,\n",
        r"rows.csv, row 2 \(line 3\), column cur: 'many' is not a number",
    ),
    "a comma for a point": (
        GOOD + '2015,"14,5",2017,3,1,,\n',
        r"row 2 \(line 3\), column base: '14,5' is not a number. Write it with a point",
    ),
    "too large a number": (
        GOOD + "2015,1e999,2017,3,1,,\n",
        "column base: 1e999 is no figure",
    ),
    "too small a number": (GOOD + "2015,1e-99,2017,3,1,,\n", "1e-99 is no figure"),
    "a half year": (
        GOOD + "2015.5,1,2017,3,1,,\n",
        "column base_year: '2015.5' is not a year",
    ),
    "a direction in words": (
        GOOD + "2015,1,2017,3,better,,\n",
        "'better' is no direction",
    ),
    "a missing column": (
        "base_year,cur_year,cur,direction\n2015,2017,3,1\n",
        r"has no column base_value\|base; it has base_year, .*base_value\|base: the base",
    ),
    "a cell too many": (
        GOOD + "2015,1,2017,3,1,,,7\n",
        r"row 2 \(line 3\) has 8 cells where 7 columns are",
    ),
    "a cell too few": (GOOD + "2015,1\n", "has 2 cells where 7 columns are"),
    "a column twice": (HEAD.replace(",target\n", ",base\n") + "\n", "'base' twice"),
    "semicolons": (GOOD.replace(",", ";"), "with semicolons. Save it with commas"),
    "no row": (HEAD, "no row below them"),
    "nothing": ("", "holds no line"),
    "only a comment": ("# made by hand\n", "holds no line"),
    "an open quotation mark": (
        GOOD + '2015,"1,2017,3,1,,\n',
        "Check the quotation marks",
    ),
    "another encoding": (
        GOOD.encode() + "# Zürich".encode("latin-1"),
        "line 3: not UTF-8",
    ),
}


@pytest.mark.parametrize(("text", "told"), REFUSED.values(), ids=REFUSED)
def test_a_file_that_cannot_be_read_is_refused_with_its_place(file, text, told):
    with pytest.raises(Refused, match=f"(?s){told}"):
        reading.run(registry.method("statcan"), file(text))


ACCEPTED = {
    "a comment first": "# from an office\n" + GOOD,
    "a mark of byte order": "\ufeff" + GOOD,
    "lines of Windows": GOOD.replace("\n", "\r\n"),
    "an empty line": GOOD.replace("target\n", "target\n\n"),
    "years as decimals": GOOD.replace("2015", "2015.0"),
    "a span of years": GOOD.replace("2015", "2015-2016"),
    "a direction in words": GOOD.replace(",1,2020", ",up,2020"),
    "other names": GOOD.replace("cur_year,cur,", "current_year,current_value,"),
    "a column more": GOOD.replace(",target\n", ",target,note\n").replace(
        "051", '051,"a, b"'
    ),
}


@pytest.mark.parametrize("text", ACCEPTED.values(), ids=ACCEPTED)
def test_a_file_is_read_as_people_write_it(file, text):
    (result,) = reading.run(registry.method("statcan"), file(text))

    assert result["value"] == pytest.approx(1)


def test_results_come_in_the_order_of_the_rows(file):
    rows = "".join(f"2015,100,2020,{value},1,,\n" for value in (150, 90, "", 120))

    results = reading.run(registry.method("statcan"), file(HEAD + rows))

    assert [one["current"] for one in results] == [150, 90, None, 120]


def test_a_matrix_has_no_line_of_names(file):
    table = reading.read(file("1,nan,3\n2,2,3\n"), Layout.MATRIX)

    assert table.columns == ("1", "2", "3")
    assert table.rows == (
        {"1": "1", "2": "nan", "3": "3"},
        {"1": "2", "2": "2", "3": "3"},
    )


def test_a_series_on_the_first_line_serves_all_rows(file):
    text = (
        "# series (2015,10)(2020,8)(2025,6), TV=2\nweights,log_y\nequal,False\n,False\n"
    )

    results = reading.run(registry.method("escap-api"), file(text))

    assert [round(one["value"], 6) for one in results] == [25, 25]


@pytest.mark.parametrize(
    ("points", "told"),
    [
        ("2015:1 2015:2", "the year 2015 stands twice"),
        ("2015=1", "is no series"),
        ("2015:one 2016:2", "'one' is not a number"),
    ],
)
def test_a_series_in_a_cell_is_read_or_refused(file, points, told):
    with pytest.raises(Refused, match=f"row 1 .*column points: .*{told}"):
        reading.run(registry.method("default"), file(f"points,direction\n{points},1\n"))


def test_the_command_prints_results_as_json(file):
    words = ["method", "run", "statcan@1", "--csv", str(file(GOOD)), "--json"]

    told = CliRunner().invoke(stocktake, words, catch_exceptions=False)

    (result,) = json.loads(told.output)
    assert (result["row"], result["method"]) == (1, "statcan@1")
    assert result["status"] == "substantial_progress"
    assert result["cagr_required"] == pytest.approx(0.1)


def test_the_command_lists_methods_with_their_cards():
    told = CliRunner().invoke(stocktake, ["method", "list", "--json"])

    listed = json.loads(told.output)
    assert [one["method"] for one in listed] == [one.code for one in registry.METHODS]
    assert all(one["card"]["columns"] for one in listed)


def test_an_unknown_method_is_refused_with_those_there_are(file):
    with pytest.raises(NotFound, match="statcan@1"):
        CliRunner().invoke(
            stocktake,
            ["method", "run", "horoscope", "--csv", str(file(GOOD))],
            catch_exceptions=False,
        )
