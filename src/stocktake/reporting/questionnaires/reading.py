"""A questionnaire's file read, and spread over the items of an edition."""

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from stocktake.charter import queries as charter
from stocktake.charter.rules import Edition, Item
from stocktake.kernel.data import read_yaml
from stocktake.kernel.errors import BrokenData, NotFound
from stocktake.reporting.questionnaires.files import File, Indicator, Page, PartRecord
from stocktake.reporting.questionnaires.rules import (
    Block,
    Field,
    Group,
    Option,
    Part,
    Questionnaire,
    Section,
)


FOLDER: Final = "questionnaires"
TARGETS: Final = "targets"  # options: the common targets of the block's item
_INDICATORS: Final = "indicators"  # the part in whose place an item's indicators stand
OLDER = re.compile(r"(?P<code>[a-z-]+)-v(?P<version>\d+)")


@dataclass(frozen=True, slots=True)
class Source:
    """The file of one version, byte for byte."""

    code: str
    version: int
    content: bytes
    sha256: str


def versions(edition: str, code: str) -> tuple[int, ...]:
    """The versions of a questionnaire that the edition holds, the newest last."""
    return tuple(sorted(_sources(edition, code)))


def source(edition: str, code: str, version: int | None = None) -> Source:
    """The file of a version, the newest unless one is named; NotFound with those there are."""
    found = _sources(edition, code)
    wanted = max(found, default=0) if version is None else version
    if wanted not in found:
        there = ", ".join(map(str, sorted(found))) or "none"
        msg = f"Edition {edition} has no version {version or ''} of the questionnaire {code!r}; it has: {there}."
        raise NotFound(msg)
    return found[wanted]


def questionnaire(edition: str, code: str, version: int | None = None) -> Questionnaire:
    """A version of a questionnaire spread over the items of the edition."""
    found = source(edition, code, version)
    return pinned(edition, found.sha256, lambda: found.content)


_read_already: dict[tuple[str, str], Questionnaire] = {}


def pinned(edition: str, sha256: str, content: Callable[[], bytes]) -> Questionnaire:
    """The questionnaire of a file that was kept, read once in a process."""
    key = (edition, sha256)
    if key not in _read_already:
        _read_already[key] = spread(
            read(content(), name=sha256[:12]), charter.edition(edition)
        )
    return _read_already[key]


def read(content: bytes, *, name: str) -> File:
    """A file as a value, or BrokenData that names file, key and reason."""
    return read_yaml(content, File, name=name)


def _sources(edition: str, code: str) -> dict[int, Source]:
    found = {}
    for name in charter.files(edition, FOLDER):
        stem = name.removeprefix(f"{FOLDER}/").removesuffix(".yaml")
        older = OLDER.fullmatch(stem)
        if stem == code or (older and older["code"] == code):
            content = charter.file(edition, name)
            version = read(content, name=name).version
            digest = hashlib.sha256(content).hexdigest()
            found[version] = Source(code, version, content, digest)
    return found


def spread(file: File, edition: Edition) -> Questionnaire:
    """The blocks of every item of an edition from the parts that the file holds once."""
    maker = _Maker(file, edition)
    titles = file.section_titles
    sections = [
        Section("opening", titles.get("opening", {}), maker.pages(file.opening)),
        *(Section(t.code, t.title, maker.theme(t)) for t in edition.themes),
        Section("closing", titles.get("closing", {}), maker.pages(file.closing)),
    ]
    return Questionnaire(
        code=file.code,
        version=file.version,
        strand=file.strand,
        edition=edition.code,
        title=file.title,
        introduction=file.introduction,
        sections=tuple(section for section in sections if section.blocks),
        reasons=file.reasons,
        absences=file.absences,
        checks=file.checks,
    )


@dataclass
class _Maker:
    """Makes blocks of one file for one edition; what items share is made once."""

    file: File
    edition: Edition

    def __post_init__(self) -> None:
        shared = {name: c.entries for name, c in self.edition.lists.items()}
        self.lists: dict[str, tuple[Option, ...]] = {
            name: tuple(Option(e.code, e.title) for e in entries)
            for name, entries in shared.items()
        } | self.file.lists
        self.per_theme = tuple(self.part(p) for p in self.file.per_theme)
        self.per_item = tuple(self.part(p) for p in self.file.per_item)

    def pages(self, pages: tuple[Page, ...]) -> tuple[Block, ...]:
        """The blocks of opening or closing pages."""
        return tuple(
            Block(
                item=page.code,
                title=page.title,
                description=page.description,
                parts=tuple(self.part(p) for p in page.parts),
            )
            for page in pages
        )

    def theme(self, theme: Item) -> tuple[Block, ...]:
        """The block of a theme itself, then those of all its items in order."""
        own = (self.block(theme, theme, self.per_theme),) if self.per_theme else ()
        below = (
            self.block(item, theme, self.per_item) for item in self._below(theme.code)
        )
        return (*own, *below)

    def _below(self, code: str) -> Iterator[Item]:
        for item in self.edition.children(code):
            yield item
            yield from self._below(item.code)

    def block(self, item: Item, theme: Item, parts: tuple[Part, ...]) -> Block:
        """One item's block: its own targets and indicators in place."""
        return Block(
            item=item.code,
            title=item.title,
            description=item.description,
            parts=tuple(own for part in parts for own in self._for_item(part, item)),
            theme=theme.code,
            counted=item.counted or item is theme,
        )

    def _for_item(self, part: Part, item: Item) -> Iterator[Part]:
        if isinstance(part, Group):
            fields = tuple(
                own
                for field in part.fields
                for own in self._for_item(field, item)
                if isinstance(own, Field)
                and not self._hangs_on_targets(own, part, item)
            )
            same = fields == part.fields
            yield part if same else msgspec.structs.replace(part, fields=fields)
        elif part.id == _INDICATORS:
            yield from (
                self.indicator(one, part)
                for one in self.file.indicators
                if item.code in one.items
            )
        elif part.options_from == TARGETS:
            if item.targets:
                yield msgspec.structs.replace(part, options=targets(item))
        else:
            yield part

    def _hangs_on_targets(self, field: Field, group: Group, item: Item) -> bool:
        """Whether a question follows from one about common targets that the item lacks."""
        gone = {f.id for f in group.fields if f.options_from == TARGETS}
        return not item.targets and any(c.field in gone for c in field.when)

    def indicator(self, one: Indicator, place: Field) -> Field:
        """The field of one indicator, with the absences and weight of its place."""
        return msgspec.structs.replace(
            place,
            id=f"indicator_{one.code.replace('-', '_')}",
            label=one.label,
            hint=one.hint,
            unit=one.unit,
            whole=one.whole,
            minimum=one.minimum,
            maximum=one.maximum,
            official=one.official,
        )

    def part(self, record: PartRecord) -> Part:
        """A field, or a group where there are ``fields``; BrokenData names it."""
        given: dict[str, Any] = dict(record)
        name = str(given.get("id", "part"))
        try:
            if "fields" in given:
                given.pop("kind", None)
                fields = tuple(self.part(one) for one in given.pop("fields"))
                group = msgspec.convert({**given, "fields": []}, Group)
                return msgspec.structs.replace(group, fields=fields)
            return self._with_options(msgspec.convert(given, Field))
        except msgspec.ValidationError as error:
            msg = f"{self.file.code}: {name}: {error}"
            raise BrokenData(msg) from error

    def _with_options(self, field: Field) -> Field:
        wanted = field.options_from
        if not wanted or wanted == TARGETS:
            return field
        if wanted not in self.lists:
            there = ", ".join(sorted(self.lists))
            msg = f"{self.file.code}: {field.id}: options_from names no list {wanted!r}; there are {there}, {TARGETS}"
            raise BrokenData(msg)
        return msgspec.structs.replace(field, options=self.lists[wanted])


def targets(item: Item) -> tuple[Option, ...]:
    """The common targets of an item as options: ``t1``, ``t2``, ... in their order."""
    return tuple(
        Option(f"t{number}", target.text)
        for number, target in enumerate(item.targets, 1)
    )
