"""The tables of docs/workflow.md are those of the code."""

import importlib.util
from pathlib import Path

import pytest


ROOT = Path(__file__).resolve().parents[2]
SPEC = importlib.util.spec_from_file_location(
    "workflow_docs", ROOT / "scripts/workflow_docs.py"
)
workflow_docs = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(workflow_docs)


def test_the_page_has_the_tables_of_the_code():
    page = workflow_docs.PAGE.read_text(encoding="utf-8")

    assert workflow_docs.made(page) == page


@pytest.mark.parametrize("name", workflow_docs.TABLES)
def test_every_table_is_on_the_page(name):
    page = workflow_docs.PAGE.read_text(encoding="utf-8")

    assert page.count(f"<!-- made: {name} -->") == 1
    assert workflow_docs.TABLES[name]() in page
