"""Font files: the same Noto faces for the typeset dossier and for the pages.

The wheels ``fontpkg-noto-*`` carry variable fonts (all weights in one file) and
``pylopdf-fonts-zh-cn`` carries Noto Sans SC and Noto Serif SC in one weight. Typst 0.15
sets variable fonts as they are: nothing is converted on the user's machine. Pages get
small subsets from ``static/design/fonts``, made by ``tools/subset_fonts.py``.
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

from stocktake.kernel.errors import BrokenData


_WHEELS = {
    "fontpkg_noto_sans": "fontpkg-noto-sans",
    "fontpkg_noto_serif": "fontpkg-noto-serif",
    "fontpkg_noto_sans_arabic": "fontpkg-noto-sans-arabic",
    "fontpkg_almarai": "fontpkg-almarai",
    "fontpkg_amiri": "fontpkg-amiri",
    "pylopdf_fonts_zh_cn": "pylopdf-fonts-zh-cn",
}


@dataclass(frozen=True, slots=True)
class WebFace:
    """One ``@font-face``: a family, the signs it covers, and the woff2 file that has them."""

    family: str  # "Noto Sans", as the style sheet names it
    weight: str  # "400 700" for a variable file, "400" for a single weight
    style: str  # "normal" or "italic"
    unicode_range: str  # "U+0-FF, U+131"
    path: Path  # below design/static, so {% static static_name %} serves it

    @property
    def static_name(self) -> str:
        """The name to give to ``{% static %}``."""
        return f"design/fonts/{self.path.name}"


@cache
def folders() -> tuple[Path, ...]:
    """Folders of the installed wheels that hold the full fonts, for Typst's ``font_paths``."""
    return tuple(_folder(module, wheel) for module, wheel in _WHEELS.items())


@cache
def web_faces() -> tuple[WebFace, ...]:
    """All faces the pages may ask for, read from ``fonts.json`` beside the subset files."""
    folder = Path(str(files("stocktake.design"))) / "static" / "design" / "fonts"
    listed = json.loads((folder / "fonts.json").read_text(encoding="utf-8"))
    return tuple(
        WebFace(
            one["family"],
            one["weight"],
            one["style"],
            one["unicode_range"],
            folder / one["file"],
        )
        for one in listed
    )


def _folder(module: str, wheel: str) -> Path:
    spec = find_spec(module)
    if spec is None or spec.origin is None:
        msg = f"The fonts of {wheel} are not installed. Run `pip install {wheel}`, or ./run again."
        raise BrokenData(msg)
    folder = Path(spec.origin).parent
    return folder / "files" if (folder / "files").is_dir() else folder
