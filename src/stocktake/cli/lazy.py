"""Groups of commands whose modules are imported only when a command is called."""

import importlib
from collections.abc import Mapping
from typing import Any

import click


class LazyGroup(click.Group):
    """Commands by name as ``module:attribute``, in the order of the work.

    ``told`` is the first line of each one's help: with it, the help of the group imports
    none of them.
    """

    def __init__(
        self,
        *,
        lazy: Mapping[str, str],
        told: Mapping[str, str] | None = None,
        **settings: Any,
    ) -> None:
        super().__init__(**settings)
        self._lazy = lazy
        self._told = told

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands, in the order of the work."""
        return list(self._lazy)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, imported now."""
        if cmd_name not in self._lazy:
            return None
        module, _, name = self._lazy[cmd_name].partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command

    def format_commands(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        """What each command is for, as ``click`` itself would write it."""
        if self._told is None:
            super().format_commands(ctx, formatter)
            return
        room = formatter.width - 6 - max(map(len, self._told))
        rows = [
            (name, click.Command(name, help=told).get_short_help_str(room))
            for name, told in self._told.items()
        ]
        with formatter.section("Commands"):
            formatter.write_dl(rows)
