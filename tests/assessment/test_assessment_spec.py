"""The tables of docs/verdicts.md and docs/methods.md are run: what goes in, what comes out."""

import re
from pathlib import Path

import pytest

from stocktake.assessment.methods import registry


DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGES = ("verdicts.md", "methods.md")
MARK = re.compile(r"^<!-- spec: (\S+) -->$")


def cells(line):
    """The cells of a line of a Markdown table."""
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def specified():
    """Every row of every table as (method, inputs, what must come out)."""
    pages = [(DOCS / page).read_text(encoding="utf-8") for page in PAGES]
    lines = "\n\n".join(pages).splitlines()
    for at, line in enumerate(lines):
        mark = MARK.match(line)
        if not mark:
            continue
        names = cells(lines[at + 1])
        for row in lines[at + 3 :]:
            if not row.startswith("|"):
                break
            told = dict(zip(names, cells(row), strict=True))
            inputs = {k: v for k, v in told.items() if k[0] != "=" and k != "case"}
            wanted = {k[2:]: v for k, v in told.items() if k[0] == "="}
            yield pytest.param(mark[1], inputs, wanted, id=f"{mark[1]}: {told['case']}")


def agrees(found, printed):
    """Whether what came out is what the page prints, as far as it prints digits."""
    if printed == "":
        return found is None
    if isinstance(found, str):
        return found.removeprefix("default@1: ") == printed
    digits = len(printed.partition(".")[2])
    return found is not None and abs(found - float(printed)) <= 0.5001 * 10**-digits


@pytest.mark.parametrize(("method", "inputs", "wanted"), list(specified()))
def test_the_page_tells_what_comes_out(method, inputs, wanted):
    (result,) = registry.method(method).run([inputs])

    wrong = {
        name: (result.get(name), printed)
        for name, printed in wanted.items()
        if not agrees(result.get(name), printed)
    }
    assert wrong == {}


def test_every_measure_of_change_has_a_table():
    told = {param.values[0] for param in specified()}

    assert {
        "default",
        "statcan",
        "linear-pace",
        "eurostat",
        "unsd-2023",
        "escap-csi",
        "escap-api",
        "destatis",
    } <= told
