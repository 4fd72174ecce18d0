"""Sentences found again in another language, and that every refusal on a page has them all."""

import ast
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from stocktake.kernel import refusals
from stocktake.kernel.data import read_yaml_file
from stocktake.kernel.errors import FileRefused, Refused
from stocktake.kernel.languages import LANGUAGES
from stocktake.kernel.sentences import Sentences
from stocktake.reporting.questionnaires.faults import NotAValue


PACKAGE = Path(refusals.__file__).resolve().parents[1]
FILES = (
    *(PACKAGE / "documents" / "checking").glob("*.py"),
    *(PACKAGE / "documents" / "stripping").glob("*.py"),
    *(PACKAGE / "reporting" / "workbook").glob("*.py"),
    *(PACKAGE / "reporting" / "wordfile").glob("*.py"),
    PACKAGE / "reporting" / "actions" / "offline.py",
)
REASONS = {"refusal", "FileRefused", "NotSure"}
REFUSALS = {"Refused", "NotFound", "NotPermitted", "WrongUsage"}
NOT_A_SENTENCE = 3  # words: names of formats and of files
# What no page calls: commands, the interface for programs (English, as SDMX has it), files of
# editions and statistics that are loaded from the command line.
NOT_ON_PAGES = (
    "api", "cli", "site", "charter/checks", "charter/publishing.py", "jobs",
    "actors/treaty_tables.py", "geography/reading.py",
    "assessment/methods/reading.py", "assessment/policies/form.py",
    "dossiers/freezing.py", "dossiers/gathering.py", "dossiers/pressing.py",
    "indicators/access/offering.py", "indicators/aggregates",
    "indicators/disclosure", "indicators/loading", "indicators/mapping.py",
    "indicators/reading/sdmx_csv.py", "indicators/reading/sdmx_json.py",
    "indicators/reading/sdmx_ml.py", "indicators/reading/sdmx_ml_spool.py",
    "indicators/publishing", "indicators/releases", "indicators/serving",
    "indicators/structures/foreign", "indicators/structures/messages.py",
    "indicators/structures/registry.py", "indicators/structures/taking.py",
    "texts/trials.py",
)  # fmt: skip


def test_names_of_a_sentence_are_filled_in_and_are_sentences_themselves():
    table = Sentences(
        [
            {"en": "the PDF is damaged: {fault}", "fr": "le PDF est abîmé : {fault}"},
            {"en": "its end is missing", "fr": "sa fin manque"},
        ]
    )

    told = table.said("the PDF is damaged: its end is missing", "fr")
    other = table.said("the PDF is damaged: page 2", "fr")

    assert told == "le PDF est abîmé : sa fin manque"
    assert other == "le PDF est abîmé : page 2"
    assert table.said("it is a picture", "fr") is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refused_file_is_explained_in_every_language(language):
    refused = FileRefused(
        "r.docx",
        "its part word/a.bin is damaged",
        "Send the report itself as PDF, DOCX, ODT, HTML or TXT.",
    )

    told = refusals.said(refused, language)

    assert told is not None
    assert "r.docx" in told
    assert "word/a.bin" in told
    assert (told == str(refused)) is (language == "en")


def test_what_no_table_holds_stays_as_it_is():
    assert refusals.said(Refused("Something else altogether."), "ar") is None


def test_a_refusal_that_knows_its_own_words_is_not_looked_up():
    refused = NotAValue(code="not-whole", given="1.5")

    assert refusals.said(refused, "fr") == refused.said("fr")
    assert refusals.said(refused, "fr") != str(refused)


def test_the_sentence_with_most_words_of_its_own_is_taken():
    table = Sentences(
        [
            {"en": "{x} is gone", "fr": "{x} a disparu"},
            {"en": "the key {x} is gone", "fr": "la clef {x} a disparu"},
            {"en": "draft", "fr": "brouillon"},
            {"en": "steps: {x}", "fr": "étapes : {x}"},
        ]
    )

    assert table.said("the key A is gone", "fr") == "la clef A a disparu"
    assert (
        refusals.sentences().said(
            "Edition e has no item '9.9'. See `stocktake charter list --edition e`.",
            "zh",
        )
        == "版本 e 没有条目 '9.9'。见 `stocktake charter list --edition e`。"
    )
    assert table.said("steps: draft, other", "fr") == "étapes : brouillon, other"


def test_a_name_that_no_area_or_several_have_is_explained_in_every_language():
    path = PACKAGE / "geography" / "data" / "aliases.yaml"
    notes = read_yaml_file(path, dict[str, Any])
    absent = {f"X: {one['note']}" for one in notes["absent"]}
    shared = {f" {one['note']}" for one in notes["shared"] if one["note"]}

    missing = [
        (said, language)
        for said in sorted(absent | shared)
        for language in LANGUAGES
        if refusals.sentences().said(said, language) is None
    ]

    assert len(absent | shared) > 10
    assert missing == []


def on_pages() -> tuple[Path, ...]:
    """The modules whose refusals a person may meet on a page."""
    aside = tuple(PACKAGE / one for one in NOT_ON_PAGES)
    return tuple(
        file
        for file in sorted(PACKAGE.rglob("*.py"))
        if not any(file == one or one in file.parents for one in aside)
    )


@cache
def refused_in(file: Path) -> frozenset[str]:
    """What a module refuses in words of its own, with X for what differs."""
    source = file.read_text("utf-8")
    if not any(name in source for name in REFUSALS):
        return frozenset()
    functions = [
        one for one in ast.walk(ast.parse(source)) if isinstance(one, ast.FunctionDef)
    ]
    told = {one.name: returned(one) for one in functions}
    found: set[str] = set()
    for function in functions:
        named = assigned(function)
        for call in ast.walk(function):
            if isinstance(call, ast.Call) and called(call) in REFUSALS and call.args:
                given = call.args[0]
                if isinstance(given, ast.Name):
                    found |= named.get(given.id, set())
                elif isinstance(given, ast.Call):
                    found |= told.get(called(given), set())
                else:
                    found.add(text(given))
    return frozenset(said for said in found if len(said.split()) > 1 and said != "X: X")


def called(call: ast.Call) -> str:
    """The plain name of what is called."""
    return getattr(call.func, "id", "")


def assigned(function: ast.FunctionDef) -> dict[str, set[str]]:
    """The texts that a function gives names to."""
    found: dict[str, set[str]] = {}
    for one in ast.walk(function):
        if isinstance(one, ast.Assign) and isinstance(one.targets[0], ast.Name):
            found.setdefault(one.targets[0].id, set()).add(text(one.value))
    return found


def returned(function: ast.FunctionDef) -> set[str]:
    """The texts that a function returns."""
    every = (one for one in ast.walk(function) if isinstance(one, ast.Return))
    return {text(one.value) for one in every if one.value is not None}


def test_every_refusal_that_reaches_a_page_is_in_the_table():
    table = refusals.sentences()  # which has each sentence in all languages: see below
    refused = {
        (str(file.relative_to(PACKAGE)), one)
        for file in on_pages()
        for one in refused_in(file)
    }

    missing = sorted(
        (file, one) for file, one in refused if table.said(one, "en") is None
    )

    assert len(refused) > 150
    assert missing == [], "translate them in kernel/data/refusals"


def sentences(file: Path) -> set[str]:
    """What a module gives as reason or advice, with X for what differs."""
    tree = ast.parse(file.read_text("utf-8"))
    found = set()
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in REASONS:
            found |= {said for one in call.args if (said := text(one))}
    for one in tree.body:  # constants that are advice
        if isinstance(one, ast.Assign | ast.AnnAssign) and one.value:
            said = text(one.value)
            if said.endswith("."):
                found.add(said)
    return {said for said in found if len(said.split()) > NOT_A_SENTENCE}


def text(node: ast.expr) -> str:
    """A string or a formatted string as it might read."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(
            part.value if isinstance(part, ast.Constant) else "X"
            for part in node.values
        )
    return ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_to_refuse_a_file_is_in_the_table(language):
    said = {one for file in FILES for one in sentences(file)}

    missing = {one for one in said if refusals.sentences().said(one, language) is None}

    assert len(said) > 60
    assert missing == set()


def test_translations_keep_the_names_of_their_sentence():
    names = re.compile(r"\{\w+\}")
    wrong = [
        entry["en"]
        for entry in refusals.entries()
        if set(entry) != set(LANGUAGES)
        or any(
            set(names.findall(said)) - set(names.findall(entry["en"]))
            for said in entry.values()
        )
    ]

    assert wrong == []
