"""What the pages must not leave out: each word of the code, each setting, each link."""

import re
from pathlib import Path

import pytest
from django.apps import apps

from stocktake.assessment.methods.registry import METHODS


ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src/stocktake"
NO_ROOMS = {"locale"}  # folders of the package that hold no code


def _defined() -> set[str]:
    text = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")
    bold = re.findall(r"\*\*([^*]+)\*\*|`([a-z]+)`", text)
    return {
        word.strip(" .").lower()
        for term, code in bold
        for part in (term or code,)
        for word in part.split(",")
        if word.strip()
    }


def test_the_glossary_defines_each_word_once():
    text = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")

    terms = re.findall(r"^\*\*([^*]+)\.\*\*", text, flags=re.MULTILINE)

    assert sorted(terms) == sorted(set(terms))
    assert len(terms) > 60


def test_each_room_is_in_the_glossary():
    rooms = {path.parent.name for path in SOURCE.glob("*/__init__.py")} - NO_ROOMS

    assert rooms - _defined() == set()


def test_each_record_is_in_the_glossary():
    records = {
        re.sub(r"(?<!^)(?=[A-Z])", " ", model.__name__).lower()
        for model in apps.get_models()
        if model.__module__.startswith("stocktake.")
    }

    assert records - _defined() == set()


def test_each_setting_has_a_heading():
    used = {
        name
        for path in [*SOURCE.rglob("*.py"), *(ROOT / "scripts").glob("*.py")]
        for name in re.findall(
            r"\bSTOCKTAKE_[A-Z_]+\b", path.read_text(encoding="utf-8")
        )
    }
    page = (ROOT / "docs/settings.md").read_text(encoding="utf-8")
    headings = set(re.findall(r"^## (STOCKTAKE_[A-Z_]+)$", page, flags=re.MULTILINE))

    assert used - headings == set()
    assert headings - used <= {"STOCKTAKE_SHARED"}


def test_each_method_has_its_heading():
    page = (ROOT / "docs/reference/methods.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## (\S+)$", page, flags=re.MULTILINE)

    assert headings == [method.code for method in METHODS]


@pytest.mark.parametrize("page", sorted((ROOT / "docs").glob("for-*.md")))
def test_links_of_the_pages_by_role_lead_somewhere(page: Path):
    links = re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8"))
    local = [link for link in links if "://" not in link]

    assert [link for link in local if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", sorted((ROOT / "docs").glob("for-*.md")))
def test_a_page_by_role_says_what_is_not_there_yet(page: Path):
    assert re.search(r"^## Not yet", page.read_text(encoding="utf-8"), re.MULTILINE)
