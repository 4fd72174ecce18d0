"""PDFs are read into the passages that a person would recognise, with page and box."""

import pickle
from collections import Counter

import pypdfium2
import pytest
import typst

from stocktake.documents.reading import read
from stocktake.documents.reading.folding import words
from stocktake.documents.rules import AsideKind


pytestmark = pytest.mark.slow

LAW = "The State adopted a law on the protection of migrants, which entered into force in {}. "
FRAME = """
#set document(date: none)
#set text(font: "Libertinus Serif", size: 11pt)
#set page(paper: "a4", header: [XAA/2024/7 #h(1fr) Report on migration], footer: context align(center, counter(page).display()))
#set par(justify: true)
"""


def pdf(text: str, frame: str = FRAME) -> bytes:
    return typst.compile((frame + text).encode())


def read_pdf(text: str, frame: str = FRAME):
    return read(pdf(text, frame), "report.pdf")


def asides(reading, kind):
    return [aside.text for aside in reading.asides if aside.kind is kind]


REPORT = (
    "#text(20pt)[National report of Avelia]\n\n#text(15pt)[*I. Introduction*]\n\n"
    + "\n\n".join(f"{n}\\. {LAW.format(2000 + n) * 4}" for n in range(1, 9))
    + "\n\n#text(15pt)[*II. Detention*]\n\n#text(13pt)[*A. Alternatives*]\n\n"
    + "\n\n".join(f"{n}\\. {LAW.format(2000 + n) * 4}" for n in range(9, 21))
)


def test_numbered_paragraphs_have_their_number_page_box_and_headings():
    reading = read_pdf(REPORT)

    assert [passage.number for passage in reading.passages] == [
        str(n) for n in range(1, 21)
    ]
    assert [passage.order for passage in reading.passages] == list(range(1, 21))
    first, last = reading.passages[0], reading.passages[-1]
    assert first.text.startswith(
        "The State adopted a law on the protection of migrants"
    )
    assert first.heading == ("I. Introduction",)
    assert last.heading == ("II. Detention", "A. Alternatives")
    assert (first.page, last.page) == (1, len(reading.pages))
    assert reading.title == "National report of Avelia"
    assert reading.language == "en"


def test_a_paragraph_that_runs_over_a_page_is_one_with_a_box_on_each():
    long = "\n\n".join(f"{n}\\. {LAW.format(2000 + n) * 12}" for n in range(1, 13))
    reading = read_pdf(long)

    over = [
        passage
        for passage in reading.passages
        if len({box.page for box in passage.boxes}) == 2
    ]

    assert over
    assert all(passage.page == passage.boxes[0].page for passage in over)
    assert all(passage.text.count("entered into force") == 12 for passage in over)


def test_boxes_lie_where_the_words_are_printed():
    data = pdf(REPORT)
    reading = read(data, "report.pdf")
    document = pypdfium2.PdfDocument(data)

    for passage in reading.passages:
        box = passage.boxes[0]
        height = reading.pages[box.page - 1].height
        inside = (
            document[box.page - 1]
            .get_textpage()
            .get_text_bounded(
                box.left - 1,
                height - box.bottom - 1,
                box.right + 1,
                height - box.top + 1,
            )
        )
        assert f"{passage.number}. The State" in inside.replace("\r\n", " ")


def test_heads_and_page_numbers_are_kept_apart():
    reading = read_pdf(REPORT)

    assert asides(reading, AsideKind.HEAD) == ["XAA/2024/7 Report on migration"] * len(
        reading.pages
    )
    assert asides(reading, AsideKind.PAGE_NUMBER) == [
        str(page.number) for page in reading.pages
    ]
    assert not any("XAA/2024/7" in passage.text for passage in reading.passages)


def test_no_word_is_lost():
    text = (
        REPORT
        + "\n\n21. Tables and notes#footnote[A note with an address.] follow.\n\n#table(columns: 3, [State], [2022], [2023], [Avelia], [1], [2], [Belmara], [3], [4], [Doranda], [5], [6])"
    )
    data = pdf(text)
    document = pypdfium2.PdfDocument(data)
    whole = Counter(
        word
        for index in range(len(document))
        for word in words(document[index].get_textpage().get_text_range())
    )

    reading = read(data, "report.pdf")

    kept = Counter(
        word for p in reading.passages for word in words(f"{p.number} {p.text}")
    )
    kept.update(word for aside in reading.asides for word in words(aside.text))
    lost = whole - kept
    assert sum(lost.values()) <= 0.005 * whole.total(), lost


def test_footnotes_and_the_numbers_that_call_them_are_kept_apart():
    body = "\n\n".join(f"{n}\\. {LAW.format(2000 + n) * 4}" for n in range(2, 9))
    called = (
        "1\\. The strategy#footnote[See the Gazette, 12 May.] was adopted in 2023.#footnote[No. 14.]"
        " It covers 5 regions, 10 km#super[2] each."
    )
    reading = read_pdf(f"{called}\n\n{body}")

    first = "The strategy was adopted in 2023. It covers 5 regions, 10 km2 each."
    assert reading.passages[0].text == first
    notes = [note.lstrip("12 ") for note in asides(reading, AsideKind.FOOTNOTE)]
    assert notes == ["See the Gazette, 12 May.", "No. 14."]


def test_a_table_of_contents_is_kept_apart():
    reading = read_pdf(
        "#outline()\n#pagebreak()\n= Introduction\n"
        + "\n\n".join(f"{n}\\. {LAW.format(n) * 3}\n\n" for n in range(1, 9))
        + "\n= Detention\n9\\. "
        + LAW.format(9)
        + "\n= Return\n10\\. "
        + LAW.format(10)
    )

    assert len(asides(reading, AsideKind.CONTENTS)) == 4
    assert [passage.number for passage in reading.passages] == [
        str(n) for n in range(1, 11)
    ]


def test_a_table_is_kept_row_by_row():
    rows = ", ".join(f"[State {i}], [{i} persons], [{i * 3}]" for i in range(1, 7))
    reading = read_pdf(
        REPORT
        + f"\n\n#table(columns: (1fr, 1fr, 1fr), [Name], [Detained], [Released], {rows})"
    )

    table = asides(reading, AsideKind.TABLE)

    assert len(table) == 7
    assert "State 6" in table[-1]
    assert "18" in table[-1]


def test_two_columns_are_read_one_after_the_other():
    text = "\n\n".join(f"{n}\\. {LAW.format(2000 + n) * 3}" for n in range(1, 31))
    reading = read_pdf(text, FRAME + "#set page(columns: 2)\n")

    assert [passage.number for passage in reading.passages] == [
        str(n) for n in range(1, 31)
    ]
    assert all(
        passage.text.count("entered into force") == 3 for passage in reading.passages
    )


def test_words_broken_at_line_ends_are_mended():
    frame = FRAME + "#set text(hyphenate: true)\n"
    text = "\n\n".join(
        f"{n}\\. {'Internationally comparable administrative responsibilities notwithstanding. ' * 6}"
        for n in range(1, 12)
    )
    reading = read_pdf(text, frame)

    found = {word for passage in reading.passages for word in words(passage.text)}

    assert found == {
        "internationally",
        "comparable",
        "administrative",
        "responsibilities",
        "notwithstanding",
    }


NUMBERS = {
    "recommendations": (
        [
            "140. The following were accepted:",
            "140.1 Ratify the Convention (Avelia);",
            "140.2 End the detention of children (Belmara);",
            "141. All others were noted.",
        ],
        ["140", "140.1", "140.2", "141"],
    ),
    "parts": (
        [
            "1. The law provides for:",
            "(a) open centres;",
            "(b) bail and guarantees.",
            "2. It is in force.",
        ],
        ["1", "1 (a)", "1 (b)", "2"],
    ),
    "a gap": (
        ["1. One law.", "2. Two laws.", "4. Four laws.", "5. Five laws."],
        ["1", "2", "4", "5"],
    ),
    "a year at a line's beginning": (
        ["1. One law.", "2023. was a year of change.", "2. Two laws."],
        ["1", "2"],
    ),
    "Chinese": (
        [
            "一、政府通过了关于移民的法律。",
            "二、政府设立了两个中心。",
            "三、政府取消了对儿童的拘留。",
        ],
        ["一", "二", "三"],
    ),
}


@pytest.mark.parametrize("case", NUMBERS)
def test_numbers_are_taken_as_printed(case):
    lines, numbers = NUMBERS[case]
    frame = '#set document(date: none)\n#set text(font: ("Libertinus Serif", "Noto Sans SC", "Noto Sans CJK SC"))\n'
    text = "\n\n".join(line.replace(".", "\\.", 1) for line in lines)

    reading = read_pdf(text, frame)

    assert [passage.number for passage in reading.passages] == numbers


def test_paragraphs_without_numbers_are_told_by_gaps():
    text = "\n\n".join(LAW.format(2000 + n) * 4 for n in range(1, 9))
    reading = read_pdf("#text(15pt)[*Our findings*]\n\n" + text)

    assert len(reading.passages) == 8
    assert {passage.number for passage in reading.passages} == {""}
    assert {passage.heading for passage in reading.passages} == {()}
    assert reading.title == "Our findings"


def test_a_reading_is_the_same_each_time_and_can_be_sent_between_processes():
    data = pdf(REPORT)

    first, second = read(data, "a.pdf"), read(data, "b.pdf")

    assert first == second
    assert pickle.loads(pickle.dumps(first)) == first


def test_a_turned_page_has_its_boxes_on_the_page():
    import io

    import pypdf

    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf(REPORT)))
    for page in writer.pages:
        page.rotate(90)
    out = io.BytesIO()
    writer.write(out)

    reading = read(out.getvalue(), "turned.pdf")

    assert reading.pages[0].width > reading.pages[0].height
    for passage in reading.passages:
        for box in passage.boxes:
            page = reading.pages[box.page - 1]
            assert 0 <= box.left < box.right <= page.width
            assert 0 <= box.top < box.bottom <= page.height
