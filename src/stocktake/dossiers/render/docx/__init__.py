"""The dossier as a Word document: native headings, numbering, footnotes, repeated table heads."""

import io
import zipfile
from datetime import UTC, datetime

from stocktake.dossiers.frames import frame
from stocktake.dossiers.render.docx.body import Body
from stocktake.dossiers.render.docx.package import assemble
from stocktake.dossiers.rules import Dossier


_EPOCH = (1980, 1, 1, 0, 0, 0)  # zip entries carry a time; ours never changes


def docx(dossier: Dossier, *, picture: bytes = b"", beside: str = "") -> bytes:
    """The document; ``picture`` is the map as PNG, ``beside`` the page that notes open."""
    words = frame(dossier.language)
    body = Body(words, picture, beside)
    body.cover(dossier)
    body.contents(dossier)
    for section in dossier.sections:
        body.section(section)
    day = datetime(
        dossier.as_of.year, dossier.as_of.month, dossier.as_of.day, tzinfo=UTC
    )
    mark = body.words("illustrative_short") if dossier.illustrative else ""
    whole = assemble(body, title=dossier.cover.title, day=day, mark=mark)
    return _same_bytes(whole)


def _same_bytes(data: bytes) -> bytes:
    """The same archive with sorted entries and one fixed time."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as read, zipfile.ZipFile(out, "w") as write:
        for name in sorted(
            read.namelist(), key=lambda name: (name != "[Content_Types].xml", name)
        ):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            write.writestr(entry, read.read(name))
    return out.getvalue()
