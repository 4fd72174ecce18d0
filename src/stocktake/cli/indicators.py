"""``stocktake indicators``: official statistics in and out, without exposing anyone."""

import importlib

import click


COMMANDS = {
    "protect": "stocktake.cli.disclosure:protect",
    "audit": "stocktake.cli.disclosure:audit",
}


class LazyCommands(click.Group):
    """Loads the module of a command when that command is called: solvers are heavy."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands, in the order of the work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, imported now."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command


@click.group(cls=LazyCommands)
def indicators() -> None:
    """Official statistics: in and out, without exposing anyone."""
