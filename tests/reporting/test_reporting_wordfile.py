"""The Word file: texts out, written in by somebody, and in again, with nothing passed over."""

import copy
import io
import re
import zipfile
from functools import cache

import docx
import msgspec
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.word_file import NS, Word
from stocktake.kernel.errors import Refused
from stocktake.kernel.languages import LANGUAGES
from stocktake.reporting import questionnaires
from stocktake.reporting.questionnaires.values import canonical
from stocktake.reporting.wordfile import reading, writing
from stocktake.reporting.wordfile.matching import fold
from stocktake.reporting.workbook import package
from stocktake.reporting.workbook.layout import CONFIRM, Layout
from stocktake.reporting.workbook.meta import Meta, Stood
from stocktake.reporting.workbook.signing import Signer


KEY = b"only for tests"
WORKBOOK = "0123456789ab"
MEASURE = "1.1/measures/0123456789ab"
NOTE, OTHER, TITLE = "1.1/status_note", "1.2/status_note", f"{MEASURE}/title"
FILLED = {
    "about/authority": {"en": "Ministry of Labour", "ar": "وزارة العمل"},
    "1.1/status": "in-force",
    NOTE: {"en": "A law of 2023.\n\nIts second part.", "fr": "Une loi."},
    OTHER: {"en": "Nothing yet.", "zh": "尚无。"},
    MEASURE: {"position": 1},
    TITLE: {"en": "Act 12", "ar": "القانون 12"},
}


@cache
def asked():
    """The opening and the first theme of the questionnaire for States."""
    whole = questionnaires.questionnaire("icmpd-2017", "state")
    return msgspec.structs.replace(whole, sections=whole.sections[:2])


def laid(values=FILLED, language="en", waiting=()):
    meta = Meta(
        workbook=WORKBOOK,
        submission="stocktake:submission:2024/XAA/state/1",
        round="2024",
        sender="XAA",
        strand="state",
        edition="icmpd-2017",
        questionnaire="state",
        version=1,
        sha256="0" * 64,
        language=language,
        exported="2024-06-01T12:00:00+00:00",
        base={a: Stood(1, v, a not in waiting) for a, v in values.items()},
    )
    return Layout(asked(), meta, Signer(KEY, WORKBOOK))


def read(data):
    return reading.readings(reading.opened(data, "a.docx", Signer(KEY)), asked())


@pytest.fixture
def word():
    return Word(laid())


def given_by(found):
    return {one.address: one.value for one in found.changed}


def codes(found):
    return [one.code for one in found.unread]


SCRIPTS = (
    "abcXYZ éüœß.,;:!?'\"()<>&",
    "ابتثجحخدذرزسشصضطظعغفقكلمنهوي ؟،؛ ًٌٍَُِّْ٠١٢٣",
    "中文报告移民权利，。；：“”",
    "абвгдежзийклмнопрстуфхцчшщъыьэюяЁё",
    "e\u0301n\u0303o\u0308\u0315\u0f0b",
    "😀👩\u200d👩\u200d👧🇸🇮👍🏽",
    "\u200e\u200f\u202b\u202c\u2066\u2069\u00a0\u00ad\u2011",
    "\t\n\r 0123456789-=+@#[]{}_",
    "\x00\x07\x0b\x1b\x7f\x85\u2028\ufffe\uffff",
)
TEXTS = st.lists(
    st.one_of(*(st.text(st.sampled_from(list(s)), min_size=1) for s in SCRIPTS)),
    min_size=1,
    max_size=6,
).map("".join)
TONGUES = st.sampled_from(list(LANGUAGES))
SOME = settings(max_examples=40, deadline=None)


def value(address, language, text):
    return canonical(asked().field(address), {language: text})


@pytest.mark.slow
@SOME
@given(st.tuples(TEXTS, TEXTS, TEXTS), TONGUES)
def test_whatever_the_texts_are_what_goes_out_comes_in_unchanged(texts, language):
    pairs = zip((NOTE, OTHER, TITLE), texts, strict=True)
    values = {MEASURE: {"position": 1}}
    values |= {a: v for a, t in pairs if (v := value(a, language, t))}

    found = read(writing.document(laid(values, language)))

    assert (found.changed, found.unread, found.remarks) == ((), (), ())
    assert set(found.same) == set(values) - {MEASURE}


@pytest.mark.slow
@SOME
@given(st.tuples(TEXTS, TEXTS, TEXTS), TEXTS, TONGUES)
def test_whatever_the_texts_are_exactly_the_edited_one_is_taken(texts, new, language):
    pairs = zip((NOTE, OTHER, TITLE), texts, strict=True)
    values = {MEASURE: {"position": 1}}
    values |= {a: v for a, t in pairs if (v := value(a, language, t))}
    typed = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\r]", "", new)
    book = Word(laid(values, language))
    book.write(OTHER, typed)

    found = read(book.data)

    was, now = values.get(OTHER), value(OTHER, language, fold(typed))
    is_same = fold((was or {}).get(language, "")) == fold(typed)
    assert found.unread == ()
    assert given_by(found) == ({} if is_same else {OTHER: now})


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_a_file_in_each_language_is_read_as_it_was_written(language):
    found = read(writing.document(laid(language=language)))

    assert (found.changed, found.unread) == ((), ())


def test_the_same_draft_gives_the_same_bytes():
    assert writing.document(laid()) == writing.document(laid())


def test_a_text_is_taken_in_the_language_of_the_file_and_the_others_stay():
    book = Word(laid(language="ar"))
    book.write(TITLE, "القانون 13")

    assert given_by(read(book.data)) == {TITLE: {"ar": "القانون 13", "en": "Act 12"}}


def test_an_emptied_place_clears_the_text(word):
    word.write(OTHER, "")

    assert given_by(read(word.data)) == {OTHER: {"zh": "尚无。"}}


def test_room_for_a_new_record_makes_one(word):
    room = next(
        place.address
        for place in word.places.values()
        if place.address.startswith("1.1/achievements/") and place.is_question
    )
    word.write(room, "Nobody is turned away.")

    record = room.rpartition("/")[0]
    assert given_by(read(word.data)) == {
        record: {},
        room: {"en": "Nobody is turned away."},
    }


@pytest.mark.parametrize(
    ("typed", "confirmed", "said"),
    [("Yes", (NOTE,), []), ("oui.", (NOTE,), []), ("", (), []), ("perhaps", (), ["not-an-option"])],
)  # fmt: skip
def test_what_was_filled_in_beforehand_is_marked_and_confirmed_in_words(
    typed, confirmed, said
):
    book = Word(laid(waiting={NOTE}))
    book.write(f"{NOTE}#{CONFIRM}", typed)

    found = read(book.data)

    style = book.answer(NOTE)[0].pPr.pStyle.val
    assert (style, found.confirmed, codes(found)) == ("Prefilled", confirmed, said)


def test_an_answer_goes_with_its_question_wherever_it_is_moved(word):
    word.write(OTHER, "Moved.")
    end = word.document.element.body[-1]
    for paragraph in word.block(OTHER):
        end.addprevious(paragraph)

    found = read(word.data)

    assert (given_by(found)[OTHER]["en"], found.unread) == ("Moved.", ())


def test_a_question_in_other_words_is_named_and_its_answer_is_taken(word):
    word.write(NOTE, "New.")
    paragraph = docx.text.paragraph.Paragraph(word.heading(NOTE), word.document)
    paragraph.runs[0].text = "Worauf stützt sich die Antwort?"

    found = read(word.data)

    assert codes(found) == ["heading-changed"]
    assert found.unread[0].text == "Worauf stützt sich die Antwort?"
    assert given_by(found)[NOTE]["en"] == "New."


def test_a_question_without_its_mark_is_named_with_the_text_below_it(word):
    word.write(OTHER, "Written under no mark.")
    heading = word.heading(OTHER)
    for tag in ("w:bookmarkStart", "w:bookmarkEnd"):
        heading.remove(heading.find(qn(tag)))

    found = read(word.data)

    (one,) = found.unread
    assert (one.code, one.address) == ("mark-missing", OTHER)
    assert one.text == "Written under no mark."
    assert found.changed == ()


def test_a_deleted_question_clears_nothing_and_is_named(word):
    for paragraph in word.block(OTHER):
        paragraph.getparent().remove(paragraph)

    found = read(word.data)

    assert (codes(found), found.changed) == (["place-missing"], ())


def test_an_answer_that_runs_into_one_without_question_is_not_guessed(word):
    questions = [place.id for place in word.places.values() if place.is_question]
    below = questions[questions.index(TITLE) + 1]
    word.write(below, "Of the question below.")
    for paragraph in word.block(below)[:-1]:
        paragraph.getparent().remove(paragraph)

    found = read(word.data)

    assert codes(found) == ["place-missing", "runs-on"]
    assert found.changed == ()


def test_a_copied_question_is_read_once_and_the_copy_is_named(word):
    last = word.answer(OTHER)[-1]
    for paragraph in reversed([copy.deepcopy(p) for p in word.block(OTHER)]):
        last.addnext(paragraph)

    found = read(word.data)

    assert found.changed == ()
    assert "place-twice" in codes(found)
    assert any("Nothing yet." in one.text for one in found.unread)


def test_words_under_a_heading_that_asks_nothing_are_named(word):
    stray = copy.deepcopy(word.answer(NOTE)[0])
    word.heading("1.1").addnext(stray)

    found = read(word.data)

    assert [(one.code, one.text) for one in found.unread] == [
        ("stray-text", "A law of 2023.")
    ]


def test_an_answer_begun_with_enter_behind_the_question_is_taken(word):
    """Word lets the mark grow with what is typed at its end."""
    heading, (first, *_) = word.heading(OTHER), word.answer(OTHER)
    end = heading.find(qn("w:bookmarkEnd"))
    new = copy.deepcopy(first)
    docx.text.paragraph.Paragraph(new, word.document).text = "Typed at once."
    new.append(end)
    heading.addnext(new)

    found = read(word.data)

    assert given_by(found)[OTHER]["en"] == "Typed at once.\nNothing yet."
    assert found.unread == ()


def test_words_behind_a_question_on_its_line_begin_the_answer(word):
    heading = docx.text.paragraph.Paragraph(word.heading(OTHER), word.document)
    heading.add_run(" Typed at once.")

    assert given_by(read(word.data))[OTHER]["en"] == "Typed at once.\nNothing yet."


def test_words_inside_the_mark_of_a_question_are_named(word):
    end = word.heading(OTHER).find(qn("w:bookmarkEnd"))
    end.addprevious(parse_xml(f"<w:r {NS}><w:t> Typed inside.</w:t></w:r>"))

    found = read(word.data)

    assert (codes(found), found.changed) == (["heading-changed"], ())
    assert found.unread[0].text.endswith("Typed inside.")


@pytest.mark.parametrize(
    ("markup", "text", "remark"),
    [
        ("<w:ins><w:r><w:t> More.</w:t></w:r></w:ins>", "Nothing yet. More.", "pending-changes"),
        ("<w:moveTo><w:r><w:t> More.</w:t></w:r></w:moveTo>", "Nothing yet. More.", "pending-changes"),
        ("<w:del><w:r><w:delText> More.</w:delText></w:r></w:del>", None, "pending-changes"),
        ("<w:r><w:commentReference w:id='0'/></w:r>", None, "comments"),
        ("<w:hyperlink><w:r><w:t> here</w:t></w:r></w:hyperlink>", "Nothing yet. here", ""),
        ("<w:r><w:tab/><w:t>a</w:t><w:br/><w:t>b</w:t></w:r>", "Nothing yet.\ta\nb", ""),
        ("<w:sdt><w:sdtContent><w:r><w:t> in</w:t></w:r></w:sdtContent></w:sdt>", "Nothing yet. in", ""),
    ],
)  # fmt: skip
def test_what_is_accepted_is_read_and_what_is_pending_is_told(
    word, markup, text, remark
):
    word.put(OTHER, markup)

    found = read(word.data)

    taken = {a: v["en"] for a, v in given_by(found).items()}
    assert taken == ({OTHER: text} if text else {})
    assert [one.code for one in found.remarks] == ([remark] if remark else [])
    assert found.unread == ()


@pytest.mark.parametrize(
    ("markup", "code"),
    [
        ("<w:r><w:drawing/></w:r>", "picture"),
        ("<w:r><w:footnoteReference w:id='2'/></w:r>", "footnote"),
        ("<w:r><w:pict><w:txbxContent><w:p/></w:txbxContent></w:pict></w:r>", "text-box"),
        ("<w:r><w:sym w:font='Wingdings' w:char='F04A'/></w:r>", "symbol"),
    ],
)  # fmt: skip
def test_what_is_no_text_is_named_and_the_text_beside_it_is_taken(word, markup, code):
    word.write(OTHER, "Beside it.")
    word.put(OTHER, markup)

    found = read(word.data)

    assert codes(found) == [code]
    assert found.unread[0].address == OTHER
    assert given_by(found)[OTHER]["en"] == "Beside it."


def test_a_table_in_an_answer_is_read_cell_by_cell(word):
    cells = "".join(f"<w:tc><w:p><w:r><w:t>{t}</w:t></w:r></w:p></w:tc>" for t in "ab")
    word.answer(OTHER)[-1].addnext(
        parse_xml(f"<w:tbl {NS}><w:tr>{cells}</w:tr></w:tbl>")
    )

    found = read(word.data)

    assert given_by(found)[OTHER]["en"] == "Nothing yet.\na\nb"
    assert [one.code for one in found.remarks] == ["tables"]


def test_entries_of_a_list_keep_a_bullet(word):
    properties = word.answer(OTHER)[0].pPr
    properties.append(parse_xml(f"<w:numPr {NS}><w:numId w:val='3'/></w:numPr>"))

    assert given_by(read(word.data))[OTHER]["en"] == "• Nothing yet."


def test_a_paragraph_whose_end_is_to_be_deleted_runs_into_the_next(word):
    first = word.answer(NOTE)[0]
    first.pPr.append(parse_xml(f"<w:rPr {NS}><w:del/></w:rPr>"))

    assert given_by(read(word.data))[NOTE]["en"] == "A law of 2023.\nIts second part."


def test_words_in_the_header_are_named(word):
    word.document.sections[0].header.add_paragraph("Draft, not cleared")

    found = read(word.data)

    assert [(one.code, one.text) for one in found.unread] == [
        ("outside-text", "Draft, not cleared")
    ]


def changed_parts(data, change):
    """The file with its parts changed by a function of name and content."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return out.getvalue()


def in_part(part, old, new):
    return lambda name, content: (
        content.replace(old, new, 1) if name == part else content
    )


def test_the_strict_form_of_the_format_is_read_too(word):
    word.write(OTHER, "Strict.")
    transitional = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    strict = b"http://purl.oclc.org/ooxml/wordprocessingml/main"

    found = read(
        changed_parts(word.data, lambda _, part: part.replace(transitional, strict))
    )

    assert given_by(found)[OTHER]["en"] == "Strict."


RELATION = b'<Relationship Id="rId9" Type="http://x/%s" Target="file:///c:/a" TargetMode="External"/></Relationships>'
RELS = "word/_rels/document.xml.rels"
FIELD = b'<w:p><w:fldSimple w:instr="DDEAUTO excel a b"/></w:p><w:sectPr'
REFUSED = [
    (in_part(RELS, b"</Relationships>", RELATION % b"image"), "linked to content"),
    (in_part(RELS, b"</Relationships>", RELATION % b"oleObject"), "linked to content"),
    (in_part("word/document.xml", b"<w:sectPr", FIELD), "fetches content"),
    (in_part("word/document.xml", b"[stocktake 1 ", b"[stocktake 1 0"), "no Word file of"),
    (in_part("word/document.xml", b"[stocktake 1 ", b"[s 1 "), "no Word file of"),
    (in_part("word/document.xml", b"</w:body>", b""), "damaged"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "message"), REFUSED)
def test_a_file_that_cannot_be_trusted_is_refused_with_the_reason(change, message):
    data = changed_parts(writing.document(laid()), change)

    with pytest.raises(Refused, match=message):
        read(data)


def test_links_that_people_write_and_templates_of_an_office_are_let_in(word):
    word.write(OTHER, "See the law.")
    word.document.part.relate_to(
        "https://example.org/law", "http://x/hyperlink", is_external=True
    )
    word.document.part.relate_to(
        "file:///c:/office.dotx", "http://x/attachedTemplate", is_external=True
    )

    assert given_by(read(word.data))[OTHER]["en"] == "See the law."


def test_a_file_of_another_copy_or_with_changed_hidden_text_is_refused():
    data = writing.document(laid())

    with pytest.raises(Refused, match="not written by this copy"):
        reading.opened(data, "a.docx", Signer(b"another key"))


WHOLE = [
    (in_part("[Content_Types].xml", b"document.main+xml", b"macroEnabled.main+xml"), "macros"),
    (in_part("word/styles.xml", b"<w:styles", b"<!DOCTYPE a [<!ENTITY b 'c'>]><w:styles"), "entities"),
    (in_part("word/document.xml", b"<w:sectPr", b"<w:p/>" * 900_000 + b"<w:sectPr"), "zip bomb"),
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("change", "message"), WHOLE)
def test_macros_entities_and_bombs_are_refused_before_anything_is_read(change, message):
    plain = changed_parts(writing.document(laid()), change)
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(plain)) as old,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, old.read(name))

    with pytest.raises(Refused, match=message):
        package.kind_of(packed.getvalue(), "a.docx")
