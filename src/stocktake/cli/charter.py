"""``stocktake charter``: list, show, compare, check and copy editions of the compact."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import click
import msgspec

from stocktake.charter import publishing, queries, rules
from stocktake.charter.checks import FolderCheck
from stocktake.cli import charter_indicators, frame
from stocktake.kernel.errors import NotFound, Refused
from stocktake.kernel.languages import LANGUAGES, in_language


edition_option = click.option(
    "--edition",
    default=queries.DEFAULT_EDITION,
    show_default=True,
    help="Code of the edition; `stocktake charter editions` lists them.",
)
language_option = click.option(
    "--language",
    type=click.Choice(list(LANGUAGES)),
    default="en",
    show_default=True,
    help="Language of the table; JSON holds all.",
)


@click.group()
def charter() -> None:
    """What was promised: editions of the compact, as data."""


@charter.command()
@language_option
@frame.json_option
def editions(*, language: str, as_json: bool) -> None:
    """List the editions there are, shipped and own."""
    readable = queries.readable()
    rows = [
        _row(code, readable.get(code), language=None if as_json else language)
        for code in queries.editions()
    ]
    frame.emit(rows, ("code", "title", "items", "counted", "folder"), as_json=as_json)


def _row(
    code: str, edition: rules.Edition | None, *, language: str | None
) -> dict[str, object]:
    """One line of the list of editions; one that cannot be read says so."""
    row: dict[str, object] = {"code": code, "folder": str(queries.folder(code))}
    if edition is None:
        return {**row, "title": f"cannot be read; run `stocktake charter check {code}`"}
    title = in_language(edition.title, language) if language else edition.title
    return {
        **row,
        "title": title,
        "items": len(edition.items),
        "counted": len(edition.commitments),
    }


@charter.command("list")
@edition_option
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in rules.ItemKind]),
    help="Only these.",
)
@language_option
@frame.json_option
def list_(*, edition: str, kind: str | None, language: str, as_json: bool) -> None:
    """List the items of an edition: themes, commitments, objectives, actions."""
    items = [
        item for item in queries.edition(edition).items if kind in (None, item.kind)
    ]
    if as_json:
        frame.print_json([queries.as_listed(item) for item in items])
        return
    rows = ((item.code, item.kind, in_language(item.title, language)) for item in items)
    frame.print_table(("code", "kind", "title"), rows)


@charter.command()
@click.argument("code")
@edition_option
@language_option
@frame.json_option
def show(*, code: str, edition: str, language: str, as_json: bool) -> None:
    """Show one item: words, source, targets, topics and what it corresponds to."""
    item = queries.edition(edition).item(code)
    # Reading the indicators costs time that `list` need not pay.
    from stocktake.assessment import definitions  # noqa: PLC0415

    measures = [
        one for one in definitions.definitions(edition) if code in one.commitments
    ]
    if as_json:
        shown = queries.as_shown(edition, item)
        frame.print_json({**shown, "indicators": [one.code for one in measures]})
    else:
        lines = _lines(edition, item, language)
        lines += [
            ("indicator", f"{one.code} {in_language(one.title, language)}")
            for one in measures
        ]
        frame.print_table((code, in_language(item.title, language)), lines)


def _lines(edition: str, item: rules.Item, language: str) -> list[tuple[str, str]]:
    """What there is to say of an item, line by line."""
    book = queries.edition(edition)
    source = msgspec.to_builtins(item.source)
    lines = [
        ("kind", item.kind.value),
        ("part of", item.parent or ""),
        ("description", in_language(item.description, language)),
        (
            "source",
            ", ".join(
                f"{name.replace('_', '-')} {value}" for name, value in source.items()
            ),
        ),
    ]
    lines += [
        ("part", f"{p.code} {in_language(p.title, language)}")
        for p in book.children(item.code)
    ]
    lines += [
        ("target", f"{t.kind}: {in_language(t.text, language)}") for t in item.targets
    ]
    lines += [("topic", in_language(topic.title, language)) for topic in item.topics]
    for link in queries.ties(edition, item.code):
        title = in_language(queries.titles(link.taxonomy, link.to), language)
        lines.append((f"{link.taxonomy} ({link.degree})", f"{link.to} {title}"))
    named = (f for f in book.frameworks if item.code in (*f.annex, *f.named_in))
    lines += [("framework", in_language(f.name, language)) for f in named]
    return [line for line in lines if line[1]]


@charter.command()
@click.argument("old")
@click.argument("new")
@frame.json_option
def diff(*, old: str, new: str, as_json: bool) -> None:
    """Compare two editions, by code or, where they share none, by the crosswalk."""
    changes = rules.compare(queries.edition(old), queries.edition(new))
    rows = [
        {
            "code": c.code,
            "change": c.change.value,
            "what": list(c.what) if as_json else ", ".join(c.what),
        }
        for c in changes
    ]
    if not rows and not as_json:
        click.echo(f"{old} and {new} hold the same.")
        return
    frame.emit(rows, ("code", "change", "what"), as_json=as_json)


@charter.command()
@click.argument("path")
@frame.json_option
def check(*, path: str, as_json: bool) -> None:
    """Check an edition: a folder, or the code of one there is. Names every fault."""
    place = Path(path)
    if not place.is_dir():
        try:
            place = queries.folder(path)
        except NotFound as error:
            msg = f"{path} is no folder. {error}"
            raise NotFound(msg) from error
    faults = queries.faults(place, others=_other_rooms())
    if as_json:
        frame.print_json([msgspec.to_builtins(fault) for fault in faults])
    else:
        click.echo("\n".join(map(str, faults)) if faults else _summary(place))
    if faults:
        files = len({fault.file for fault in faults})
        msg = f"{place}: {len(faults)} fault(s) in {files} file(s). Mend them and check again."
        raise Refused(msg)


def _other_rooms() -> Mapping[str, FolderCheck]:
    """The checks of other rooms, by the sub-folder of an edition that is theirs."""
    # Their imports cost time that `list` need not pay.
    from stocktake.assessment.definitions import checking  # noqa: PLC0415
    from stocktake.reporting.questionnaires import edition_check  # noqa: PLC0415
    from stocktake.texts import cards  # noqa: PLC0415

    return {
        "indicators": checking.faults,
        "label_cards": cards.faults,
        "questionnaires": edition_check.faults,
    }


def _summary(place: Path) -> str:
    edition = queries.read(place)
    counts = Counter(item.kind for item in edition.items)
    rounds = [dates.code for dates in rules.rounds(edition.calendar)]
    return "\n".join(
        (
            f"{edition.code} is fine.",
            "Items: "
            + ", ".join(
                f"{number} {kind}{'s' * (number != 1)}"
                for kind, number in counts.items()
            )
            + ".",
            f"Frameworks: {len(edition.frameworks)}. Crosswalk: {len(edition.links)} links.",
            f"Rounds: {', '.join(rounds)}.",
        )
    )


@charter.command()
@click.argument("edition")
@click.argument("name")
def copy(*, edition: str, name: str) -> None:
    """Copy an edition into your home under a new name, to change it there."""
    place = publishing.copy(edition, name)
    click.echo(
        f"Copied to {place}\nEdit the files there, then run: stocktake charter check {name}"
    )


@charter.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def schema(*, folder: Path) -> None:
    """Write the JSON Schemas of an edition's files into a folder."""
    from stocktake.assessment.definitions import schema as indicators  # noqa: PLC0415
    from stocktake.reporting.questionnaires import schema as questionnaires  # noqa: PLC0415

    for path in publishing.write_schemas(folder):
        click.echo(path)
    others = {
        **indicators.schemas(),
        questionnaires.PATH.name: questionnaires.schema(),
    }
    for name, text in others.items():
        (folder / name).write_text(text, encoding="utf-8")
        click.echo(folder / name)


charter.add_command(charter_indicators.indicators)
