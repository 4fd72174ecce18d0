"""Write docs/reference/ from the code: commands, permissions, audit events, methods.

python scripts/reference_docs.py           write the pages
python scripts/reference_docs.py --check   fail if a page differs from the code
"""

import os
import re
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import click


CHECKOUT = Path(__file__).resolve().parents[1]
FOLDER = CHECKOUT / "docs" / "reference"
MADE = "<!-- Made by scripts/reference_docs.py from the code; do not edit. -->"


def commands() -> str:
    """Every command with its own help text."""
    from stocktake.cli.main import stocktake  # noqa: PLC0415

    parts = [
        MADE,
        "# Commands",
        (
            "Each command takes `--help`. Exit codes: 0 done, 1 refused with a reason, "
            "2 wrong usage, 3 partly done (some inputs refused, listed)."
        ),
    ]
    for name, command, context in _walk(stocktake, "stocktake", None):
        parts += [f"## {name}", f"```\n{command.get_help(context).strip()}\n```"]
    return "\n\n".join(parts) + "\n"


def _walk(
    command: click.Command, name: str, parent: click.Context | None
) -> Iterator[tuple[str, click.Command, click.Context]]:
    context = click.Context(
        command,
        info_name=name.rsplit(maxsplit=1)[-1],
        parent=parent,
        terminal_width=92,
        max_content_width=92,
    )
    yield name, command, context
    if isinstance(command, click.Group):
        for child in command.list_commands(context):
            found = command.get_command(context, child)
            if found is not None:
                yield from _walk(found, f"{name} {child}", context)


def permissions() -> str:
    """Which role grants which permission, as a table."""
    from stocktake.accounts.rules import Permission, Role  # noqa: PLC0415
    from stocktake.cli.permissions import granted  # noqa: PLC0415

    head = ["permission", *(role.value for role in Role)]
    rows = [
        [
            f"`{permission.value}`",
            *(granted(role, permission) for role in Role),
        ]
        for permission in Permission
    ]
    return (
        "\n\n".join(
            [
                MADE,
                "# Roles and permissions",
                (
                    "An action asks for its permission before it does anything; "
                    "the table is `GRANTS` in `accounts/rules/grants.py`. Own: for the State or "
                    "organisation codes that the person holds, and no others."
                ),
                _table(head, rows),
            ]
        )
        + "\n"
    )


def events() -> str:
    """Every kind of audit event that the code records."""
    found: dict[str, set[str]] = {}
    for file in sorted((CHECKOUT / "src").rglob("*.py")):
        for kind in re.findall(
            r"""record\(\s*["']([a-z.-]+)["']""", file.read_text(encoding="utf-8")
        ):
            found.setdefault(kind, set()).add(
                file.relative_to(CHECKOUT / "src/stocktake").parts[0]
            )
    rows = [
        [f"`{kind}`", ", ".join(sorted(rooms))] for kind, rooms in sorted(found.items())
    ]
    return (
        "\n\n".join(
            [
                MADE,
                "# Audit events",
                "What is recorded in the hash-chained log, and by which room.",
                _table(["event", "room"], rows),
            ]
        )
        + "\n"
    )


def methods() -> str:
    """Every method with its card."""
    from stocktake.assessment.methods.registry import METHODS  # noqa: PLC0415

    parts = [
        MADE,
        "# Methods",
        (
            "What each method does, from its card. A name that ends in `stand-in` says that a "
            "part of the rule is not known from a text that could be read. How to use them: "
            "[methods](../methods.md); the rule that findings use: [verdicts](../verdicts.md)."
        ),
    ]
    for one in METHODS:
        card = one.card
        parts += [
            f"## {one.code}",
            card.what,
            f"**Formula.** {card.formula}",
            f"**Source.** {card.source}",
            "**Edge cases**",
            _list(card.edge_cases),
            "**Limits**",
            _list(card.limits),
            _table(
                ["column", "what it holds"],
                [
                    [f"`{_cell(name)}`", _cell(told)]
                    for name, told in card.columns.items()
                ],
            ),
        ]
        if one.shapes:
            others = " or ".join(f"`{', '.join(each)}`" for each in one.shapes)
            parts.append(f"Instead of the columns asked for it also reads {others}.")
    return "\n\n".join(parts) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _list(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


PAGES = {
    "commands.md": commands,
    "permissions.md": permissions,
    "events.md": events,
    "methods.md": methods,
}


def main() -> int:
    """Write or check the pages; 1 if a check finds a difference."""
    os.environ["STOCKTAKE_HOME"] = tempfile.mkdtemp()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stocktake.site.settings")
    different = []
    for name, make in PAGES.items():
        page, made = FOLDER / name, make()
        if "--check" not in sys.argv:
            FOLDER.mkdir(parents=True, exist_ok=True)
            page.write_text(made, encoding="utf-8")
        elif not page.exists() or page.read_text(encoding="utf-8") != made:
            different.append(name)
    if different:
        print(
            f"docs/reference differs from the code: {', '.join(different)}. Run: make reference",
            file=sys.stderr,
        )
    return bool(different)


if __name__ == "__main__":
    sys.exit(main())
