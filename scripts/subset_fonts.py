"""Cut the Noto fonts of the wheels into the small web fonts that the pages serve.

Run by a maintainer when a wheel changes: ``python scripts/subset_fonts.py``. Reads the
installed wheels, writes ``src/stocktake/design/static/design/fonts``: woff2 files, the
list ``fonts.json`` (family, weight, style, unicode range, file), the style sheet
``fonts.css`` beside the folder, and the licence text.
Chinese is cut into slices by how often a sign occurs in official texts (``hanzi.txt``,
counted in the Universal Declaration, the Sustainable Development Goals, country names
and our own words), so that a page loads one or two slices and not 10 MB.
"""

import io
import json
import shutil
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

from stocktake.design.font_css import font_css
from stocktake.design.fonts import folders


HERE = Path(__file__).resolve().parent
OUT = HERE.parent / "src" / "stocktake" / "design" / "static" / "design" / "fonts"
LATIN = [*range(0x20, 0x7F), *range(0xA0, 0x100), 0x131, 0x152, 0x153, 0x2C6, 0x2DA, 0x2DC, *range(0x2010, 0x2028),
         0x202F, 0x2030, 0x2032, 0x2033, 0x2039, 0x203A, 0x2044, 0x20AC, 0x2116, 0x2122, 0x2190, 0x2191, 0x2192,
         0x2193, 0x2212, 0x2215, 0x2264, 0x2265]  # fmt: skip
LATIN_MORE = [*range(0x100, 0x180), *range(0x1E00, 0x1F00), *range(0x218, 0x21C)]
CYRILLIC = [*range(0x400, 0x460), 0x490, 0x491]
ARABIC = [*range(0x600, 0x700), *range(0x750, 0x780), 0x200C, 0x200D, 0x200E, 0x200F, *range(0xFB50, 0xFDFF),
          *range(0xFE70, 0xFEFD)]  # fmt: skip
CJK_SIGNS = [*range(0x3000, 0x3030), *range(0xFF01, 0xFF5F), 0x25A0, 0x25CF]
SLICES = (0, 350, 750)  # places in hanzi.txt where a slice begins
RARE_BLOCKS = 6


def main() -> None:
    """Write all subsets and their list."""
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    faces = list(_variable_faces()) + list(_chinese_faces())
    (OUT / "fonts.json").write_text(json.dumps(faces, indent=1) + "\n")
    (OUT / "OFL.txt").write_bytes(
        (_find("NotoSans[wdth,wght].ttf").parent.parent / "LICENSE").read_bytes()
    )
    (OUT.parent / "fonts.css").write_text(font_css(), encoding="utf-8")
    total = sum(path.stat().st_size for path in OUT.glob("*.woff2"))
    print(f"{len(faces)} files, {total / 1e6:.2f} MB")


def _variable_faces() -> Iterator[dict[str, str]]:
    parts = {"latin": LATIN, "latin-more": LATIN_MORE, "cyrillic": CYRILLIC}
    for family, name in (("Noto Sans", "NotoSans"), ("Noto Serif", "NotoSerif")):
        for part, signs in parts.items():
            yield _cut(family, f"{name}[wdth,wght].ttf", part, signs, weight="400 700")
    yield _cut(
        "Noto Sans Arabic",
        "NotoSansArabic[wdth,wght].ttf",
        "arabic",
        ARABIC,
        weight="400 700",
    )


def _chinese_faces() -> Iterator[dict[str, str]]:
    """Rare blocks first: of overlapping ranges a browser takes the face declared last."""
    for family, name in (
        ("Noto Sans SC", "NotoSansSC"),
        ("Noto Serif SC", "NotoSerifSC"),
    ):
        for number, signs in enumerate(_rare(), start=1):
            face = _cut(
                family, f"{name}-Regular.otf", f"rare-{number}", signs, weight="400"
            )
            yield face | {"unicode_range": f"U+{signs[0]:X}-{signs[-1]:X}"}
        for number, signs in enumerate(_frequent(), start=1):
            yield _cut(
                family, f"{name}-Regular.otf", f"han-{number}", signs, weight="400"
            )


def _ordered() -> str:
    return "".join((HERE / "hanzi.txt").read_text().split())


def _frequent() -> Iterator[list[int]]:
    """Slices of the frequent signs; the first also holds Chinese punctuation."""
    ordered = _ordered()
    for first, last in pairwise((*SLICES, len(ordered))):
        yield [*(CJK_SIGNS if first == 0 else []), *map(ord, ordered[first:last])]


def _rare() -> Iterator[list[int]]:
    """The rest of GB 2312 in blocks by code, so that one range describes each."""
    frequent = set(_ordered())
    rest = sorted(ord(sign) for sign in _gb2312() if sign not in frequent)
    size = -(-len(rest) // RARE_BLOCKS)
    yield from (rest[at : at + size] for at in range(0, len(rest), size))


def _gb2312() -> Iterator[str]:
    for row in range(0xB0, 0xF8):
        for cell in range(0xA1, 0xFF):
            sign = bytes([row, cell]).decode("gb2312", errors="ignore")
            if sign:
                yield sign


def _cut(
    family: str, file: str, part: str, signs: Iterable[int], *, weight: str
) -> dict[str, str]:
    font = TTFont(_find(file), recalcTimestamp=False)
    if "fvar" in font:
        narrowed = instancer.instantiateVariableFont(
            font, {"wdth": 100, "wght": (400, 700)}
        )
        font = _reread(narrowed)
    here = sorted(set(signs) & set(font.getBestCmap()))
    options = subset.Options(
        flavor="woff2",
        layout_features=["*"] if part == "arabic" else subset.Options().layout_features,
    )
    options.name_IDs = [0, 1, 2, 3, 4, 6, 13, 14]
    options.desubroutinize = True
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=here)
    cutter.subset(font)
    name = f"{family.lower().replace(' ', '-')}-{part}.woff2"
    subset.save_font(font, OUT / name, options)
    return {
        "family": family,
        "weight": weight,
        "style": "normal",
        "unicode_range": _ranges(here),
        "file": name,
    }


def _reread(font: TTFont) -> TTFont:
    """Write and read: the cutter wants each sign listed in ``gvar``, the instancer drops empty ones."""
    held = io.BytesIO()
    font.save(held)
    return TTFont(held, recalcTimestamp=False)


def _ranges(signs: list[int]) -> str:
    """``U+20-7E, U+A0``: signs in a row folded into ranges."""
    spans: list[list[int]] = []
    for sign in signs:
        if spans and sign == spans[-1][1] + 1:
            spans[-1][1] = sign
        else:
            spans.append([sign, sign])
    return ", ".join(f"U+{a:X}" if a == b else f"U+{a:X}-{b:X}" for a, b in spans)


def _find(file: str) -> Path:
    return next(folder / file for folder in folders() if (folder / file).exists())


if __name__ == "__main__":
    main()
