"""Write the tables of docs/workflow.md from the code, between its marks.

python scripts/workflow_docs.py           write them
python scripts/workflow_docs.py --check   fail if the page differs from the code
"""

import re
import sys
from pathlib import Path

from stocktake.accounts.rules import GRANTS, SCOPED_PERMISSIONS, SCOPED_ROLES, Role
from stocktake.charter import queries as charter
from stocktake.reporting import workflow
from stocktake.reporting.calendar import expert_days, state_days
from stocktake.reporting.rules import Stage, Step, Strand


PAGE = Path(__file__).resolve().parents[1] / "docs" / "workflow.md"
MARK = re.compile(
    r"(?P<head><!-- made: (?P<name>[a-z-]+) -->\n).*?(?P<tail><!-- end -->)", re.DOTALL
)


def moves(strand: Strand) -> str:
    """Every move of a strand: from, step, to, when it is open, what it takes."""
    with_clearing = workflow.moves(strand, clearing=True)
    without = workflow.moves(strand, clearing=False)
    rows = []
    for (stage, step), after in sorted(
        workflow.MOVES[strand].items(), key=lambda row: _order(row[0])
    ):
        only = ""
        if (stage, step) not in without:
            only = "while the State clears"
        elif (stage, step) not in with_clearing:
            only = "while the State does not clear"
        elif step in workflow.AUTOMATIC:
            only = "by the program, when a newer version is published"
        said = "yes" if step in workflow.EXPLAINED else ""
        rows.append([_word(stage), f"`{step}`", _word(after), only, said])
    return table(["from", "step", "to", "only", "message needed"], rows)


def who(strand: Strand) -> str:
    """Who may do each step of a strand, and by which permission."""
    rows = []
    for step, permission in workflow.WHO[strand].items():
        if step in workflow.AUTOMATIC:
            continue
        roles = [
            f"{role.value} (own)"
            if role in SCOPED_ROLES and permission in SCOPED_PERMISSIONS
            else role.value
            for role in Role
            if permission in GRANTS[role]
        ]
        rows.append([f"`{step}`", f"`{permission.value}`", ", ".join(roles)])
    return table(["step", "permission", "roles"], rows)


def days() -> str:
    """The days of every report under the default calendar."""
    edition = charter.edition()
    rows = []
    for dates in charter_rounds():
        state = state_days(edition.calendar, dates)
        rows.append(["State", dates.code, *_dates(state)])
        rows += [
            ["experts", dates.code, *_dates(one)]
            for one in expert_days(edition.calendar, dates)
        ]
    head = ["strand", "round", "opens", "due", "in time until", "corrections until"]
    return table(head, rows)


def charter_rounds():
    """The rounds of the default edition."""
    from stocktake.charter.rules import rounds  # noqa: PLC0415

    return rounds(charter.edition().calendar)


def _dates(one):
    return [
        day.isoformat() for day in (one.opens, one.due, one.grace_until, one.closes)
    ]


def _order(move):
    return list(Stage).index(move[0]), list(Step).index(move[1])


def _word(stage):
    return stage.value.replace("_", " ")


def table(head, rows):
    """A table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


TABLES = {
    "state-moves": lambda: moves(Strand.STATE),
    "state-who": lambda: who(Strand.STATE),
    "expert-moves": lambda: moves(Strand.EXPERT),
    "expert-who": lambda: who(Strand.EXPERT),
    "days": days,
}


def made(page: str) -> str:
    """The page with every table as the code has it."""
    return MARK.sub(
        lambda found: f"{found['head']}\n{TABLES[found['name']]()}\n\n{found['tail']}",
        page,
    )


def main() -> int:
    """Write or check the page; 1 if a check finds a difference."""
    page = PAGE.read_text(encoding="utf-8")
    if "--check" not in sys.argv:
        PAGE.write_text(made(page), encoding="utf-8")
        return 0
    if made(page) != page:
        print(
            "docs/workflow.md differs from the code. Run: python scripts/workflow_docs.py",
            file=sys.stderr,
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
