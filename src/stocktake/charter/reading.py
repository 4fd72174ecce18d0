"""An edition's folder read into one frozen value."""

from itertools import groupby
from pathlib import Path
from typing import Any

from stocktake.charter.rules import (
    About,
    Calendar,
    CodeList,
    Coverage,
    Crosswalk,
    Edition,
    Framework,
    Item,
    ItemRecord,
    Link,
    links_of,
)
from stocktake.kernel.data import read_yaml_file


FILES: dict[str, Any] = {
    "edition.yaml": About,
    "compact/*.yaml": tuple[ItemRecord, ...],
    "calendar/calendar.yaml": Calendar,
    "calendar/coverage.yaml": Coverage,
    "frameworks/*.yaml": tuple[Framework, ...],
    "code_lists/*.yaml": CodeList,
    "crosswalk/crosswalk.yaml": Crosswalk,
}
REQUIRED = ("edition.yaml", "calendar/calendar.yaml", "calendar/coverage.yaml")


def _many(folder: Path, pattern: str) -> list[tuple[str, Path]]:
    return [
        (path.relative_to(folder).as_posix(), path)
        for path in sorted(folder.glob(pattern))
    ]


def with_links(record: ItemRecord, links: tuple[Link, ...]) -> Item:
    """An item with its ties by taxonomy, sorted."""
    own = sorted((link.taxonomy, link.to) for link in links if link.code == record.code)
    crosswalk = {
        taxonomy: tuple(to for _, to in ties)
        for taxonomy, ties in groupby(own, key=lambda tie: tie[0])
    }
    values = {name: getattr(record, name) for name in ItemRecord.__struct_fields__}
    return Item(**values, crosswalk=crosswalk)


def read(folder: Path) -> Edition:
    """Read an edition, or stop at the first file that is not what it should be."""

    def one(name: str) -> Any:
        return read_yaml_file(folder / name, FILES[name], name=f"{folder.name}/{name}")

    def several(pattern: str) -> list[Any]:
        return [
            read_yaml_file(path, FILES[pattern], name=f"{folder.name}/{name}")
            for name, path in _many(folder, pattern)
        ]

    about: About = one("edition.yaml")
    crosswalk = Crosswalk()
    if (folder / "crosswalk" / "crosswalk.yaml").exists():
        crosswalk = one("crosswalk/crosswalk.yaml")
    links = links_of(crosswalk)
    records = [record for file in several("compact/*.yaml") for record in file]
    return Edition(
        code=about.code,
        title=about.title,
        description=about.description,
        text=about.text,
        cited=about.cited,
        languages=about.languages,
        items=tuple(with_links(record, links) for record in records),
        calendar=one("calendar/calendar.yaml"),
        rule=one("calendar/coverage.yaml"),
        frameworks=tuple(f for file in several("frameworks/*.yaml") for f in file),
        lists={codes.code: codes for codes in several("code_lists/*.yaml")},
        areas=crosswalk.areas,
        links=links,
    )
