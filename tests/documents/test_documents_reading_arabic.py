"""Arabic PDFs are read word by word, or refused where their words make no sense."""

import re
import shutil
import subprocess
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
import typst

from stocktake.documents import checking
from stocktake.documents.reading import arabic, read
from stocktake.documents.reading.arabic_words import known_share, plain
from stocktake.documents.reading.lines import Line, Page
from stocktake.kernel.errors import Refused


SAMPLE = Path(__file__).parent / "samples" / "arabic.txt"
LINES = SAMPLE.read_text(encoding="utf-8").strip().split("\n")
TEXTS = [line.split(". ", 1)[1] for line in LINES]
NUMBERS = [line.split(". ", 1)[0] for line in LINES]


def page_of(*texts: str) -> Page:
    lines = [
        Line(1, text, 50, 50 + 20 * i, 500, 62 + 20 * i, 11.0, bold=False)
        for i, text in enumerate(texts)
    ]
    return Page(1, 595, 842, lines)


def recall(reading) -> float:
    printed = Counter(
        word for text in TEXTS for word in re.findall(r"\w+", plain(text))
    )
    found = Counter(
        word
        for passage in reading.passages
        for word in re.findall(r"\w+", plain(passage.text))
    )
    return (printed & found).total() / printed.total()


def letters_turned(text: str) -> str:
    return re.sub(r"[\u0621-\u064a]+", lambda word: word.group()[::-1], text)


def lam_alef_turned(text: str) -> str:
    return re.sub("ل([اأإآى])", r"\1ل", text)


@pytest.mark.slow
def test_an_arabic_pdf_of_typst_is_read_as_it_was_written():
    frame = '#set document(date: none)\n#set text(lang: "ar", dir: rtl, font: ("Noto Sans Arabic", "Noto Naskh Arabic", "Amiri"))\n'
    data = typst.compile(
        (frame + "\n\n".join(line.replace(".", "\\.", 1) for line in LINES)).encode()
    )

    reading = read(data, "a.pdf")

    assert [passage.number for passage in reading.passages] == NUMBERS
    assert recall(reading) >= 0.98
    assert reading.language == "ar"
    assert reading.known_words > 0.7
    assert reading.engine.startswith("pypdf")
    for passage in reading.passages:
        assert all(
            0 <= box.left < box.right <= reading.pages[0].width for box in passage.boxes
        )


@pytest.mark.browser
@pytest.mark.slow
def test_an_arabic_pdf_of_chromium_is_read_word_by_word(tmp_path):
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("chromium is not installed")
    page, out = tmp_path / "a.html", tmp_path / "a.pdf"
    body = "".join(f"<p>{line}</p>" for line in LINES)
    page.write_text(
        f'<html lang="ar" dir="rtl"><meta charset="utf-8"><body>{body}',
        encoding="utf-8",
    )
    quiet = ("quic", "background-networking", "component-update", "sync", "gpu")
    subprocess.run(
        [chromium, "--headless", "--no-sandbox", "--no-first-run", *(f"--disable-{each}" for each in quiet),
         f"--user-data-dir={tmp_path / 'profile'}", "--no-pdf-header-footer", f"--print-to-pdf={out}", page],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip

    reading = read(out.read_bytes(), "a.pdf")

    assert [passage.number for passage in reading.passages] == NUMBERS
    assert recall(reading) >= 0.97


BROKEN = {"letters backwards": letters_turned, "lam-alef turned": lam_alef_turned}


@pytest.mark.parametrize("case", BROKEN)
def test_words_are_mended_by_our_list_alone(case):
    page = page_of(*(BROKEN[case](text) for text in TEXTS))

    arabic.mend([page], b"no second reader")

    right = Counter(word for text in TEXTS for word in re.findall(r"\w+", plain(text)))
    found = Counter(
        word for line in page.lines for word in re.findall(r"\w+", line.text)
    )
    assert (right & found).total() / right.total() >= 0.85


def test_words_that_are_right_are_left_alone_though_our_list_lacks_them():
    page = page_of(*TEXTS)

    arabic.mend([page], b"no second reader")

    assert [line.text for line in page.lines] == [plain(text) for text in TEXTS]


@pytest.mark.parametrize(
    ("line", "mended"),
    [
        (".١٢ قدمت الحكومة", "١٢. قدمت الحكومة"),
        ("في عام ،٢٠٢٣ وأصبح", "في عام ٢٠٢٣، وأصبح"),
        ("في عامي ٢٠٢٢ و.٢٠٢٣", "في عامي ٢٠٢٢ و٢٠٢٣."),
        (")أ( خضعت الحالة", "(أ) خضعت الحالة"),
    ],
)
def test_signs_beside_numbers_and_brackets_are_put_right(line, mended):
    page = page_of(line)

    arabic.mend([page], b"")

    assert page.lines[0].text == mended


def test_the_share_of_known_words_tells_arabic_from_broken_letters():
    assert known_share(TEXTS) > 0.75
    assert known_share(map(letters_turned, TEXTS)) < 0.1
    assert known_share(["نص"]) is None


@pytest.mark.slow
def test_a_pdf_whose_words_make_no_sense_is_refused_with_a_plea_for_the_docx():
    reading = read("\n\n".join(LINES).encode(), "a.txt")

    with pytest.raises(
        Refused, match=r"a\.pdf: its Arabic text cannot be read: only 31%.*DOCX"
    ):
        checking.is_readable(replace(reading, known_words=0.31), "a.pdf")
    checking.is_readable(replace(reading, known_words=0.8), "a.pdf")


def test_letters_that_mean_nothing_are_refused():
    good = read("\n\n".join(LINES).encode(), "a.txt")
    odd = replace(good.passages[0], text="\ue001\ue002\ue003\ue004 law")

    with pytest.raises(Refused, match="stand for no letter"):
        checking.is_readable(replace(good, passages=(odd,)), "a.pdf")
