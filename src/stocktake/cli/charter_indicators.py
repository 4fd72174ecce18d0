"""``stocktake charter indicators``: by what an edition says a commitment is measured."""

import click
import msgspec

from stocktake.charter import queries
from stocktake.cli import frame
from stocktake.kernel.errors import WrongUsage
from stocktake.kernel.languages import LANGUAGES, in_language


WAYS = {1: "more", -1: "less", None: "none"}


@click.command()
@click.argument("code", required=False)
@click.option(
    "--edition",
    default=queries.DEFAULT_EDITION,
    show_default=True,
    help="Code of the edition; `stocktake charter editions` lists them.",
)
@click.option("--commitment", help="Only those of this commitment and its parts.")
@click.option(
    "--kind",
    type=click.Choice(["quantitative", "qualitative"]),
    help="Only figures, or only judgements.",
)
@click.option(
    "--without-quantitative",
    is_flag=True,
    help="Instead: the commitments that no figure measures.",
)
@click.option(
    "--language",
    type=click.Choice(list(LANGUAGES)),
    default="en",
    show_default=True,
    help="Language of the table; JSON holds all.",
)
@frame.json_option
def indicators(  # one parameter for each option
    *,
    code: str | None,
    edition: str,
    commitment: str | None,
    kind: str | None,
    without_quantitative: bool,
    language: str,
    as_json: bool,
) -> None:
    """List an edition's indicators, or show one: what is better, the target, who set it."""
    if code and (commitment or kind or without_quantitative):
        msg = (
            "Give the code of one indicator, or options that choose several; not both."
        )
        raise WrongUsage(msg)
    if code:
        _show(code, edition, language=language, as_json=as_json)
    elif without_quantitative:
        _unmeasured(edition, language=language, as_json=as_json)
    else:
        _list(edition, commitment, kind, language=language, as_json=as_json)


def _list(
    edition: str,
    commitment: str | None,
    kind: str | None,
    *,
    language: str,
    as_json: bool,
) -> None:
    # Reading the definitions costs time that other commands of the group need not pay.
    from stocktake.assessment import definitions  # noqa: PLC0415

    chosen = (
        definitions.of(commitment, edition)
        if commitment
        else definitions.definitions(edition)
    )
    found = [one for one in chosen if kind in (None, one.kind)]
    if as_json:
        frame.print_json([msgspec.to_builtins(one) for one in found])
        return
    rows = (
        (
            one.code,
            one.kind,
            WAYS[one.direction],
            f"{one.target.value:g}" if one.target else "",
            one.target_set_by,
            in_language(one.title, language),
        )
        for one in found
    )
    frame.print_table(("code", "kind", "better", "target", "set by", "title"), rows)


def _show(code: str, edition: str, *, language: str, as_json: bool) -> None:
    from stocktake.assessment import definitions  # noqa: PLC0415

    one = definitions.definition(code, edition)
    if as_json:
        frame.print_json(msgspec.to_builtins(one))
        return
    ends = [f"{end:g}" for end in (one.low, one.high) if end is not None]
    lines = [
        ("kind", f"{one.kind}, {one.scale}"),
        ("commitments", ", ".join(one.commitments)),
        ("better", WAYS[one.direction]),
        (
            "why no direction",
            in_language(one.no_direction.text, language) if one.no_direction else "",
        ),
        ("unit", in_language(one.unit_words, language)),
        ("ends of the scale", " and ".join(ends)),
        ("from, to", f"{one.baseline_year}, {one.horizon}"),
        ("target set by", one.target_set_by),
    ]
    if one.target:
        due = f" by {one.target.year}" if one.target.year else ""
        lines.append(("target", f"{one.target.value:g}{due}: {one.target.text}"))
    lines += [
        ("source", one.source),
        ("custodian", one.custodian),
        ("tier", one.tier),
        ("evidence", one.grade),
        ("dataflow and key", " ".join(one.flow or ())),
    ]
    lines += [
        ("step", f"{step.code}: {in_language(step.text, language)}")
        for step in one.anchors
    ]
    lines += [
        ("broken down by", in_language(word.text, language))
        for word in one.disaggregations
    ]
    lines += [("caveat", in_language(word.text, language)) for word in one.caveats]
    frame.print_table(
        (one.code, in_language(one.title, language)),
        [line for line in lines if line[1]],
    )


def _unmeasured(edition: str, *, language: str, as_json: bool) -> None:
    from stocktake.assessment import definitions  # noqa: PLC0415

    book = queries.edition(edition)
    rows = [
        {
            "code": code,
            "title": dict(book.item(code).title)
            if as_json
            else in_language(book.item(code).title, language),
        }
        for code in definitions.without_quantitative(edition)
    ]
    frame.emit(rows, ("code", "title"), as_json=as_json)
