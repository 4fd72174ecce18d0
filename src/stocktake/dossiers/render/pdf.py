"""The dossier as a tagged PDF, set by Typst from the template beside this file."""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import msgspec
import typst

from stocktake.design import fonts
from stocktake.dossiers.frames import frame
from stocktake.dossiers.render import view
from stocktake.dossiers.rules import Dossier
from stocktake.kernel.errors import BrokenData


_BLANKS: Final = 4  # measured: memory stays level at two documents, for 0.1 s each


def pdf(dossier: Dossier, *, world: str = "", beside: str = "") -> bytes:
    """The PDF for archive and accessibility.

    ``world`` is the map as SVG, where there is one; ``beside`` the page beside it in which
    a note opens the cited passage.
    """
    data = view.as_data(dossier, frame(dossier.language), beside=beside)
    with _folder(
        {"data.json": msgspec.json.encode(data), "map.svg": world.encode()}
    ) as root:
        template = (files(__package__) / "dossier.typ").read_bytes()
        return _made(
            _compiler(root, template).compile(
                format="pdf", pdf_standards=["a-2a", "ua-1"]
            )
        )


def picture(world: str) -> bytes:
    """The map as PNG, for formats that take no SVG."""
    page = b'#set page(width: 16.4cm, height: auto, margin: 0pt)\n#image("map.svg", width: 100%)'
    with _folder({"map.svg": world.encode()}) as root:
        return _made(_compiler(root, page).compile(format="png", ppi=220))


def forget() -> None:
    """Let Typst drop what it keeps of documents it has set, over 100 MB for each.

    It keeps whatever one of its last ten runs used; blank pages make runs pass.
    """
    with _folder({}) as root:
        for _ in range(_BLANKS):
            _compiler(root, b"#[ ]").compile(format="pdf")


@contextmanager
def _folder(files_in_it: Mapping[str, bytes]) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="stocktake-typst-") as folder:
        for name, data in files_in_it.items():
            (Path(folder) / name).write_bytes(data)
        yield Path(folder)


def _compiler(root: Path, source: bytes) -> Any:
    fonts_of_ours = [str(one) for one in fonts.folders()]
    (root / "main.typ").write_bytes(source)
    compiler: Any = typst.Compiler
    return compiler(
        root / "main.typ", root=root, font_paths=fonts_of_ours, ignore_system_fonts=True
    )


def _made(output: bytes | list[bytes] | None) -> bytes:
    """One document, or one page: Typst gives a list for several pages."""
    if not isinstance(output, bytes):
        msg = "Typst made no single file of the dossier."
        raise BrokenData(msg)
    return output
