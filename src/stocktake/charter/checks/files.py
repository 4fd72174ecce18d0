"""The files of an edition, one by one: syntax, doubled keys, types."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, get_args

import msgspec
import yaml

from stocktake.charter.checks.messages import said
from stocktake.charter.reading import FILES, REQUIRED
from stocktake.charter.rules import (
    About,
    Calendar,
    CodeList,
    Coverage,
    Crosswalk,
    Fault,
    Framework,
    ItemRecord,
)


@dataclass
class Parts:
    """What could be read of an edition, each value with the name of its file."""

    folder: Path
    about: About | None = None
    calendar: Calendar | None = None
    coverage: Coverage | None = None
    crosswalk: Crosswalk | None = None
    records: list[tuple[str, ItemRecord]] = field(default_factory=list)
    frameworks: list[tuple[str, Framework]] = field(default_factory=list)
    lists: list[tuple[str, CodeList]] = field(default_factory=list)
    unread: set[str] = field(
        default_factory=set
    )  # folders with a file that is unreadable
    claimed: set[str] = field(
        default_factory=set
    )  # codes and ids of unreadable entries

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of all items, of those with a fault of their own too."""
        return (*(record.code for _, record in self.records), *sorted(self.claimed))

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all frameworks, of those with a fault of their own too."""
        return (
            *(framework.id for _, framework in self.frameworks),
            *sorted(self.claimed),
        )

    def can_judge(self, folder: str) -> bool:
        """Whether references into a folder can be judged: every file of it was read."""
        return folder not in self.unread

    def keep(self, name: str, value: object) -> None:
        """Put a value where its type belongs."""
        match value:
            case About():
                self.about = value
            case Calendar():
                self.calendar = value
            case Coverage():
                self.coverage = value
            case Crosswalk():
                self.crosswalk = value
            case ItemRecord():
                self.records.append((name, value))
            case Framework():
                self.frameworks.append((name, value))
            case CodeList():
                self.lists.append((name, value))


def read_parts(
    folder: Path, *, others: Collection[str] = ()
) -> tuple[Parts, list[Fault]]:
    """Read what can be read, and every fault of syntax and type.

    ``others`` are sub-folders that another room reads and checks.
    """
    parts = Parts(folder)
    if not folder.is_dir():
        return parts, [Fault(folder.name, "", "there is no such folder")]
    names = sorted(
        p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()
    )
    faults = [
        Fault(name, "", "is missing; copy it from a shipped edition")
        for name in REQUIRED
        if name not in names
    ]
    if not any(name.startswith("compact/") for name in names):
        faults.append(Fault("compact/", "", "is missing or empty; it holds the items"))
        parts.unread.add("compact")
    for name in names:
        if Path(name).parts[0] in others:
            continue
        faults += _faults_of(folder, name, parts)
    return parts, faults


def _faults_of(folder: Path, name: str, parts: Parts) -> Iterator[Fault]:
    pattern = next(
        (p for p in FILES if Path(name).match(p) and name.count("/") == p.count("/")),
        None,
    )
    ours = {Path(p).parts[0] for p in FILES if "/" in p}
    if pattern is None and Path(name).parts[0] in ours:
        known = next(p for p in FILES if p.startswith(Path(name).parts[0]))
        yield Fault(name, "", f"is not read; files here are named {known}")
    if not name.endswith(".yaml"):
        return
    try:
        content, doubled = _loaded((folder / name).read_bytes())
    except UnicodeDecodeError:
        parts.unread.add(Path(name).parts[0])
        yield Fault(name, "", "is not UTF-8; save it again as UTF-8 text")
        return
    except yaml.YAMLError as error:
        parts.unread.add(Path(name).parts[0])
        yield Fault(name, *_syntax(error))
        return
    for key, reason in doubled:
        yield Fault(name, key, reason)
    if pattern is not None:
        yield from _typed(name, content, FILES[pattern], parts)


def _loaded(source: bytes) -> tuple[Any, list[tuple[str, str]]]:
    """The content of a YAML file, and its doubled keys."""
    loader = yaml.CSafeLoader(source.decode("utf-8"))
    try:
        node = loader.get_single_node()
        content = loader.construct_document(node) if node else None
    finally:
        loader.dispose()
    return content, list(_doubled(node))


def _syntax(error: yaml.YAMLError) -> tuple[str, str]:
    mark = getattr(error, "problem_mark", None)
    if getattr(error, "context", None) == "while scanning a simple key":
        mark = error.context_mark  # type: ignore[attr-defined]  # where the key began
    line = f"line {mark.line + 1}" if mark else ""
    problem = getattr(error, "problem", None) or str(error)
    return line, f"is not YAML: {problem}; look at the spaces, colons and quotes there"


def _doubled(node: yaml.Node | None) -> Iterator[tuple[str, str]]:
    """Keys that stand twice in one mapping, with their line."""
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            word = str(key.value)
            if word in seen:
                yield (
                    f"line {key.start_mark.line + 1}",
                    f"`{word}` stands twice; keep one",
                )
            seen.add(word)
            yield from _doubled(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _doubled(value)


def _typed(name: str, content: Any, kind: Any, parts: Parts) -> Iterator[Fault]:
    """Convert a file, a list entry by entry, so that each entry's fault is named."""
    if getattr(kind, "__origin__", None) is not tuple:
        yield from _one(name, "", content, kind, parts)
    elif not isinstance(content, list):
        parts.unread.add(Path(name).parts[0])
        yield Fault(name, "", "expected a list: entries that begin with `- `")
    else:
        for number, entry in enumerate(content, 1):
            yield from _one(
                name, _label(entry, number), entry, get_args(kind)[0], parts
            )


def _label(entry: Any, number: int) -> str:
    """How to name an entry of a list: by its code where it has one."""
    named = entry.get("code", entry.get("id")) if isinstance(entry, dict) else None
    return str(named) if named is not None else f"entry {number}"


def _one(
    name: str, label: str, content: Any, kind: Any, parts: Parts
) -> Iterator[Fault]:
    if content is None:
        yield Fault(name, label, "is empty")
        return
    try:
        parts.keep(name, msgspec.convert(content, kind, builtin_types=(date,)))
    except msgspec.ValidationError as error:
        key, reason = said(error, kind)
        parts.claimed.add(label)
        yield Fault(name, " ".join(part for part in (label, key) if part), reason)
