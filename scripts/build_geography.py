"""Build areas.csv and common_names.csv of the geography room.

Reads the M49 table of the development data ($STOCKTAKE_SHARED/data/geo) and the
territory names of CLDR (from the package Babel), applies geography_corrections.yaml,
and writes our own layout. Same inputs, same bytes.
"""

import csv
import os
from pathlib import Path

import yaml
from babel import Locale


HERE = Path(__file__).parent
OUT = HERE.parent / "src" / "stocktake" / "geography" / "data"
LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")
OBSERVERS = {"PSE", "VAT"}
CHANNEL_ISLANDS = "830"  # UNSD's own table of 2025 no longer has this region
NOT_MEMBERS = {"COK", "NIU"}  # States in free association, not Members of the UN
HEAD_AREAS = """\
# Countries and areas of the M49 standard (UN Statistics Division), with the official
# names of the UN in six languages, as published through OCHA's table of countries and
# territories (package hdx-python-country 4.2.5, MIT), read in November 2026.
# Names where that table has a gap or an index form: see docs/geography.md.
# standing: member (of the United Nations), observer (non-member observer State), other.
# region, subregion, intermediate: M49 codes. formal: the formal name in English.
# Built by scripts/build_geography.py; change the corrections there, not this file.
"""
HEAD_COMMON = """\
# Short names in common use, for look-up only; they are never printed as a name.
# Source: Unicode CLDR territory names, through the package Babel (Unicode licence v3).
# Built by scripts/build_geography.py.
"""


def m49(code: str) -> str:
    """Three digits, or nothing."""
    return code.strip().zfill(3) if code.strip() else ""


def standing(row: dict[str, str]) -> str:
    """What an area is at the United Nations."""
    if row["iso3"] in OBSERVERS:
        return "observer"
    if row["independent"] == "Y" and row["iso3"] not in NOT_MEMBERS:
        return "member"
    return "other"


def area(row: dict[str, str], corrections: dict[str, dict[str, str]]) -> list[str]:
    """One line of areas.csv."""
    corrected = corrections.get(row["iso3"], {})
    names = [
        corrected.get(language, row[f"name_{language}"]).replace("’", "'").strip()
        for language in LANGUAGES
    ]
    regions = [m49(row[f"{kind}_code"]) for kind in ("region", "subregion")]
    between = m49(row["intermediate_code"])
    between = "" if between == CHANNEL_ISLANDS else between
    formal = row["formal_en"].removeprefix("the ").replace("’", "'")
    return [
        row["iso3"],
        row["iso2"],
        m49(row["m49"]),
        standing(row),
        *regions,
        between,
        *names,
        formal,
    ]


def common(row: dict[str, str], locales: dict[str, Locale]) -> list[str]:
    """One line of common_names.csv."""
    names = [
        locales[language].territories.get(row["iso2"], "") for language in LANGUAGES
    ]
    return [row["iso3"], *names]


def write(path: Path, head: str, columns: list[str], rows: list[list[str]]) -> None:
    """Write a CSV file with a head of comments."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(head)
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def main() -> None:
    """Write both files and say how many areas are of which standing."""
    shared = Path(os.environ["STOCKTAKE_SHARED"])
    source = shared / "data" / "geo" / "m49_countries_six_languages.csv"
    with source.open(encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: row["iso3"])
    corrections = yaml.safe_load(
        (HERE / "geography_corrections.yaml").read_text("utf-8")
    )
    locales = {language: Locale(language) for language in LANGUAGES}
    areas = [area(row, corrections) for row in rows]
    columns = [
        "alpha3",
        "alpha2",
        "m49",
        "standing",
        "region",
        "subregion",
        "intermediate",
    ]
    write(OUT / "areas.csv", HEAD_AREAS, [*columns, *LANGUAGES, "formal"], areas)
    write(
        OUT / "common_names.csv",
        HEAD_COMMON,
        ["alpha3", *LANGUAGES],
        [common(row, locales) for row in rows],
    )
    for kind in ("member", "observer", "other"):
        print(kind, sum(line[3] == kind for line in areas))
    gaps = [line[0] for line in areas if not all(line[7:13])]
    print("without a name in some language:", gaps or "none")


if __name__ == "__main__":
    main()
