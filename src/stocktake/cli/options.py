"""Options that several commands take."""

from collections.abc import Callable
from typing import Any

import click

from stocktake.kernel.languages import LANGUAGES


Option = Callable[[Any], Any]


def tier_option(*, default: str = "full") -> Option:
    """``--tier``: how much work goes into labels that are missing."""
    return click.option(
        "--tier",
        type=click.Choice(["fast", "full", "thorough"]),
        default=default,
        show_default=True,
        help="How labels that are missing are made: fast; full, with the slow encoder for "
        "the passages likeliest to be shown; thorough, for all that may get a label.",
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
