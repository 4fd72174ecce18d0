"""Each file that cannot be read is refused with what is wrong and what to do."""

import io
import zipfile

import docx
import pypdf
import pytest
import typst

from stocktake.documents import checking
from stocktake.documents.checking import Limits, crossreference
from stocktake.documents.reading import read
from stocktake.documents.rules import Kind
from stocktake.kernel.errors import BrokenData, Refused


SENTENCE = (
    "The State adopted a law on the protection of migrants and opened two centres. "
)


def pdf(text: str = SENTENCE * 20) -> bytes:
    return typst.compile(f"#set document(date: none)\n{text}".encode())


def locked_pdf() -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf()))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def shifted_pdf() -> bytes:
    """A PDF in which a line was added, so that its list of objects points wrong."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf()))
    out = io.BytesIO()
    writer.write(out)
    whole = out.getvalue()
    return whole.replace(b"endobj", b"endobj\n%    added by a mail program    ", 2)


def word(**parts: bytes) -> bytes:
    out = io.BytesIO()
    document = docx.Document()
    document.add_paragraph(SENTENCE)
    document.save(out)
    if not parts:
        return out.getvalue()
    again = io.BytesIO()
    with (
        zipfile.ZipFile(out) as old,
        zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.infolist():
            if part.filename not in parts:
                new.writestr(part.filename, old.read(part))
        for name, content in parts.items():
            new.writestr(name, content)
    return again.getvalue()


def packed(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def old_office(stream: str) -> bytes:
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + stream.encode("utf-16-le")
    )


ENTITIES = b"""<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body/></w:document>"""
HTML = b"<!DOCTYPE html><html><body><p>" + SENTENCE.encode() + b"</p></body></html>"

REFUSED = {
    "empty": (b"", "a.pdf", "0 bytes", "Send it again"),
    "blank text": (b" \n\n ", "a.txt", "only blanks", "Send it again"),
    "cut PDF": (pdf()[:-900], "a.pdf", "damaged", "export it again"),
    "shifted PDF": (shifted_pdf(), "a.pdf", "list of objects", "export it again"),
    "no PDF inside": (b"%PDF-1.7 nothing more", "a.pdf", "damaged", "export it again"),
    "locked PDF": (
        locked_pdf(),
        "a.pdf",
        "locked with a password",
        "without a password",
    ),
    "PDF without words": (
        pdf("#pagebreak()"),
        "a.pdf",
        "no text was found",
        "PDF, DOCX",
    ),
    "HTML as PDF": (
        HTML,
        "a.pdf",
        "says PDF but its content is HTML",
        "rename it to .html",
    ),
    "PDF as DOCX": (
        pdf(),
        "a.docx",
        "says DOCX but its content is PDF",
        "rename it to .pdf",
    ),
    "text as DOCX": (
        SENTENCE.encode(),
        "a.docx",
        "content is TXT",
        "rename it to .txt",
    ),
    "locked DOCX": (
        old_office("EncryptedPackage"),
        "a.docx",
        "locked with a password",
        "without a password",
    ),
    "old Word": (
        old_office("WordDocument"),
        "a.doc",
        "old Word file",
        "save it as DOCX",
    ),
    "old Excel": (old_office("Workbook"), "a.xls", "old Office file", "PDF, DOCX"),
    "macros": (
        word(**{"word/vbaProject.bin": b"x"}),
        "a.docm",
        "macros",
        "Save it as DOCX",
    ),
    "macros as DOCX": (
        word(**{"word/vbaProject.bin": b"x"}),
        "a.docx",
        "macros",
        "Save it as DOCX",
    ),
    "entities": (
        word(**{"word/document.xml": ENTITIES}),
        "a.docx",
        "declares entities",
        "Save it again",
    ),
    "entities in UTF-16": (
        word(
            **{
                "word/document.xml": ENTITIES.decode()
                .replace("?>", ' encoding="UTF-16"?>', 1)
                .encode("utf-16")
            }
        ),
        "a.docx",
        "declares entities",
        "Save it again",
    ),
    "broken XML": (
        word(**{"word/document.xml": b"<w:document"}),
        "a.docx",
        "damaged",
        "save it again",
    ),
    "cut DOCX": (word()[:-400], "a.docx", "damaged", "save it again"),
    "zip bomb": (
        word(**{"word/media/a.bmp": b"\0" * 30_000_000}),
        "a.docx",
        "zip bomb",
        "PDF, DOCX",
    ),
    "many parts": (
        packed(**{f"{i}.txt": b"" for i in range(4001)}),
        "a.docx",
        "4001 parts",
        "PDF, DOCX",
    ),
    "plain zip": (packed(**{"a.txt": b"a"}), "a.zip", "zip archive", "Unpack it"),
    "Excel": (
        packed(**{"[Content_Types].xml": b"<a/>", "xl/workbook.xml": b"<a/>"}),
        "a.xlsx",
        "Excel",
        "DOCX",
    ),
    "slides": (
        packed(**{"[Content_Types].xml": b"<a/>", "ppt/p.xml": b"<a/>"}),
        "a.pptx",
        "PowerPoint",
        "DOCX",
    ),
    "locked ODT": (
        packed(
            **{
                "mimetype": b"application/vnd.oasis.opendocument.text",
                "META-INF/manifest.xml": b"<a encryption-data='1'/>",
                "content.xml": b"x",
            }
        ),
        "a.odt",
        "locked",
        "without a password",
    ),
    "program": (
        b"MZ\x90\x00" + b"\x00" * 100,
        "a.pdf",
        "a program",
        "Send the report itself",
    ),
    "script": (
        b"#!/bin/sh\nrm -rf /\n",
        "a.txt",
        "a program",
        "Send the report itself",
    ),
    "picture": (
        b"\x89PNG\r\n\x1a\n" + b"\0" * 40,
        "a.png",
        "picture (PNG)",
        "PDF or DOCX",
    ),
    "RTF": (b"{\\rtf1 hello}", "a.rtf", "RTF", "save it as DOCX"),
    "table": (b"a,b\n1,2\n", "a.csv", "type .csv are not taken", "PDF, DOCX"),
    "noise": (bytes(range(256)) * 20, "a.txt", "encoding could not be told", "UTF-8"),
    "noise of no type": (
        bytes(range(128, 256)) * 2 + b"\0\1\2" * 200,
        "a.bin",
        "type could not be told",
        "PDF, DOCX",
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("case", REFUSED)
def test_a_file_that_cannot_be_read_is_refused(case):
    data, name, wrong, to_do = REFUSED[case]

    with pytest.raises(Refused) as refusal:
        read(data, name)

    said = str(refusal.value)
    assert said.startswith(f"{name}: ")
    assert wrong in said
    assert to_do in said


TAKEN = {
    "report.pdf": (pdf(), Kind.PDF),
    "REPORT.PDF": (pdf(), Kind.PDF),
    "report.docx": (word(), Kind.DOCX),
    "report.html": (HTML, Kind.HTML),
    "report.htm": (b"<p>" + SENTENCE.encode() + b"</p>", Kind.HTML),
    "report.txt": (SENTENCE.encode(), Kind.TXT),
    "report": (SENTENCE.encode(), Kind.TXT),
    "page": (HTML, Kind.HTML),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", TAKEN)
def test_a_sound_file_is_told_by_its_bytes(name):
    data, kind = TAKEN[name]

    assert checking.check(data, name) is kind


def test_limits_of_bytes_and_pages_are_named_with_their_settings():
    long = pdf("#pagebreak()\na\n" * 3)

    with pytest.raises(Refused, match=r"0\.1 MB.*STOCKTAKE_MAX_FILE_MB"):
        checking.check(b"a" * 100_000, "a.txt", Limits(max_bytes=90_000))
    with pytest.raises(Refused, match=r"4 pages, more than the 3.*STOCKTAKE_MAX_PAGES"):
        checking.check(long, "a.pdf", Limits(max_pages=3))


def test_limits_are_set_by_the_environment(monkeypatch):
    monkeypatch.setenv("STOCKTAKE_MAX_FILE_MB", "0.5")
    monkeypatch.setenv("STOCKTAKE_MAX_PAGES", "7")

    assert checking.limits_set() == Limits(max_bytes=500_000, max_pages=7)


def test_a_limit_that_is_no_number_is_refused_by_name(monkeypatch):
    monkeypatch.setenv("STOCKTAKE_MAX_PAGES", "many")

    with pytest.raises(BrokenData, match="STOCKTAKE_MAX_PAGES is 'many'"):
        checking.limits_set()


def test_a_file_too_big_is_refused_before_it_is_read(tmp_path, monkeypatch):
    file = tmp_path / "big.txt"
    file.write_bytes(b"a" * 2000)
    monkeypatch.setenv("STOCKTAKE_MAX_FILE_MB", "0.001")

    with pytest.raises(Refused, match="big"):
        checking.check_size(file)


def test_a_sound_list_of_objects_has_no_wrong_entry():
    assert crossreference.broken_share(pdf()) == 0.0
    assert crossreference.broken_share(shifted_pdf()) > 0.5


def test_a_link_in_a_document_is_never_followed():
    linked = word(
        **{
            "word/_rels/document.xml.rels": b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" Target="http://example.invalid/t.dotm" TargetMode="External"/></Relationships>'
        }
    )

    reading = read(
        linked, "a.docx"
    )  # the network is closed to tests: asking would fail

    assert reading.passages[0].text == SENTENCE.strip()
