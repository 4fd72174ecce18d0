"""Files made to do harm are refused before they are kept, and what is kept cannot do any."""

import base64
import io
import re
import zipfile
import zlib
from functools import cache

import pypdf
import pytest
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject
from test_documents_checking import HTML, SENTENCE, packed, pdf, word

from stocktake.documents import checking, pictures, rules
from stocktake.documents.checking import Limits
from stocktake.documents.reading import read
from stocktake.documents.rules import Kind
from stocktake.kernel.errors import Refused


@cache
def plain() -> bytes:
    return pdf()


def copy() -> pypdf.PdfWriter:
    return pypdf.PdfWriter(clone_from=io.BytesIO(plain()))


def with_script() -> pypdf.PdfWriter:
    """A PDF whose list of scripts names one."""
    writer = copy()
    script = DictionaryObject(
        {
            NameObject("/S"): NameObject("/JavaScript"),
            NameObject("/JS"): TextStringObject("app.alert(1)"),
        }
    )
    named = DictionaryObject(
        {NameObject("/Names"): ArrayObject([TextStringObject("a"), script])}
    )
    writer._root_object[NameObject("/Names")] = DictionaryObject(
        {NameObject("/JavaScript"): named}
    )
    return writer


def with_attachment() -> pypdf.PdfWriter:
    writer = copy()
    writer.add_attachment("bad.exe", b"MZ")
    return writer


def opening_with(action: str, **more: str) -> pypdf.PdfWriter:
    """A PDF that acts when it is opened, so that no list of scripts names it."""
    writer = copy()
    made = {NameObject("/S"): NameObject(f"/{action}")}
    for key, value in more.items():
        made[NameObject(f"/{key}")] = TextStringObject(value)
    writer._root_object[NameObject("/OpenAction")] = DictionaryObject(made)
    return writer


def written(writer: pypdf.PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def escaped(data: bytes) -> bytes:
    """The same with a name in hexadecimal; the list of objects is mended."""
    return rewritten(data, b"/JavaScript", b"/Jav#61Script")


def rewritten(data: bytes, old: bytes, new: bytes) -> bytes:
    """A PDF with some bytes exchanged and its list of objects made anew."""
    changed = data.replace(old, new)
    offsets = {
        int(found[1]): found.start()
        for found in re.finditer(rb"(?m)^(\d+) 0 obj", changed)
    }
    start = changed.rindex(b"xref\n", 0, changed.rindex(b"startxref"))
    lines = [b"0000000000 65535 f \n"]
    lines += [b"%010d 00000 n \n" % offsets[n] for n in sorted(offsets)]
    trailer = changed[changed.index(b"trailer", start) :].partition(b"startxref")[0]
    table = b"xref\n0 %d\n" % len(lines) + b"".join(lines)
    return changed[:start] + table + trailer + b"startxref\n%d\n%%%%EOF\n" % start


def packed_away(action: bytes) -> bytes:
    """A PDF of version 1.5 whose action lies in a compressed object stream."""
    inner = b"1 0 2 100 " + (
        b"<</Type/Catalog/Pages 2 0 R/OpenAction " + action + b">>"
    ).ljust(100)
    inner += b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    deflated = zlib.compress(inner)
    out = b"%PDF-1.5\n"
    places = {3: len(out)}
    out += b"3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>\nendobj\n"
    places[4] = len(out)
    out += (
        b"4 0 obj\n<</Type/ObjStm/N 2/First 10/Filter/FlateDecode/Length %d>>\nstream\n"
        % len(deflated)
    )
    out += deflated + b"\nendstream\nendobj\n"
    places[5] = len(out)
    rows = [(0, 0, 0), (2, 4, 0), (2, 4, 1), (1, places[3], 0), (1, places[4], 0)]
    rows.append((1, places[5], 0))
    table = zlib.compress(
        b"".join(bytes([a]) + b.to_bytes(3, "big") + bytes([c]) for a, b, c in rows)
    )
    out += (
        b"5 0 obj\n<</Type/XRef/Size 6/W[1 3 1]/Root 1 0 R/Filter/FlateDecode/Length %d>>\nstream\n"
        % len(table)
    )
    return out + table + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % places[5]


def locked_against_changes(writer: pypdf.PdfWriter) -> bytes:
    """Anybody may open it, and its streams are encrypted all the same."""
    writer.encrypt("", "owner", algorithm="AES-128")
    return written(writer)


def archive(**parts: bytes) -> bytes:
    return packed(**parts)


def nested(depth: int) -> bytes:
    """A sheet in a sheet in a sheet ..."""
    data = b"plain"
    for _ in range(depth):
        data = packed(**{"[Content_Types].xml": b"<a/>", "xl/embeddings/a.xlsx": data})
    return data


def odt(**parts: bytes) -> bytes:
    given = {
        "mimetype": b"application/vnd.oasis.opendocument.text",
        "content.xml": b'<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"/>',
    }
    return packed(**(given | parts))


LAUGHS = b"".join(
    [
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY l0 "ha">',
        *(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10)),
        b"]><a>&l9;</a>",
    ]
)
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
UTF7 = b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE a +AFsAPAAh-ENTITY x +ACI-ha+ACIAPgBdAD4-+ADw-a+AD4AJg-x+ADsAPA-/a+AD4-'
PACKED_FILE = (
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    + b"\0" * 99
    + "\x01Ole10Native".encode("utf-16-le")
)

HOSTILE = {
    "script": (lambda: written(with_script()), "a.pdf", "run a script"),
    "script when opened": (
        lambda: written(opening_with("JavaScript", JS="app.alert(1)")),
        "a.pdf",
        "run a script",
    ),
    "script, its name in hexadecimal": (
        lambda: escaped(written(opening_with("JavaScript", JS="app.alert(1)"))),
        "a.pdf",
        "run a script",
    ),
    "script in a packed stream": (
        lambda: packed_away(b"<</S/JavaScript/JS(app.alert(1))>>"),
        "a.pdf",
        "run a script",
    ),
    "script in an encrypted file": (
        lambda: locked_against_changes(opening_with("JavaScript", JS="app.alert(1)")),
        "a.pdf",
        "run a script",
    ),
    "program started": (
        lambda: written(opening_with("Launch", F="cmd.exe")),
        "a.pdf",
        "start another program",
    ),
    "attachment": (lambda: written(with_attachment()), "a.pdf", "carries other files"),
    "page before a PDF": (
        lambda: b"<html><script>1</script>" + plain(),
        "a.pdf",
        "begins as",
    ),
    "program before a PDF": (
        lambda: b"MZ\x90\0" + b"\0" * 60 + plain(),
        "a.pdf",
        "begins as",
    ),
    "archive behind a PDF": (
        lambda: plain() + archive(a=b"MZ"),
        "a.pdf",
        "two files in one",
    ),
    "archive behind a page": (
        lambda: HTML + archive(a=b"MZ"),
        "a.html",
        "two files in one",
    ),
    "double extension": (plain, "report.pdf.exe", "type .exe are not taken"),
    "program as a report": (lambda: b"MZ" + b"\0" * 99, "report.exe.pdf", "a program"),
    "entities that multiply": (
        lambda: word(**{"word/document.xml": LAUGHS}),
        "a.docx",
        "declares entities",
    ),
    "entities in a style": (
        lambda: word(**{"word/styles.xml": LAUGHS}),
        "a.docx",
        "declares entities",
    ),
    "entity from outside": (
        lambda: word(**{"word/document.xml": OUTSIDE}),
        "a.docx",
        "declares entities",
    ),
    "entities in UTF-7": (
        lambda: word(**{"word/document.xml": UTF7}),
        "a.docx",
        "declares entities|damaged",
    ),
    "entities in an ODT": (
        lambda: odt(**{"content.xml": LAUGHS}),
        "a.odt",
        "declares entities",
    ),
    "macros in an ODT": (lambda: odt(**{"Basic/a.xml": b"<a/>"}), "a.odt", "macros"),
    "program in a Word file": (
        lambda: word(**{"word/embeddings/a.bin": b"MZ\x90\0"}),
        "a.docx",
        "holds a program",
    ),
    "program by its name": (
        lambda: word(**{"word/media/a.hta": b"x"}),
        "a.docx",
        "holds a program",
    ),
    "packed file": (
        lambda: word(**{"word/embeddings/oleObject1.bin": PACKED_FILE}),
        "a.docx",
        "packed file",
    ),
    "archive in a Word file": (
        lambda: word(**{"word/embeddings/a.zip": archive(a=b"a")}),
        "a.docx",
        "holds an archive",
    ),
    "archives within archives": (
        lambda: word(**{"word/embeddings/a.xlsx": nested(9)}),
        "a.docx",
        "archives within archives",
    ),
    "a bomb in a Word file": (
        lambda: word(**{"word/embeddings/a.xlsx": nested(1)[:-30]}),
        "a.docx",
        "damaged",
    ),
    "parts named to leave the folder": (
        lambda: word(**{"../../etc/cron.d/a": b"x"}),
        "a.docx",
        "unpacked elsewhere",
    ),
    "parts named for another drive": (
        lambda: odt(**{"C:\\Windows\\a.txt": b"x"}),
        "a.odt",
        "unpacked elsewhere",
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_file_is_refused_with_what_it_does(case):
    made, name, why = HOSTILE[case]
    data = made()

    with pytest.raises(Refused, match=why):
        checking.check(data, name)


HARMLESS = {
    "PDF that opens at a page": lambda: written(opening_with("GoTo")),
    "PDF that speaks of JavaScript": lambda: pdf(
        "It is written in JavaScript, said /Launch."
    ),
    "PDF locked against changes": lambda: locked_against_changes(copy()),
    "PDF of version 1.5": lambda: packed_away(b"<</S/GoTo/D[3 0 R/Fit]>>"),
    "PDF after a mark of byte order": lambda: b"\xef\xbb\xbf\n" + plain(),
    "Word file with a sheet in it": lambda: word(
        **{"word/embeddings/a.xlsx": nested(1)}
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("case", HARMLESS)
def test_what_only_shows_its_pages_is_taken(case):
    data = HARMLESS[case]()

    assert checking.check(data, "") in {Kind.PDF, Kind.DOCX}


def lying_about_its_size() -> bytes:
    """A part that says it unpacks to a few bytes and unpacks to 60 megabytes."""
    made = word(**{"word/media/a.bmp": b"\0" * 60_000_000})
    return made.replace((60_000_000).to_bytes(4, "little"), (900).to_bytes(4, "little"))


@pytest.mark.slow
def test_a_part_that_lies_about_its_size_is_not_unpacked():
    with pytest.raises(Refused):
        read(lying_about_its_size(), "a.docx")


def test_more_than_may_be_unpacked_is_refused_before_it_is():
    many = packed(**{f"word/media/{n}.bmp": b"\0" * 900_000 for n in range(12)})

    with pytest.raises(Refused, match="as a zip bomb does"):
        checking.check(many, "a.docx", Limits(max_unpacked=10_000_000))


def test_scripts_of_a_page_are_not_read():
    page = b"<!DOCTYPE html><html><body onload='x()'><script>steal()</script><p>"
    reading = read(page + SENTENCE.encode() + b"<img src=x onerror=y()></p>", "a.html")

    told = str(reading)
    assert "steal" not in told
    assert "onerror" not in told
    assert reading.passages[0].text == SENTENCE.strip()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("report.pdf", "report.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\a\\report.pdf", "report.pdf"),
        ("report\u202efdp.exe", "reportfdp.exe"),
        ("a\r\nSet-Cookie: b.pdf", "a Set-Cookie: b.pdf"),
        ("a\x00b.pdf", "ab.pdf"),
        ("  ..hidden ", "hidden"),
        ("", "document"),
        ("..", "document"),
        ("تقرير الدولة.docx", "تقرير الدولة.docx"),
        ("a" * 300 + ".pdf", "a" * 196 + ".pdf"),
    ],
)
def test_a_name_is_kept_without_what_could_mislead(given, kept):
    assert rules.safe_name(given) == kept


def wide_page(width: float, height: float) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf("One page.")))
    writer.pages[0].mediabox = pypdf.generic.RectangleObject((0, 0, width, height))
    return written(writer)


@pytest.mark.slow
@pytest.mark.parametrize(("width", "height"), [(14_400, 14_400), (3, 14_400)])
def test_a_page_of_any_size_is_drawn_within_bounds(width, height, monkeypatch):
    monkeypatch.setattr(pictures, "MOST_PIXELS", 200_000)

    drawn = pictures.page(wide_page(width, height), 1, 1200)

    across, down = (int.from_bytes(drawn[at : at + 4], "big") for at in (16, 20))
    assert (across - 1) * (down - 1) <= pictures.MOST_PIXELS  # rounded up
    assert across >= 1
    assert down >= 1


def test_a_text_in_base64_is_text():
    assert checking.check(base64.b64encode(b"x" * 999), "a.txt") is Kind.TXT


def test_an_archive_of_archives_is_no_report():
    inner = packed(a=b"\0" * 1_000_000)
    outer = io.BytesIO()
    with zipfile.ZipFile(outer, "w") as made:
        for number in range(9):
            made.writestr(f"{number}.zip", inner)

    with pytest.raises(Refused, match="zip archive"):
        checking.check(outer.getvalue(), "a.zip")
