"""The editions there are, each read once; the files of other rooms as bytes."""

from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path

import msgspec

from stocktake.charter import checks, reading
from stocktake.charter.rules import Edition, Fault, Item, Link, near
from stocktake.kernel import home
from stocktake.kernel.errors import BrokenData, NotFound


DEFAULT_EDITION = "icmpd-2017"
SHIPPED = Path(__file__).resolve().parent / "data"


def own_folder() -> Path:
    """Where a user's own editions lie: ``editions/`` in the home."""
    return home.place() / "editions"


def _folders() -> dict[str, Path]:
    """Folders by edition; a shipped edition is not replaced by an own one of its name."""
    own = own_folder()
    places = [own, SHIPPED] if own.is_dir() else [SHIPPED]
    return {
        folder.name: folder
        for place in places
        for folder in sorted(place.iterdir())
        if (folder / "edition.yaml").is_file()
    }


def editions() -> tuple[str, ...]:
    """The codes of all editions, shipped and own, sorted."""
    return tuple(sorted(_folders()))


def folder(code: str) -> Path:
    """The folder of an edition, or a refusal that lists the editions there are."""
    if code == Path(code).name:
        for place in (SHIPPED, own_folder()):  # a shipped one is not replaced
            if (place / code / "edition.yaml").is_file():
                return place / code
    folders = _folders()
    close = near(code, folders)
    hint = f" Did you mean {', '.join(close)}?" if close else ""
    msg = (
        f"There is no edition {code!r}.{hint} The editions are"
        f" {', '.join(sorted(folders))}; own ones lie in {own_folder()}."
    )
    raise NotFound(msg)


@cache
def _read(place: Path) -> Edition:
    return reading.read(place)


def edition(code: str = DEFAULT_EDITION) -> Edition:
    """An edition as a frozen value; read once in a process."""
    return _read(folder(code))


def read(place: Path) -> Edition:
    """The edition in a folder anywhere, as a frozen value."""
    return _read(place.resolve())


def titles(taxonomy: str, code: str) -> dict[str, str]:
    """The title of an item of an edition, or of an area of the default edition's crosswalk.

    Empty where the code is not known.
    """
    if taxonomy in editions():
        other = edition(taxonomy)
        return other.item(code).title if code in other else {}
    areas = edition().areas.get(taxonomy, ())
    return next((area.title for area in areas if area.code == code), {})


def file(code: str, name: str) -> bytes:
    """The bytes of a file of an edition, as ``label_cards/1.2.yaml``."""
    place = folder(code)
    path = (place / name).resolve()
    if not path.is_relative_to(place) or not path.is_file():
        msg = f"Edition {code} has no file {name!r}."
        raise NotFound(msg)
    return path.read_bytes()


def files(code: str, under: str) -> tuple[str, ...]:
    """The names of an edition's files below one of its folders, sorted."""
    place = folder(code)
    found = (path for path in (place / under).rglob("*") if path.is_file())
    return tuple(sorted(path.relative_to(place).as_posix() for path in found))


def readable() -> dict[str, Edition]:
    """The editions that can be read, by code; the check names what is wrong with others."""
    found = {}
    for code, place in sorted(_folders().items()):
        with suppress(BrokenData):
            found[code] = _read(place)
    return found


def faults(
    place: Path, *, others: Mapping[str, checks.FolderCheck] | None = None
) -> tuple[Fault, ...]:
    """All faults of a folder that wants to be an edition; ``others``: checks of other rooms."""
    taxonomies = {
        code: {item.code for item in edition.items}
        for code, edition in readable().items()
        if folder(code) != place.resolve()
    }
    found = checks.check(place, taxonomies=taxonomies, others=others or {})
    if place.resolve().parent == own_folder() and (SHIPPED / place.name).is_dir():
        reason = (
            "a shipped edition has this name and is read instead; rename your folder"
        )
        return (Fault("edition.yaml", "code", reason), *found)
    return found


def as_listed(item: Item) -> dict[str, object]:
    """An item as ``stocktake charter list --json`` prints it."""
    return {
        "code": item.code,
        "kind": item.kind.value,
        "parent": item.parent,
        "title": item.title,
        "description": item.description,
        "source": msgspec.to_builtins(item.source),
    }


def as_shown(code: str, item: Item) -> dict[str, object]:
    """An item with all that hangs on it, for ``stocktake charter show --json``."""
    book = edition(code)
    return {
        **as_listed(item),
        "counted": item.counted,
        "targets": msgspec.to_builtins(item.targets),
        "topics": msgspec.to_builtins(item.topics),
        "parts": [child.code for child in book.children(item.code)],
        "frameworks": [
            f.id for f in book.frameworks if item.code in (*f.annex, *f.named_in)
        ],
        "crosswalk": [
            {"taxonomy": link.taxonomy, "code": link.to, "degree": link.degree.value}
            for link in ties(code, item.code)
        ],
    }


def ties(edition_code: str, item: str) -> tuple[Link, ...]:
    """What an item corresponds to: links of its own edition, then those that lead to it."""
    own = [link for link in edition(edition_code).links if link.code == item]
    back = [
        Link(item, other, link.code, link.degree)
        for other, book in readable().items()
        for link in book.links
        if (link.taxonomy, link.to) == (edition_code, item)
    ]
    return tuple(dict.fromkeys([*own, *back]))
