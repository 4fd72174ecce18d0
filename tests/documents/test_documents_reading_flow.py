"""DOCX, ODT, HTML and TXT are read into paragraphs with their heading path."""

import io
import zipfile

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from stocktake.documents.checking.encodings import decoded
from stocktake.documents.reading import read
from stocktake.documents.reading.chain import accepted
from stocktake.documents.reading.counting import printed
from stocktake.documents.reading.numbers import main_number, part_label
from stocktake.documents.rules import AsideKind


SENTENCES = {
    "ar": "اعتمدت الدولة قانونا جديدا لحماية المهاجرين وأنشأت مركزين للأسر في عام ٢٠٢٣.",
    "zh": "该国通过了保护移民的新法律，并于二〇二三年为家庭设立了两个中心。",
    "en": "The State adopted a new law on the protection of migrants and opened two centres.",
    "fr": "L'État a adopté une nouvelle loi sur la protection des migrants et ouvert deux centres.",
    "ru": "Государство приняло новый закон о защите мигрантов и открыло два центра для семей.",
    "es": "El Estado aprobó una nueva ley sobre la protección de los migrantes y abrió dos centros.",
}


def shape(reading):
    return [
        (passage.number, passage.text, passage.heading) for passage in reading.passages
    ]


def asides(reading, kind):
    return [aside.text for aside in reading.asides if aside.kind is kind]


def saved(document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def numbered(paragraph, list_id: int, depth: int = 0) -> None:
    properties = paragraph._p.get_or_add_pPr()
    marks = OxmlElement("w:numPr")
    for name, value in (("w:ilvl", depth), ("w:numId", list_id)):
        element = OxmlElement(name)
        element.set(qn("w:val"), str(value))
        marks.append(element)
    properties.append(marks)


def with_list(document, levels: list[tuple[str, str]]) -> int:
    """Add a list with these forms and patterns; its id."""
    root = document.part.numbering_part.element
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), "77")
    for index, (form, pattern) in enumerate(levels):
        level = OxmlElement("w:lvl")
        level.set(qn("w:ilvl"), str(index))
        for name, value in (
            ("w:start", "1"),
            ("w:numFmt", form),
            ("w:lvlText", pattern),
        ):
            element = OxmlElement(name)
            element.set(qn("w:val"), value)
            level.append(element)
        abstract.append(level)
    root.insert(0, abstract)
    number = OxmlElement("w:num")
    number.set(qn("w:numId"), "77")
    reference = OxmlElement("w:abstractNumId")
    reference.set(qn("w:val"), "77")
    number.append(reference)
    root.append(number)
    return 77


def test_numbers_that_word_counts_are_read_as_printed():
    document = docx.Document()
    document.add_heading("Detention", level=1)
    one = with_list(document, [("decimal", "%1."), ("lowerLetter", "(%2)")])
    for text, depth in [
        ("First.", 0),
        ("Part one;", 1),
        ("Part two.", 1),
        ("Second.", 0),
        ("Part again.", 1),
    ]:
        numbered(document.add_paragraph(text), one, depth)

    reading = read(saved(document), "a.docx")

    path = ("Detention",)
    assert shape(reading) == [
        ("1", "First.", path), ("1 (a)", "Part one;", path), ("1 (b)", "Part two.", path),
        ("2", "Second.", path), ("2 (a)", "Part again.", path),
    ]  # fmt: skip


def test_a_document_in_word_keeps_tables_and_boxes_and_drops_deletions():
    document = docx.Document()
    document.add_heading("Report", level=1)
    document.add_heading("Figures", level=2)
    paragraph = document.add_paragraph("Kept. ")
    deleted = OxmlElement("w:del")
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "Deleted."
    run.append(text)
    deleted.append(run)
    paragraph._p.append(deleted)
    table = document.add_table(rows=2, cols=2)
    for index, cell in enumerate(cell for row in table.rows for cell in row.cells):
        cell.text = f"cell {index}"

    reading = read(saved(document), "a.docx")

    assert shape(reading) == [("", "Kept.", ("Report", "Figures"))]
    assert asides(reading, AsideKind.TABLE) == ["cell 0 | cell 1", "cell 2 | cell 3"]
    assert asides(reading, AsideKind.HEADING) == ["Report", "Figures"]


def test_a_table_of_answers_in_word_becomes_passages():
    document = docx.Document()
    row = document.add_table(rows=1, cols=2).rows[0]
    row.cells[0].text = "140.27 End the detention of children"
    row.cells[
        1
    ].text = "Since 2023 no child has been detained; the law was amended in March of that year."

    reading = read(saved(document), "a.docx")

    assert [passage.text for passage in reading.passages] == [
        (
            "140.27 End the detention of children | Since 2023 no child has been detained; the law was "
            "amended in March of that year."
        )
    ]


ODT = """<?xml version="1.0" encoding="UTF-8"?><office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:automatic-styles>
<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-suffix="." style:num-format="1"/>
<text:list-level-style-number text:level="2" style:num-prefix="(" style:num-suffix=")" style:num-format="a"/></text:list-style>
</office:automatic-styles><office:body><office:text><text:h text:outline-level="1">Return</text:h>
<text:list text:style-name="L1"><text:list-item><text:p>First<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>
<text:note-body><text:p>A note.</text:p></text:note-body></text:note> law.</text:p><text:list><text:list-item><text:p>a part;</text:p></text:list-item></text:list>
</text:list-item><text:list-item><text:p>Second<text:s/>law.</text:p></text:list-item></text:list>
<table:table><table:table-row><table:table-cell><text:p>2023</text:p></table:table-cell><table:table-cell><text:p>17</text:p></table:table-cell></table:table-row></table:table>
</office:text></office:body></office:document-content>"""


def test_an_odt_is_read_with_its_lists_notes_and_tables():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", ODT)

    reading = read(out.getvalue(), "a.odt")

    path = ("Return",)
    assert shape(reading) == [
        ("1", "First law.", path),
        ("1 (a)", "a part;", path),
        ("2", "Second law.", path),
    ]
    assert asides(reading, AsideKind.FOOTNOTE) == ["1 A note."]
    assert asides(reading, AsideKind.TABLE) == ["2023 | 17"]


HTML = """<!doctype html><html><head><title>Our report</title><style>p {}</style></head><body>
<nav>Home</nav><h1>Report</h1><p>One <b>law</b><sup>1</sup> was<br>adopted.</p><script>alert(1)</script>
<h2>Children</h2><ol start="3"><li>No child is held.</li><li>Guardians are named.</li></ol>
<table><tr><td>2023</td><td>17</td></tr></table><h2>Return</h2><div>Plain text.<p>And more.</p></div></body></html>"""


def test_html_is_read_without_scripts_and_with_its_heading_path():
    reading = read(HTML.encode(), "a.html")

    assert reading.title == "Our report"
    assert shape(reading) == [
        ("", "One law was adopted.", ("Report",)),
        ("3", "No child is held.", ("Report", "Children")),
        ("4", "Guardians are named.", ("Report", "Children")),
        ("", "Plain text.", ("Report", "Return")),
        ("", "And more.", ("Report", "Return")),
    ]
    assert asides(reading, AsideKind.TABLE) == ["2023 | 17"]
    assert asides(reading, AsideKind.CONTENTS) == ["Home"]


def test_html_is_read_in_the_encoding_that_it_declares():
    page = '<html><head><meta charset="windows-1251"></head><body><p>Закон принят.</p></body></html>'

    reading = read(page.encode("cp1251"), "a.html")

    assert reading.passages[0].text == "Закон принят."


def test_wrapped_text_is_joined_and_numbers_begin_paragraphs():
    text = """DETENTION

1. The State adopted a law on the detention of
migrants, which entered into force in 2023.
2. It opened two centres:
(a) one in the north;
(b) one in the south.

Return

3. Nobody was returned by force in the years
under review."""

    reading = read(text.encode(), "a.txt")

    assert shape(reading) == [
        (
            "1",
            "The State adopted a law on the detention of migrants, which entered into force in 2023.",
            ("DETENTION",),
        ),
        ("2", "It opened two centres:", ("DETENTION",)),
        ("2 (a)", "one in the north;", ("DETENTION",)),
        ("2 (b)", "one in the south.", ("DETENTION",)),
        ("3", "Nobody was returned by force in the years under review.", ("Return",)),
    ]


def test_numbers_alone_on_their_line_belong_to_the_text_below():
    text = "1.\n\nA law was adopted on the detention of\nchildren in the year 2023.\n2.\nIt is in force since the first day\nof the year 2024.\n"

    reading = read(text.encode(), "a.txt")

    assert [(passage.number, passage.text) for passage in reading.passages] == [
        ("1", "A law was adopted on the detention of children in the year 2023."),
        ("2", "It is in force since the first day of the year 2024."),
    ]


@pytest.mark.parametrize(
    ("language", "encoding"),
    [
        ("ar", "utf-8"), ("ar", "cp1256"), ("zh", "utf-8"), ("zh", "gb18030"), ("en", "utf-16"),
        ("fr", "utf-8-sig"), ("fr", "cp1252"), ("es", "cp1252"), ("ru", "cp1251"), ("ru", "utf-16-le"),
        ("zh", "utf-16-be"), ("ar", "utf-32"),
    ],
)  # fmt: skip
def test_a_text_is_read_in_any_usual_encoding(language, encoding):
    text = (SENTENCES[language].replace("٢٠٢٣", "2023") + "\n") * 6

    assert decoded(text.encode(encoding)) == text


@pytest.mark.parametrize("language", SENTENCES)
def test_the_language_is_told_for_the_document_and_each_passage(language):
    other = "en" if language != "en" else "ru"
    text = "\n\n".join([SENTENCES[language]] * 5 + [SENTENCES[other] * 3])

    reading = read(text.encode(), "a.txt")

    assert reading.language == language
    assert reading.languages == (language,) * 5 + (other,)


def test_a_document_in_another_language_is_taken_as_undetermined():
    text = "Republika Slovenija je leta 2023 sprejela zakon o tujcih, ki ureja vstop in prebivanje tujcev."

    reading = read((text + "\n\n").encode() * 5, "a.txt")

    assert reading.language == "und"
    assert set(reading.languages) == {"und"}


@pytest.mark.parametrize(
    ("text", "value", "point"),
    [
        ("12. A law", 12, None), ("140.27 Ratify", 140, 27), ("140.27. Ratify", 140, 27), ("十二、法律", 12, None),
        ("一百二十三、法律", 123, None), ("١٢. قانون", 12, None), ("١٢- قانون", 12, None), (".12 قانون", 12, None),
        ("12) A law", 12, None), ("§ 12. A law", 12, None), ("60. 2017 saw a law", 60, None),
    ],
)  # fmt: skip
def test_numbers_are_told_in_every_script(text, value, point):
    found = main_number(text)

    assert (found.value, found.point) == (value, point)


@pytest.mark.parametrize(
    "text",
    [
        "12.5 million",
        "1,200 persons",
        "2023. A year",
        "twelve. A",
        "12",
        "A 12. b",
        "1.200 personas",
    ],
)
def test_other_figures_are_no_paragraph_numbers(text):
    found = main_number(text)

    assert found is None or found.point is not None


@pytest.mark.parametrize(
    "text",
    ["(a) one", "(iv) four", "（二）法律", "(أ) قانون", "(б) закон", "(12) twelve"],
)
def test_labels_of_parts_are_told(text):
    assert part_label(text)[0] == text.split(" ")[0].split("法")[0]


@pytest.mark.parametrize(
    ("texts", "chosen"),
    [
        (["1. a", "2. b", "3. c"], [0, 1, 2]),
        (
            ["1. a", "1. heading", "2. b", "2. heading", "3. c", "4. d", "5. e"],
            [0, 2, 4, 5, 6],
        ),
        (
            ["1. a", "2. b", "3. c", "1. d", "2. e", "3. f", "4. g"],
            [0, 1, 2, 3, 4, 5, 6],
        ),
        (["5. a", "6. b", "7. c"], [0, 1, 2]),
        (["90. lone"], []),
        (["1. a", "2. b", "2.1 c", "2.2 d", "3. e"], [0, 1, 2, 3, 4]),
    ],
)
def test_the_best_chain_of_numbers_is_taken(texts, chosen):
    assert sorted(accepted([main_number(text) for text in texts])) == chosen


@pytest.mark.parametrize(
    ("value", "form", "sign"),
    [
        (4, "decimal", "4"), (28, "lowerLetter", "bb"), (9, "lowerRoman", "ix"), (49, "upperRoman", "XLIX"),
        (10, "chineseCounting", "十"), (110, "chineseCountingThousand", "一百一十"), (105, "ideographDigital", "一百零五"),
        (2, "arabicAbjad", "ب"), (3, "arabicAlpha", "ت"), (12, "hindiNumbers", "١٢"), (3, "russianLower", "в"), (7, "decimalZero", "07"),
    ],
)  # fmt: skip
def test_words_forms_of_numbers_are_known(value, form, sign):
    assert printed(value, form) == sign
