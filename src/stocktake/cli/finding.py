"""``stocktake finding``: how a finding was reached, a State's reply to it, whether it reproduces."""

import sys
from typing import Any, Final

import click
import msgspec
from django.utils import timezone

from stocktake.accounts.rules import LOCAL_ADMINISTRATOR
from stocktake.cli import frame
from stocktake.cli.finding_rule import rule
from stocktake.cli.options import language_option
from stocktake.kernel.errors import Refused


_NAMED: Final = 10  # findings that do not hold, named in a refusal


class Naming(click.Group):
    """A group whose first word may be a finding's name instead of a command: then it is shown."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command, or ``show`` for anything that is none."""
        named = args[0] not in self.commands and not args[0].startswith("-")
        return super().resolve_command(ctx, ["show", *args] if named else args)


@click.group(cls=Naming)
def finding() -> None:
    """What the evidence says about one State and one commitment.

    ``stocktake finding stocktake:finding:2024/KEN/1.2`` shows one.
    """


@finding.command()
@click.argument("urn")
@click.option(
    "--version", type=int, help="An earlier version (default: the newest one)."
)
@frame.json_option
def show(urn: str, version: int | None, *, as_json: bool) -> None:
    """Show URN: both sides, the arithmetic of every figure on one line, the sources."""
    frame.with_database()
    from stocktake.assessment import queries  # noqa: PLC0415

    found = queries.finding(urn, version)
    if as_json:
        frame.print_json(msgspec.to_builtins(found))
        return
    for line in _lines(found):
        click.echo(line)


@finding.command()
@click.argument("urn")
@frame.json_option
def versions(urn: str, *, as_json: bool) -> None:
    """List the versions of URN with the reason of each."""
    frame.with_database()
    from stocktake.assessment import queries  # noqa: PLC0415

    rows = [msgspec.to_builtins(one) for one in queries.versions(urn)]
    if not rows:
        queries.finding(urn)  # says that there is none
    frame.emit(rows, ("number", "as_of", "at", "by", "reason"), as_json=as_json)


@finding.command()
@click.argument("urn")
@click.option("--text", required=True, help="The words, or - to read them.")
@language_option("In which the reply is written.")
def reply(urn: str, text: str, language: str) -> None:
    """Attach to URN what the State concerned says to it; it shows wherever the finding does."""
    frame.with_database()
    from stocktake.assessment import actions  # noqa: PLC0415

    words = sys.stdin.read() if text == "-" else text
    actions.reply(urn, words, language, by=LOCAL_ADMINISTRATOR, at=timezone.now())
    click.echo(f"{urn}: the reply stands beside the finding.")


@finding.command()
@click.option("--round", "round_code", required=True, metavar="R")
@frame.json_option
def verify(round_code: str, *, as_json: bool) -> None:
    """Make every finding of round R again from what it was made from, and compare the bytes."""
    frame.with_database()
    from stocktake.assessment import verifying  # noqa: PLC0415

    with frame.progress(quiet=as_json) as steps:
        checked, faults = verifying.verify(round_code, progress=steps)
    if as_json:
        frame.print_json({"checked": checked, "faults": list(faults)})
    else:
        click.echo(f"{checked} findings are made again; {len(faults)} differ.")
    if faults:
        more = len(faults) - _NAMED
        told = [*faults[:_NAMED], *([f"and {more} more"] if more > 0 else [])]
        raise Refused("\n".join(told))


finding.add_command(rule)


def _lines(found: Any) -> list[str]:
    reason = f" ({found.reason})" if found.reason else ""
    return [
        f"{found.urn}, version {found.version}{reason}, as of {found.as_of}",
        *_sides(found),
        *(_figure(one) for one in found.figures),
        *(
            f"Treaty {one.instrument}: {one.status}{f' since {one.since}' if one.since else ''}"
            for one in found.treaties
        ),
        *_policies(found.policies),
        _confidence(found),
        "Sources:",
        *(f"  {urn}" for urn in found.sources),
        *(
            f"Reply of {one.state} to version {one.version} ({code}): {words}"
            for one in found.replies
            for code, words in one.texts.items()
        ),
    ]


def _sides(found: Any) -> list[str]:
    claimed, experts = found.claimed, found.experts
    said = claimed.status or claimed.absence or claimed.basis.value
    lines = [f"State: {said}{_measures(claimed)}{_told(claimed.told)}"]
    rated = ", ".join(f"{one.sender} {one.rating}" for one in experts.ratings)
    lines.append(
        f"Experts: {', '.join(experts.senders) or 'nobody'}"
        f"{f'; ratings: {rated}' if rated else ''}{_told(experts.told)}"
    )
    places = ", ".join(_position(one) for one in found.positions)
    gap = "" if found.gap is None else f", gap {found.gap:+d} on {found.scale.value}"
    lines.append(
        f"Agreement: {found.agreement.value}{gap}; {found.triangulation.value}"
        f"{f' ({places})' if places else ''}"
    )
    return lines


def _measures(claimed: Any) -> str:
    counts = ", ".join(f"{count} {name}" for name, count in claimed.by_status.items())
    return f"; measures: {counts}" if counts else ""


def _told(told: Any) -> str:
    if not told.passages:
        return ""
    return (
        f"; {told.passages} passages, {told.achievements} tell of achievements, "
        f"{told.challenges} of challenges"
    )


def _position(one: Any) -> str:
    place = f"{one.level} of 4" if one.level else one.lean.value
    return f"{one.sender or one.source.value}: {place}"


def _figure(one: Any) -> str:
    verdict = one.verdict
    held = verdict.stability
    other = f", else {held.alternative.value}" if held.alternative else ""
    return (
        f"Figure {one.indicator}: {verdict.label.value}. {verdict.arithmetic} "
        f"[{verdict.rule}; holds in {held.k} of {held.n}{other}; {one.release}]"
    )


def _policies(told: Any) -> list[str]:
    """The average of policy scores, what is missing, how far coders agree, each score."""
    if not told:
        return []
    alpha = told.coders.alpha
    agreed = told.coders.reason if alpha is None else f"alpha {alpha:.3f}"
    scored = len(told.asked) - len(told.missing)
    gaps = f" ({told.lowest:.1f} to {told.highest:.1f} with what is missing)"
    line = (
        f"Policy scores: {told.average:.1f} of 100 on {scored} of {len(told.asked)} questions"
        f"{gaps if told.missing else ''}; coders: {agreed},"
        f" {told.coders.twice} of {told.coders.units} coded twice"
        f" [{', '.join(told.methods)}; {told.release}]"
    )
    each = (
        f"  {one.indicator} {one.year}: {one.score:g} by {one.coder}"
        for one in told.scores
    )
    return [line, *each]


def _confidence(found: Any) -> str:
    grade = found.grade
    concerns = ", ".join(
        f"{one.name}: {one.concern.value}{f' ({one.reason})' if one.reason else ''}"
        for one in grade.components
    )
    level = grade.confidence.value if grade.confidence else "nothing to be sure of"
    return f"Confidence at most: {level}{f' ({concerns})' if concerns else ''}"
