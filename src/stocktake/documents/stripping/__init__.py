"""Take out of a file what it says of its maker; refuse the file where that is not sure.

Pure. What can be seen in the file stays: a name in the text is the sender's to remove.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from stocktake.documents import checking
from stocktake.documents.checking import Limits, limits_set
from stocktake.documents.checking.words import refusal
from stocktake.documents.stripping import docx, pdf, pictures
from stocktake.documents.stripping.words import NotSure


TAKEN: Final = "PDF, DOCX, TXT, JPEG or PNG"
_BY_KIND: Final[dict[str, Callable[[bytes], bytes]]] = {
    "pdf": pdf.strip,
    "docx": docx.strip,
    "jpeg": pictures.strip_jpeg,
    "png": pictures.strip_png,
    "txt": lambda data: data,
}


@dataclass(frozen=True, slots=True)
class Stripped:
    """A file without what it said of its maker; its old name is gone as well."""

    data: bytes
    kind: str  # pdf, docx, txt, jpeg or png


def strip(data: bytes, name: str, limits: Limits | None = None) -> Stripped:
    """The file, stripped; raises ``Refused`` with what is wrong and what to do about it."""
    kind = _kind(data, name, limits or limits_set())
    stripper = _BY_KIND.get(kind)
    if stripper is None:
        what = f"what a file of the type {kind.upper()} says of its maker cannot be taken out surely"
        raise refusal(name, what, f"Send it as {TAKEN}.")
    try:
        return Stripped(stripper(data), kind)
    except NotSure as error:
        raise refusal(name, error.what, error.to_do) from error
    except Exception as error:
        what = (
            f"what it says of its maker could not be taken out ({type(error).__name__})"
        )
        to_do = "Print it to PDF anew, or send a picture of it as PNG."
        raise refusal(name, what, to_do) from error


def _kind(data: bytes, name: str, limits: Limits) -> str:
    picture = pictures.kind(data)
    if not picture:
        return checking.check(data, name, limits).value
    if len(data) > limits.max_bytes:
        what = f"the picture has {len(data) / 1e6:.1f} MB, more than the {limits.max_bytes / 1e6:.0f} MB that are taken"
        raise refusal(name, what, "Make it smaller.")
    return picture
