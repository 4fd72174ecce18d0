"""The commands as a person types them, and mistypes them."""

import json

import pytest
from click.testing import CliRunner

from stocktake.cli.main import stocktake
from stocktake.kernel.errors import StocktakeError


TAXONOMY = """
name: weather
classes:
  - code: rain
    texts: {en: [rain and floods]}
  - code: sun
    texts: {en: [sunshine and drought]}
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "rows.csv").write_text(
        "text,labels,lang\nHeavy rain flooded the village.,rain,en\nThe drought and the sun burnt the crops.,sun,en\n"
    )
    (tmp_path / "weather.yaml").write_text(TAXONOMY)
    return tmp_path


def call(*words):
    return CliRunner().invoke(stocktake, ["texts", "evaluate", *map(str, words)])


@pytest.mark.slow
@pytest.mark.django_db
def test_evaluate_prints_the_figures_as_json(folder):
    found = call(
        folder / "rows.csv", "--text", "text", "--labels", "labels", "--lang", "lang",
        "--taxonomy", folder / "weather.yaml", "--tier", "fast", "--json",
    )  # fmt: skip

    told = json.loads(found.output)
    assert {"p_at_1", "hit_at_3", "accuracy", "macro_f1", "n", "by_language"} <= set(
        told
    )
    assert (told["n"], told["p_at_1"], list(told["by_language"])) == (2, 1.0, ["en"])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            {"--text": "words"},
            r"has no column 'words'\. Its columns are: text, labels, lang",
        ),
        ({"--taxonomy": "absent.yaml"}, r"absent\.yaml: cannot be read"),
        ({"--taxonomy": "rows.csv"}, r"rows\.csv: "),
        ({"--edition": "icmpd-2017"}, r"--edition or --taxonomy, not both"),
        ({"file": "absent.csv"}, r"absent\.csv: cannot be read"),
        ({"file": "empty.csv"}, r"has a heading and no rows"),
        ({"file": "latin.csv"}, r"is not UTF-8"),
        ({"file": "gap.csv"}, r"row 3: column 'text' is empty"),
        (
            {"file": "other.csv"},
            r"none of the labels in column 'labels' is a class of weather",
        ),
        ({"--asked": "lang"}, r"says 'rain'; with --asked it must be yes or no"),
    ],
)
def test_evaluate_says_what_is_wrong_with_its_files(folder, change, words):
    (folder / "empty.csv").write_text("text,labels\n")
    (folder / "latin.csv").write_bytes("text,labels\né,rain\n".encode("latin-1"))
    (folder / "gap.csv").write_text("text,labels\nRain fell.,rain\n,sun\n")
    (folder / "other.csv").write_text("text,labels\nRain fell.,snow\n")
    asked = {
        "file": "rows.csv",
        "--text": "text",
        "--labels": "labels",
        "--taxonomy": "weather.yaml",
    } | change
    file = folder / asked.pop("file")
    options = [
        word
        for name, value in asked.items()
        for word in (name, folder / value if name == "--taxonomy" else value)
    ]

    found = call(file, *options, "--tier", "fast")

    assert isinstance(found.exception, StocktakeError)
    assert pytest.approx(1) == found.exception.exit_code
    with pytest.raises(StocktakeError, match=words):
        raise found.exception


@pytest.mark.django_db
def test_passages_of_a_document_that_is_not_there_are_refused():
    found = CliRunner().invoke(stocktake, ["passages", "abcdef"])

    assert "There is no document 'abcdef'" in str(found.exception)
