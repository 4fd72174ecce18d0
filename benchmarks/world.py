"""Make a world round of synthetic reports from the sentences of real ones.

Sentences of the real reports in STOCKTAKE_SHARED are recombined into new paragraphs,
numbers and States' names in them exchanged, and typeset as numbered paragraphs with
running heads and page numbers: 193 State reports of about 40 pages, 200 expert
reports of about 20. The same seed makes the same files.

    python benchmarks/world.py FOLDER [--reports 393]
"""

import argparse
import csv
import hashlib
import os
import random
import re
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import typst


STATES, EXPERTS = 193, 200
PARAGRAPHS = {"state": 200, "expert": 100}  # about 40 and 20 pages
NUMBERED = re.compile(r"^\s*(\d{1,3})\.\s+(?=[A-Z])", re.MULTILINE)
SENTENCE = re.compile(r"(?<=[a-z)][.!?])\s+(?=[A-Z])")
NUMBER = re.compile(r"\b\d{2,}\b")
HEADINGS = (
    "Background and method",
    "Legal and institutional framework",
    "Rights of migrants and protection",
    "Irregular migration, smuggling and trafficking",
    "Regular pathways and labour mobility",
    "Integration, diaspora and development",
    "Cooperation and partnerships",
    "Conclusions",
)


@dataclass(frozen=True)
class Wanted:
    """One report to make."""

    index: int
    strand: str
    sender: str
    about: str
    folder: Path


def sentences(shared: Path) -> list[str]:
    """Distinct sentences of the numbered paragraphs of the real English reports."""
    found: dict[str, None] = {}
    for file in sorted((shared / "data/texts").glob("upr_*/*.txt")):
        for paragraph in re.split(
            r"\n\s*\n|(?m:^\s*\d{1,3}\.\s)", file.read_text(errors="replace")
        ):
            line = re.sub(
                r"(?<=[a-z.,])\d{1,3}(?=\s|$)", "", " ".join(paragraph.split())
            )
            for sentence in SENTENCE.split(line):
                if (
                    60 <= len(sentence) <= 420
                    and sentence[0].isupper()
                    and sentence[-1] == "."
                ):
                    found.setdefault(sentence)
    return list(found)


def states() -> list[tuple[str, str]]:
    """Code and English name of the 193 Member States."""
    from stocktake.geography import queries  # noqa: PLC0415

    return [(state.alpha3, state.names["en"]) for state in queries.states()]


def faces() -> list[str]:
    """Folders of font files."""
    from stocktake.design import fonts  # noqa: PLC0415

    return [str(place) for place in fonts.folders()]


def paragraph(pool: list[str], names: list[str], chance: random.Random) -> str:
    """A new paragraph: three to five sentences, numbers and States in them exchanged."""
    chosen = chance.sample(pool, chance.choice((3, 3, 4, 4, 5)))
    text = " ".join(chosen)
    for name in (
        "Slovenia",
        "Bangladesh",
        "Canada",
        "Germany",
        "Italy",
        "Jordan",
        "Mexico",
        "Morocco",
        "Tunisia",
    ):
        text = text.replace(name, chance.choice(names))
    return NUMBER.sub(
        lambda found: str(
            chance.randint(10 ** (len(found[0]) - 1), 10 ** len(found[0]) - 1)
        ),
        text,
    )


def source(wanted: Wanted, pool: list[str], names: list[str]) -> str:
    """The Typst source of one report."""
    chance = random.Random(f"stocktake {wanted.index}")
    symbol = f"A/HRC/WG.99/{wanted.index}/{wanted.sender}"
    head = f"context [#text(8pt)[{symbol}] #h(1fr)]"
    foot = "context align(center, counter(page).display())"
    title = f"Report on migration commitments: {wanted.sender}"
    lines = [
        f'#set page(paper: "a4", margin: 2.4cm, header: {head}, footer: {foot})',
        '#set text(font: "Noto Sans", size: 10.5pt, lang: "en")',
        "#set par(justify: true, leading: 0.98em, spacing: 1.45em)",
        f"#align(center, text(16pt, weight: 700)[{title}])",
    ]
    total = PARAGRAPHS[wanted.strand]
    for number in range(1, total + 1):
        if (number - 1) % (total // len(HEADINGS) + 1) == 0:
            lines.append(
                f"#heading(level: 1)[{HEADINGS[(number - 1) // (total // len(HEADINGS) + 1)]}]"
            )
        words = re.sub(
            r'([\\#*_`$<>@~\[\]"=/+-])', r"\\\1", paragraph(pool, names, chance)
        )
        lines.append(f"{number}\\. #h(1em) {words}")
    return "\n\n".join(lines)


def make(job: tuple[Wanted, list[str], list[str], list[str]]) -> Path:
    """Typeset one report, if it is not there."""
    wanted, pool, names, fonts = job
    target = wanted.folder / f"{wanted.index:03d}-{wanted.strand}-{wanted.sender}.pdf"
    if not target.exists():
        draft = target.with_suffix(".typ")
        draft.write_text(source(wanted, pool, names), encoding="utf-8")
        pdf = typst.compile(draft, font_paths=fonts, ignore_system_fonts=True)
        target.write_bytes(pdf)
        draft.unlink()
    return target


def plan(folder: Path, reports: int) -> list[Wanted]:
    """Which reports: States and experts in turn, so that any number keeps their proportion."""
    codes = [code for code, _ in states()]
    order = random.Random("stocktake order").sample(
        range(STATES + EXPERTS), STATES + EXPERTS
    )
    wanted = []
    for index in order[:reports]:
        if index < STATES:
            wanted.append(Wanted(index, "state", codes[index], codes[index], folder))
        else:
            about = codes[(index * 7) % STATES]
            wanted.append(
                Wanted(index, "expert", f"ORG{index - STATES:03d}", about, folder)
            )
    return wanted


def world(folder: Path, reports: int, shared: Path) -> Path:
    """Make the reports and the list of who sent them; the list's path."""
    folder.mkdir(parents=True, exist_ok=True)
    pool, names = sentences(shared), [name for _, name in states()]
    fonts = faces()
    wanted = plan(folder, reports)
    with ProcessPoolExecutor(os.cpu_count()) as workers:
        files = list(
            workers.map(
                make, [(one, pool, names, fonts) for one in wanted], chunksize=4
            )
        )
    listing = folder / f"senders-{reports}.csv"
    with listing.open("w", newline="", encoding="utf-8") as out:
        rows = csv.writer(out)
        rows.writerow(["file", "from", "strand", "about"])
        for file, one in zip(files, wanted, strict=True):
            rows.writerow([file.name, one.sender, one.strand, one.about])
    digest = hashlib.sha256(" ".join(pool).encode()).hexdigest()[:12]
    print(
        f"{len(files)} reports from {len(pool)} real sentences ({digest}) in {folder}"
    )
    return listing


def main() -> None:
    """Make a world round in a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--reports", type=int, default=STATES + EXPERTS)
    options = parser.parse_args()
    shared = os.environ.get("STOCKTAKE_SHARED")
    if not shared:
        sys.exit(
            "STOCKTAKE_SHARED is not set: the real reports are not on this machine."
        )
    world(options.folder, options.reports, Path(shared))


if __name__ == "__main__":
    main()
