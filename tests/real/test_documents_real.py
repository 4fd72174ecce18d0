"""Real reports are read: numbers and pages, words, the damaged file, speeches."""

import importlib.util
import json
from collections import Counter
from pathlib import Path

import pypdfium2
import pytest

from stocktake.documents.reading import read
from stocktake.documents.reading.folding import words
from stocktake.kernel.errors import Refused


pytestmark = pytest.mark.slow

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "measure_passages.py"


@pytest.fixture(scope="module")
def measuring():
    found = importlib.util.spec_from_file_location("measure_passages", SCRIPT)
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def reports(shared) -> list[Path]:
    return sorted(
        path
        for path in (shared / "data" / "texts").glob("upr_*/*.pdf")
        if "DAMAGED" not in path.name
    )


def test_printed_numbers_are_found_on_their_pages(measuring, reports):
    assert len(reports) >= 10

    measured = [measuring.measure(path) for path in reports]

    printed = sum(each.printed for each in measured)
    assert sum(each.found for each in measured) >= 0.98 * printed
    assert [each.name for each in measured if each.share < 0.98] == []


def test_no_word_of_the_reports_is_lost(reports):
    lost = whole = 0
    for path in reports:
        document = pypdfium2.PdfDocument(path.read_bytes())
        printed = Counter(
            word
            for index in range(len(document))
            for word in words(
                document[index].get_textpage().get_text_range().replace("\ufffe", "-\n")
            )
        )
        reading = read(path.read_bytes(), path.name)
        kept = Counter(
            word for p in reading.passages for word in words(f"{p.number} {p.text}")
        )
        kept.update(word for aside in reading.asides for word in words(aside.text))
        whole += printed.total()
        lost += sum(
            count for word, count in (printed - kept).items() if not word.isdigit()
        )

    assert lost <= 0.005 * whole


def test_no_running_head_is_left_in_a_passage(reports):
    for path in reports:
        reading = read(path.read_bytes(), path.name)
        heads = {aside.text for aside in reading.asides if aside.kind == "running head"}
        symbols = [
            head for head in heads if head.startswith("A/HRC/") and " " not in head
        ]

        assert not [
            p.text
            for p in reading.passages
            if any(p.text.endswith(each) for each in symbols)
        ]


def test_the_damaged_report_is_refused(shared):
    path = (
        shared
        / "data"
        / "texts"
        / "upr_slovenia"
        / "DAMAGED_SVN_2009_un_compilation.pdf"
    )

    with pytest.raises(Refused, match="the PDF is damaged"):
        read(path.read_bytes(), path.name)


def test_speeches_written_out_as_text_are_read_into_passages(shared):
    lines = (
        (shared / "data" / "texts" / "ungdc" / "ungdc_2018_2024.jsonl")
        .read_text()
        .splitlines()
    )
    speeches = [json.loads(line) for line in lines[:: len(lines) // 60]]
    assert len(speeches) >= 60

    for speech in speeches:
        reading = read(speech["text"].encode(), f"{speech['id']}.txt")

        kept = Counter(
            word for p in reading.passages for word in words(f"{p.number} {p.text}")
        )
        kept.update(word for aside in reading.asides for word in words(aside.text))
        assert reading.language == "en"
        assert len(reading.passages) >= 5
        assert max(len(passage.text) for passage in reading.passages) < 4000
        assert not Counter(words(speech["text"])) - kept
