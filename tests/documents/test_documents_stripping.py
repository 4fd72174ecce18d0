"""What a file says of its maker goes, what it shows stays, what is not sure is refused."""

import io
import zipfile

import docx
import pypdf
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from pypdf.annotations import FreeText

from stocktake.documents.stripping import strip
from stocktake.kernel.errors import Refused


CANARY = b"CANARY"
NAME = pypdf.generic.NameObject


def jpeg(**more):
    """A picture that names its maker in every place there is."""
    picture = Image.new("RGB", (40, 30), (200, 10, 10))
    told = picture.getexif()
    told[0x013B], told[0x010F] = "CANARY artist", "CANARY camera"
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=told, comment=b"CANARY comment", **more)
    return out.getvalue() + b"CANARY behind the end"


def png():
    picture, notes = Image.new("RGBA", (40, 30), (20, 200, 10, 90)), PngInfo()
    notes.add_text("Author", "CANARY")
    notes.add_itxt("XML:com.adobe.xmp", "<x>CANARY</x>")
    out = io.BytesIO()
    picture.save(out, "PNG", pnginfo=notes)
    return out.getvalue() + b"CANARY"


def word(*, picture=b"", parts=()):
    """A DOCX with author, comment, tracked change, rsid and a picture."""
    made = docx.Document()
    made.core_properties.author = "CANARY author"
    made.core_properties.last_modified_by = "CANARY editor"
    paragraph = made.add_paragraph("Families are held at the airport.")
    made.add_comment(
        paragraph.runs, text="CANARY remark", author="CANARY", initials="CJ"
    )
    if picture:
        made.add_picture(io.BytesIO(picture))
    out = io.BytesIO()
    made.save(out)
    return changed(out.getvalue(), parts)


def changed(data, parts):
    """The DOCX with tracked changes of a named author, and further parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "word/document.xml":
                part = part.replace(
                    b"<w:sectPr",
                    b'<w:p w:rsidR="00CANARY"><w:ins w:id="9" w:author="CANARY" w:date="2026-05-01T09:00:00Z">'
                    b"<w:r><w:t>Added words.</w:t></w:r></w:ins></w:p><w:sectPr",
                    1,
                )
            new.writestr(name, part)
        new.writestr("docProps/custom.xml", b"<x>CANARY</x>")
        for name, content in parts:
            new.writestr(name, content)
    return out.getvalue()


def pdf(*, picture=b"", form=False):
    """A PDF that names its maker in its properties, in XMP and in a comment."""
    out = io.BytesIO()
    Image.open(io.BytesIO(picture or jpeg())).save(
        out, "PDF", author="CANARY", title="CANARY"
    )
    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(io.BytesIO(out.getvalue())))
    writer.add_metadata({"/Author": "CANARY", "/Company": "CANARY"})
    writer.add_annotation(0, FreeText(text="CANARY", rect=(10, 10, 90, 60)))
    if form:
        field = pypdf.generic.DictionaryObject(
            {NAME("/T"): pypdf.generic.TextStringObject("name")}
        )
        writer.root_object[NAME("/AcroForm")] = pypdf.generic.DictionaryObject(
            {NAME("/Fields"): pypdf.generic.ArrayObject([writer._add_object(field)])}
        )
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def all_bytes(data):
    """Everything in a file, unpacked."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return b"".join(n.encode() + archive.read(n) for n in archive.namelist())
    if data.startswith(b"%PDF"):
        reader = pypdf.PdfReader(io.BytesIO(data))
        streams = [
            reader.get_object(number).get_data()
            for number in range(1, len(reader.xref[0]) + 1)
            if isinstance(reader.get_object(number), pypdf.generic.StreamObject)
            and "/DCTDecode" not in str(reader.get_object(number).get("/Filter"))
        ]
        return data + b"".join(streams)
    return data


FILES = {
    "a.jpg": jpeg(),
    "progressive.jpg": jpeg(progressive=True),
    "a.png": png(),
    "a.docx": word(),
    "picture.docx": word(picture=jpeg()),
    "a.pdf": pdf(),
}


@pytest.mark.parametrize("name", FILES)
def test_nothing_of_the_maker_is_left(name):
    assert CANARY in all_bytes(FILES[name])

    stripped = strip(FILES[name], name)

    assert CANARY not in all_bytes(stripped.data)
    assert strip(stripped.data, name).data == stripped.data or name == "a.pdf"


@pytest.mark.parametrize("name", ["a.jpg", "progressive.jpg", "a.png"])
def test_a_picture_looks_the_same(name):
    before, after = FILES[name], strip(FILES[name], name).data

    one, two = (Image.open(io.BytesIO(data)) for data in (before, after))

    assert one.tobytes() == two.tobytes()
    assert dict(two.getexif()) == {}


def test_words_tracked_changes_and_pictures_of_a_docx_stay():
    stripped = strip(FILES["picture.docx"], "a.docx").data

    made = docx.Document(io.BytesIO(stripped))

    assert made.paragraphs[0].text == "Families are held at the airport."
    assert len(made.inline_shapes) == 1
    assert b"Added words." in all_bytes(stripped)
    assert b'w:author="-"' in all_bytes(stripped)
    with zipfile.ZipFile(io.BytesIO(stripped)) as archive:
        assert {part.date_time[0] for part in archive.infolist()} == {1980}
        assert not [n for n in archive.namelist() if n.startswith("docProps")]


def test_a_pdf_keeps_its_pages_and_loses_the_rest():
    reader = pypdf.PdfReader(io.BytesIO(strip(FILES["a.pdf"], "a.pdf").data))

    assert len(reader.pages) == 1
    assert reader.metadata is None
    assert "/Annots" not in reader.pages[0]
    assert set(reader.root_object) <= {"/Type", "/Pages"}


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        (
            "a.docx",
            word(parts=[("word/embeddings/x.xlsx", b"x")]),
            "cannot be stripped",
        ),
        ("a.docx", word(parts=[("word/media/x.emf", b"x")]), "cannot be stripped"),
        ("a.pdf", pdf(form=True), "form"),
        ("a.html", b"<!doctype html><title>x</title><p>Words.", "cannot be taken out"),
        ("a.jpg", jpeg()[:200], "damaged"),
        ("a.png", png()[:60], "damaged"),
        ("a.gif", b"GIF89a" + b"\0" * 40, "."),
    ],
)
def test_what_is_not_sure_is_refused_with_what_to_do(name, data, says):
    with pytest.raises(Refused) as refusal:
        strip(data, name)

    assert says in str(refusal.value)
    assert str(refusal.value).count(". ") >= 1


def test_a_link_into_the_makers_machine_is_refused():
    made = docx.Document()
    made.part.relate_to(
        "file:///C:/Users/CANARY/notes.docx",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
        is_external=True,
    )
    out = io.BytesIO()
    made.save(out)

    with pytest.raises(Refused, match="machine"):
        strip(out.getvalue(), "a.docx")
