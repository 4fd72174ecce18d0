"""The tree of items: codes, parents, kinds, counts."""

from collections import Counter
from collections.abc import Iterator

from stocktake.charter.checks.files import Parts
from stocktake.charter.rules import Fault, ItemKind, ItemRecord, near


_PARENTS: dict[ItemKind, ItemKind | None] = {
    ItemKind.THEME: None,
    ItemKind.COMMITMENT: ItemKind.THEME,
    ItemKind.SUB_COMMITMENT: ItemKind.COMMITMENT,
    ItemKind.OBJECTIVE: None,
    ItemKind.ACTION: ItemKind.OBJECTIVE,
}


def faults(parts: Parts) -> list[Fault]:
    """Faults of codes, parents, topics, and numbers of items."""
    return [
        *_doubled(parts),
        *(
            fault
            for file, record in parts.records
            for fault in _parent(file, record, parts)
        ),
        *_topics(parts),
        *_about(parts),
    ]


def _doubled(parts: Parts) -> Iterator[Fault]:
    first: dict[str, str] = {}
    for file, record in parts.records:
        if record.code in first:
            where = first[record.code]
            yield Fault(
                file,
                record.code,
                f"this code stands twice (first in {where}); each item needs its own",
            )
        first.setdefault(record.code, file)


def _parent(file: str, record: ItemRecord, parts: Parts) -> Iterator[Fault]:
    kinds = {other.code: other.kind for _, other in parts.records}
    if not parts.can_judge("compact") or record.parent in parts.claimed:
        return
    wanted = _PARENTS[record.kind]
    if record.parent is None and wanted is not None:
        yield Fault(
            file,
            record.code,
            f"`parent` is missing; a {record.kind} lies under a {wanted}",
        )
    elif record.parent is not None:
        yield from _misplaced(file, record, wanted, kinds)


def _misplaced(
    file: str, record: ItemRecord, wanted: ItemKind | None, kinds: dict[str, ItemKind]
) -> Iterator[Fault]:
    parent = str(record.parent)
    if wanted is None:
        yield Fault(
            file,
            record.code,
            f"a {record.kind} has no parent; remove `parent: {parent}`",
        )
    elif parent not in kinds:
        close = near(parent, kinds)
        hint = f"; did you mean {' or '.join(close)}?" if close else ""
        yield Fault(
            file, record.code, f"its parent {parent!r} is no item of this edition{hint}"
        )
    elif kinds[parent] != wanted:
        yield Fault(
            file,
            record.code,
            f"its parent {parent} is a {kinds[parent]}; a {record.kind} lies under a {wanted}",
        )
    elif not record.code.startswith(parent):
        yield Fault(
            file,
            record.code,
            f"its code should begin with that of its parent, {parent}",
        )


def _topics(parts: Parts) -> Iterator[Fault]:
    seen: set[str] = set()
    for file, record in parts.records:
        for topic in record.topics:
            if topic.code in seen:
                yield Fault(
                    file, f"{record.code} topics", f"topic {topic.code!r} stands twice"
                )
            seen.add(topic.code)


def _about(parts: Parts) -> Iterator[Fault]:
    about = parts.about
    if about is None:
        return
    if about.code != parts.folder.resolve().name:
        yield Fault(
            "edition.yaml",
            "code",
            f"is {about.code!r}, but the folder is named {parts.folder.resolve().name!r}; make them the same",
        )
    if parts.claimed or not parts.can_judge("compact"):
        return  # numbers say nothing before each entry can be read
    found = Counter(record.kind for _, record in parts.records)
    for kind in ItemKind:
        declared = about.counts.get(kind, 0)
        if declared != found[kind]:
            yield Fault(
                "edition.yaml",
                f"counts.{kind}",
                f"declares {declared}, but {found[kind]} are in compact/",
            )
    if parts.records and not any(record.counted for _, record in parts.records):
        yield Fault(
            "compact/",
            "counted",
            "no item is counted; mark commitments with `counted: true`",
        )
