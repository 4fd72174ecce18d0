"""Options that several commands take."""

from collections.abc import Callable
from typing import Any

import click

from stocktake.kernel.languages import LANGUAGES


Option = Callable[[Any], Any]


def tier_option(*, default: str = "full", none: str = "") -> Option:
    """``--tier``: how much work goes into labels that are missing.

    ``none`` is what the help says of doing nothing about them, where that can be chosen.
    """
    return click.option(
        "--tier",
        type=click.Choice(["fast", "full", "thorough", *(["none"] if none else [])]),
        default=default,
        show_default=True,
        help="How labels that are missing are made: fast; full, with the slow encoder for "
        f"the passages likeliest to be shown; thorough, for all that may get a label{none}.",
    )


def round_option() -> Option:
    """``--round``: which round; it must be given."""
    return click.option(
        "--round", "round_code", required=True, metavar="R", help="Round, as 2024."
    )


def language_option(help_: str) -> Option:
    """``--language``: one of the six, English unless said."""
    return click.option(
        "--language",
        default="en",
        show_default=True,
        type=click.Choice(list(LANGUAGES)),
        help=help_,
    )
