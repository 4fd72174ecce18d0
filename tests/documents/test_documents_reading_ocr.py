"""Pages that are pictures are read by tesseract, or refused with what to install."""

import shutil
import zlib

import pypdfium2
import pytest
import typst

from stocktake.documents.reading import ocr, read
from stocktake.kernel.errors import Refused


@pytest.fixture(scope="module")
def scanned() -> bytes:
    """A PDF whose one page is a picture of text."""
    written = typst.compile(
        b"#set document(date: none)\n#set text(14pt)\n"
        + b"\n\n".join(
            b"%d\\. The State adopted a law on the protection of migrants." % n
            for n in range(1, 5)
        )
    )
    bitmap = pypdfium2.PdfDocument(written)[0].render(scale=150 / 72, grayscale=True)
    pixels = zlib.compress(
        b"".join(
            bytes(bitmap.buffer)[y * bitmap.stride :][: bitmap.width]
            for y in range(bitmap.height)
        )
    )
    content = b"q 595 0 0 842 0 0 cm /I Do Q"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8"
        b"/Filter/FlateDecode/Length %d>>stream\n%s\nendstream"
        % (bitmap.width, bitmap.height, len(pixels), pixels),
    ]
    out, places = b"%PDF-1.5\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + (
        b"xref\n0 6\n0000000000 65535 f \n%strailer\n<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
        % (table, len(out))
    )


@pytest.mark.slow
def test_pictures_of_pages_are_refused_where_tesseract_is_missing(scanned, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    ocr._installed.cache_clear()

    with pytest.raises(
        Refused, match=r"its pages are pictures.*install.*tesseract-ocr"
    ):
        read(scanned, "scan.pdf")

    ocr._installed.cache_clear()


@pytest.mark.slow
def test_pictures_of_pages_are_read_where_tesseract_is_installed(scanned):
    if shutil.which("tesseract") is None:
        pytest.skip("tesseract is not installed")

    reading = read(scanned, "scan.pdf")

    assert [passage.number for passage in reading.passages] == ["1", "2", "3", "4"]
    assert (
        reading.passages[2].text
        == "The State adopted a law on the protection of migrants."
    )
    assert reading.engine.startswith("tesseract")
    assert reading.passages[0].boxes[0].page == 1
