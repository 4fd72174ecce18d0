"""The offline round trip by commands: a file out, in again, and a person who chooses."""

import io
import json

import docx
import openpyxl
import pytest
from click.testing import CliRunner

from stocktake.cli.main import stocktake
from stocktake.kernel.errors import PartlyDone, Refused, WrongUsage


pytestmark = [pytest.mark.django_db, pytest.mark.slow]

URN = "2024/XAA/state/1"


def run(*words):
    """What a command prints; what it raised is raised here."""
    done = CliRunner().invoke(stocktake, [str(word) for word in words])
    if done.exception:
        raise done.exception
    return done.stdout


@pytest.fixture
def files(tmp_path):
    """A draft of XAA, taken away as a workbook and as a Word file."""
    run("rounds", "open", "2024")
    run("submission", "start", "--round", "2024", "--from", "XAA")
    run("submission", "answer", URN, "1.1/status", "in-force")
    run("submission", "answer", URN, "1.1/status_note", "A law of 2023.")
    paths = [tmp_path / "answers.xlsx", tmp_path / "answers.docx"]
    for path in paths:
        run("workbook", "export", "--round", "2024", "--from", "XAA", "--out", path)
    return paths


def write(path, old, new):
    """Write other words where some stand, in either kind of file."""
    out = io.BytesIO()
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        cells = (c for sheet in book for row in sheet.iter_rows() for c in row)
        next(cell for cell in cells if cell.value == old).value = new
        book.save(out)
    else:
        file = docx.Document(path)
        next(one for one in file.paragraphs if one.text == old).text = new
        file.save(out)
    path.write_bytes(out.getvalue())


@pytest.mark.parametrize("kind", [0, 1])
def test_either_kind_of_file_is_taken_by_what_it_holds(files, kind, tmp_path):
    write(files[kind], "A law of 2023.", "A law of 2024.")
    renamed = files[kind].rename(tmp_path / "from-the-ministry")

    told = json.loads(run("workbook", "import", renamed, "--json"))

    assert [(one["address"], one["value"]) for one in told["taken"]] == [
        ("1.1/status_note", {"en": "A law of 2024."})
    ]
    assert (told["clashing"], told["not_understood"]) == ([], [])


def test_where_both_sides_changed_an_answer_a_person_chooses(files):
    _, path = files
    write(path, "A law of 2023.", "From the file.")
    run("submission", "answer", URN, "1.1/status_note", "From online.")

    with pytest.raises(PartlyDone, match="1 answers clash"):
        run("workbook", "import", path)
    kept = run("workbook", "import", path, "--take", "online")
    taken = run("workbook", "import", path, "--take", "1.1/status_note=workbook")

    assert "Clash at 1.1/status_note" in kept
    assert "stands:   workbook" in taken
    assert "From the file." in run("submission", "show", URN)
    with pytest.raises(WrongUsage, match="say workbook or online"):
        run("workbook", "import", path, "--take", "mine")


def test_a_name_that_is_neither_kind_and_a_file_of_another_kind_are_refused(tmp_path):
    strange = tmp_path / "answers.xlsx"
    strange.write_text("status,in force")

    with pytest.raises(WrongUsage, match=r"\.xlsx or \.docx"):
        run("workbook", "export", "--round", "2024", "--from", "XAA", "--out", "a.odt")
    with pytest.raises(Refused, match="neither a workbook"):
        run("workbook", "import", strange)
