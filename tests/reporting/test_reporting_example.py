"""The example round as shipped: complete, marked as invented, and read as it is printed."""

import importlib.util
import sys
import unicodedata
from pathlib import Path
from types import ModuleType
from typing import Any

import pypdfium2
import pytest
import yaml
from docx import Document as Word

from stocktake.documents import reading
from stocktake.documents.rules import Kind
from stocktake.geography import queries as geography


ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "src/stocktake/reporting/example"
MANIFEST = yaml.safe_load((FOLDER / "manifest.yaml").read_text(encoding="utf-8"))
REPORTS = {Path(entry["file"]).name: entry for entry in MANIFEST["reports"]}
PDFS = sorted(name for name in REPORTS if name.endswith(".pdf"))
STATES = ["XAA", "XAB", "XAC", "XAD", "XAE", "XAF"]
EXPERTS = ["XNGO", "XUNI"]
LANGUAGES = {"ar", "zh", "en", "fr", "ru", "es"}


@pytest.fixture(scope="module")
def builder() -> ModuleType:
    """The script that builds the files."""
    path = ROOT / "scripts/build_example_reports.py"
    spec = importlib.util.spec_from_file_location("build_example_reports", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    sys.path.insert(0, str(path.parent))
    try:
        spec.loader.exec_module(module)
        yield module
    finally:
        sys.path.remove(str(path.parent))


def test_each_sender_has_one_report_that_is_taken_in():
    taken = [entry["sender"] for entry in REPORTS.values() if entry["intake"]]

    assert sorted(taken) == STATES + EXPERTS


def test_the_six_states_report_in_the_six_languages():
    states = [entry for entry in REPORTS.values() if entry["strand"] == "state"]

    assert {entry["language"] for entry in states} == LANGUAGES
    assert {entry["sender"] for entry in states} == set(STATES)
    assert all(entry["about"] == [entry["sender"]] for entry in states)


def test_each_expert_speaks_about_several_of_the_illustrative_states():
    experts = [entry for entry in REPORTS.values() if entry["strand"] == "expert"]

    assert {entry["sender"] for entry in experts} == set(EXPERTS)
    assert all(len(entry["about"]) >= 3 for entry in experts)
    assert all(set(entry["about"]) <= set(STATES) for entry in experts)


def test_organisations_have_names_in_the_six_languages():
    named = {each["code"]: set(each["names"]) for each in MANIFEST["organisations"]}

    assert named == dict.fromkeys(EXPERTS, LANGUAGES)


def test_the_folder_holds_what_the_manifest_lists_and_nothing_else():
    files = {path.name for path in (FOLDER / "files").iterdir()}
    sources = {path.name for path in FOLDER.glob("*.md")}

    assert files == set(REPORTS)
    assert sources == {entry["source"] for entry in REPORTS.values()}


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_a_report_is_small_and_free_to_use(name: str):
    entry = REPORTS[name]

    assert (FOLDER / entry["file"]).stat().st_size < 400_000
    assert entry["licence"] == "CC-BY-4.0"


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_a_report_names_its_state_as_geography_does(name: str):
    entry = REPORTS[name]
    text = (FOLDER / entry["source"]).read_text(encoding="utf-8")

    names = {geography.name(code, entry["language"]) for code in entry["about"]}
    assert {name for name in names if name not in text} == set()


@pytest.mark.parametrize("name", PDFS)
def test_a_printed_report_has_four_to_eight_pages_each_marked_as_invented(name: str):
    mark = _front(name)["mark"]
    pdf = pypdfium2.PdfDocument(FOLDER / "files" / name)

    pages = [_folded(page.get_textpage().get_text_range()) for page in pdf]

    assert 4 <= len(pages) <= 8
    assert [page for page in pages if _folded(mark) not in page] == []
    assert pdf.get_metadata_dict()["Title"].startswith(mark)


def test_a_word_report_is_marked_as_invented_in_head_title_and_text():
    for name in sorted(set(REPORTS) - set(PDFS)):
        mark = _front(name)["mark"]
        word = Word(str(FOLDER / "files" / name))

        assert word.sections[0].header.paragraphs[0].text.startswith(mark)
        assert word.core_properties.title.startswith(mark)
        assert word.paragraphs[0].text == mark


@pytest.mark.slow
def test_building_again_gives_the_same_bytes(builder: ModuleType, tmp_path: Path):
    names = builder.build(tmp_path)

    changed = [
        name
        for name in names
        if (tmp_path / name).read_bytes() != (FOLDER / "files" / name).read_bytes()
    ]

    assert sorted(names) == sorted(REPORTS)
    assert changed == []


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(REPORTS))
def test_a_report_is_read_with_the_numbers_and_words_that_were_written(
    builder: ModuleType, name: str
):
    written = _written(builder, name)

    read = reading.read((FOLDER / "files" / name).read_bytes(), name)

    passages = {each.number: _folded(each.text) for each in read.passages}
    missing = [number for number in written if number not in passages]
    wrong = [n for n, text in written.items() if passages.get(n) != _folded(text)]
    assert missing == []
    assert wrong == []
    assert read.language == REPORTS[name]["language"]


@pytest.mark.slow
@pytest.mark.parametrize("name", PDFS)
def test_a_passage_is_on_the_page_where_it_is_printed(builder: ModuleType, name: str):
    written = _written(builder, name)
    data = (FOLDER / "files" / name).read_bytes()
    printed = [
        _letters(page.get_textpage().get_text_range())
        for page in pypdfium2.PdfDocument(data)
    ]

    read = reading.read(data, name)

    assert read.kind is Kind.PDF
    wrong = [
        each.number
        for each in read.passages
        if each.number in written
        and _letters(written[each.number])[:24] not in printed[(each.page or 0) - 1]
    ]
    assert wrong == []


def _front(name: str) -> dict[str, Any]:
    text = (FOLDER / REPORTS[name]["source"]).read_text(encoding="utf-8")
    front: dict[str, Any] = yaml.safe_load(text.split("---\n", 2)[1])
    return front


def _written(builder: ModuleType, name: str) -> dict[str, str]:
    """The text of each numbered paragraph and item, by number as printed."""
    written = {}
    paragraph = ""
    for block in builder.read(FOLDER / REPORTS[name]["source"]).blocks:
        if block["kind"] not in ("paragraph", "item"):
            continue
        number = block["number"].rstrip(".")
        if block["kind"] == "paragraph":
            paragraph = number
        else:
            number = f"{paragraph} {number}"
        written[number] = "".join(part for part in block["parts"] if type(part) is str)
    return written


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split())


def _letters(text: str) -> str:
    """Letters alone: order of digits and marks differs between engines in Arabic."""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(each for each in folded if each.isalpha())
