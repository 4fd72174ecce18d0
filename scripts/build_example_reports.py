#!/usr/bin/env python3
"""Build the example reports: each source in reporting/example into PDF and DOCX.

    python scripts/build_example_reports.py [--out FOLDER] [CODE ...]

The same sources give the same bytes. How a source is written: docs/example-round.md.
"""

import argparse
import importlib.util
import json
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import typst
import yaml


ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "src/stocktake/reporting/example"
TEMPLATE = Path(__file__).with_name("example_report.typ")
FONT_PACKAGES = (
    "fontpkg_noto_sans",
    "fontpkg_amiri",
    "fontpkg_noto_serif",
    "pylopdf_fonts_zh_cn",
)
FACES = {
    "ar": {"body": ["Amiri", "Noto Serif"], "head": ["Amiri", "Noto Serif"]},
    "zh": {"body": ["Noto Serif SC"], "head": ["Noto Sans SC"]},
}
LATIN = {"body": ["Noto Serif"], "head": ["Noto Sans"]}
LETTERS = {"ar": "أبجدهوزحط", "ru": "абвгдежзи"}
ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
NOTE = re.compile(r"\^\[((?:[^\[\]]|\[[^\]]*\])*)\]")


@dataclass
class Source:
    """One report as written: its front matter and its blocks in order."""

    name: str
    front: dict[str, Any]
    blocks: list[dict[str, Any]] = field(default_factory=list)

    @property
    def language(self) -> str:
        """The report's language, from the file name ``XAA.en.md``."""
        return self.name.split(".")[1]


def read(path: Path) -> Source:
    """A source file with its paragraphs numbered 1, 2, 3 ... and items (a), (b) ..."""
    _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
    source = Source(path.name, yaml.safe_load(front))
    number = letter = 0
    for chunk in re.split(r"\n\s*\n", body.strip()):
        block = _block(chunk.strip())
        if block["kind"] == "paragraph":
            number, letter = number + 1, 0
            block["number"] = f"{number}."
        elif block["kind"] == "item":
            letters = LETTERS.get(source.language, "abcdefghi")
            block["number"] = f"({letters[letter]})"
            letter += 1
        source.blocks.append(block)
    if source.language == "ar":
        source.blocks = _in_arabic_digits(source.blocks)
    return source


def _block(chunk: str) -> dict[str, Any]:
    if chunk.startswith("#"):
        marks, text = chunk.split(" ", 1)
        return {"kind": "heading", "level": len(marks), "text": text}
    if chunk.startswith("|"):
        return _table(chunk.splitlines())
    for mark, kind in (("- ", "item"), ("> ", "plain")):
        if chunk.startswith(mark):
            return {"kind": kind, "parts": _parts(chunk.removeprefix(mark))}
    return {"kind": "paragraph", "parts": _parts(chunk)}


def _table(lines: list[str]) -> dict[str, Any]:
    """First line the caption, last line the source, between them head and rows."""
    cells = [[cell.strip() for cell in line[1:-1].split("|")] for line in lines]
    return {
        "kind": "table",
        "caption": cells[0][0],
        "head": cells[1],
        "rows": cells[2:-1],
        "source": cells[-1][0],
    }


def _parts(text: str) -> list[Any]:
    pieces = NOTE.split(re.sub(r"[ \t\n]+", " ", text))
    parts = [
        {"note": piece} if place % 2 else piece for place, piece in enumerate(pieces)
    ]
    return [part for part in parts if part]


def _in_arabic_digits(value: Any) -> Any:
    """All digits within strings as Arabic-Indic ones, as an Arabic report prints them."""
    if isinstance(value, str):
        return value.translate(ARABIC_DIGITS)
    if isinstance(value, list):
        return [_in_arabic_digits(each) for each in value]
    if isinstance(value, dict):
        return {key: _in_arabic_digits(each) for key, each in value.items()}
    return value


def font_folders() -> list[Path]:
    """The folders of the font wheels."""
    folders = []
    for package in FONT_PACKAGES:
        spec = importlib.util.find_spec(package)
        if spec is None or spec.origin is None:
            sys.exit(f"{package} is not installed. Install the project first: ./run")
        folders.append(Path(spec.origin).parent)
    return folders


def pdf(source: Source) -> bytes:
    """The report as tagged PDF."""
    report = {
        **source.front,
        "language": source.language,
        "faces": FACES.get(source.language, LATIN),
        "blocks": source.blocks,
    }
    return typst.compile(
        str(TEMPLATE),
        format="pdf",
        font_paths=[str(folder) for folder in font_folders()],
        ignore_system_fonts=True,
        sys_inputs={"report": json.dumps(report, ensure_ascii=False)},
        timestamp=1_725_148_800,  # 2024-09-01; the clock must not reach the bytes
    )


def main() -> None:
    """Build what the manifest lists."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("codes", nargs="*", metavar="CODE", help="only these senders")
    parser.add_argument("--out", type=Path, default=SOURCES / "files")
    chosen = parser.parse_args()
    for name in build(chosen.out, only=tuple(chosen.codes)):
        print(name)


def build(out: Path, *, only: tuple[str, ...] = ()) -> list[str]:
    """Write each file of the manifest into ``out``; the names written."""
    from example_docx import docx  # noqa: PLC0415 (needs python-docx only here)

    makers = {".pdf": pdf, ".docx": docx}
    out.mkdir(parents=True, exist_ok=True)
    manifest = yaml.safe_load((SOURCES / "manifest.yaml").read_text(encoding="utf-8"))
    names = []
    for entry in manifest["reports"]:
        if only and entry["sender"] not in only:
            continue
        name = Path(entry["file"]).name
        source = read(SOURCES / entry["source"])
        (out / name).write_bytes(makers[Path(name).suffix](source))
        names.append(name)
    return names


if __name__ == "__main__":
    main()
