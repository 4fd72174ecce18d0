"""``stocktake people``: who may sign in."""

from dataclasses import asdict

import click
from django.utils import timezone

from stocktake.accounts.rules import LOCAL_ADMINISTRATOR, Offer, Role
from stocktake.cli import frame
from stocktake.cli.options import language_option


ROLES = [role.value for role in Role if role not in {Role.LOCAL, Role.VISITOR}]


@click.group()
def people() -> None:
    """Who may sign in."""


@people.command()
@click.argument("email")
@click.option("--name", default="Administrator", show_default=True)
@click.password_option(help="At least 12 characters; asked for when not given.")
def administrator(email: str, name: str, password: str) -> None:
    """Make EMAIL an administrator of this copy."""
    frame.with_database()
    from stocktake.accounts import actions  # noqa: PLC0415

    actions.make_administrator(
        email, password, name=name, by=LOCAL_ADMINISTRATOR, at=timezone.now()
    )
    click.echo(
        f"{email} is an administrator. At the first sign-in a second factor is set up."
    )


@people.command()
@click.argument("email")
@click.option("--role", "roles", multiple=True, required=True, type=click.Choice(ROLES))
@click.option(
    "--area",
    "areas",
    multiple=True,
    help="State or organisation code of the role, such as KEN; may be repeated.",
)
@click.option(
    "--section",
    "sections",
    multiple=True,
    help="Theme or commitment that a contributor answers, such as 1 or 4.2.",
)
@click.option("--name", default="", help="Proposed to them; they may change it.")
@language_option("Of the letter and the page.")
@frame.json_option
def invite(
    *,
    email: str,
    roles: tuple[str, ...],
    areas: tuple[str, ...],
    sections: tuple[str, ...],
    name: str,
    language: str,
    as_json: bool,
) -> None:
    """Invite EMAIL; prints the link, which can be used once within 14 days."""
    frame.with_database()
    from stocktake.accounts import actions  # noqa: PLC0415
    from stocktake.signin import mail  # noqa: PLC0415

    offer = Offer(
        frozenset(Role(role) for role in roles),
        frozenset(area.upper() for area in areas),
        frozenset(sections),
    )
    sent = actions.invite(
        email,
        offer,
        name=name,
        language=language,
        by=LOCAL_ADMINISTRATOR,
        at=timezone.now(),
    )
    mail.invite(sent, by=LOCAL_ADMINISTRATOR.name)
    link = mail.link(sent) if sent.key else ""
    if as_json:
        frame.print_json({"urn": sent.urn, "email": sent.email, "link": link})
    elif link:
        click.echo(f"{sent.email} is invited. The link, for them alone:\n{link}")
    else:
        click.echo(f"{sent.email} was here already and has these roles from now on.")


@people.command(name="list")
@frame.json_option
def list_(*, as_json: bool) -> None:
    """List people and open invitations."""
    frame.with_database()
    from stocktake.accounts import queries  # noqa: PLC0415

    rows = [
        asdict(row) for row in queries.people(LOCAL_ADMINISTRATOR, at=timezone.now())
    ]
    if not as_json:
        for row in rows:
            row |= {key: ", ".join(row[key]) for key in ("roles", "areas", "sections")}
            row["second factor"] = "yes" if row["second_factor"] else "no"
    columns = ("email", "name", "roles", "areas", "status", "second factor")
    frame.emit(rows, columns, as_json=as_json)


@people.command()
@click.argument("email")
def revoke(email: str) -> None:
    """End the access of EMAIL: account, sessions and open invitation."""
    frame.with_database()
    from stocktake.accounts import actions  # noqa: PLC0415

    actions.revoke(email, by=LOCAL_ADMINISTRATOR, at=timezone.now())
    click.echo(f"{email} has no access any more.")


@people.command(name="reset-factor")
@click.argument("email")
def reset_factor(email: str) -> None:
    """Forget the lost telephone or key of EMAIL; they set up another at sign-in."""
    frame.with_database()
    from stocktake.accounts import actions  # noqa: PLC0415

    actions.reset_second_factor(email, by=LOCAL_ADMINISTRATOR, at=timezone.now())
    click.echo(f"{email} signs in with the password and sets up a new second factor.")
