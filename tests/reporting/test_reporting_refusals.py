"""Sentences found again in another language, and that every refusal of a file has them all."""

import ast
import re
from pathlib import Path

import pytest

from stocktake.kernel.errors import FileRefused, Refused
from stocktake.kernel.languages import LANGUAGES
from stocktake.kernel.sentences import Sentences
from stocktake.reporting import refusals


PACKAGE = Path(refusals.__file__).resolve().parents[1]
RAISES = (
    *(PACKAGE / "documents" / "checking").glob("*.py"),
    *(PACKAGE / "documents" / "stripping").glob("*.py"),
    *(PACKAGE / "reporting" / "workbook").glob("*.py"),
    *(PACKAGE / "reporting" / "wordfile").glob("*.py"),
    PACKAGE / "reporting" / "actions" / "offline.py",
)
CALLS = {"refusal", "FileRefused", "NotSure"}
NOT_A_SENTENCE = 3  # words: names of formats and of files


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


def sentences(file: Path) -> set[str]:
    """What a module gives as reason or advice, with X for what differs."""
    tree = ast.parse(file.read_text("utf-8"))
    found = set()
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in CALLS:
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
    said = {one for file in RAISES for one in sentences(file)}

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
