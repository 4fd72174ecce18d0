"""A table of broken files, and the words that the message must hold."""

import shutil

import pytest
import yaml

from stocktake.charter import queries
from stocktake.charter.rules import Fault
from stocktake.reporting.questionnaires import edition_check
from stocktake.texts import cards


pytestmark = pytest.mark.slow  # each case copies or reads an edition

CHECKS = {"label_cards": cards.faults, "questionnaires": edition_check.faults}
THEME_1 = "compact/1-human-rights.yaml"


@pytest.fixture
def folder(tmp_path):
    """A copy of the shipped edition, to be broken."""
    target = tmp_path / "icmpd-2017"
    shutil.copytree(
        queries.folder("icmpd-2017"),
        target,
        ignore=shutil.ignore_patterns("indicators"),  # another room's, checked there
    )
    return target


def said(folder):
    return [str(fault) for fault in queries.faults(folder, others=CHECKS)]


def edit(folder, name, old, new):
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {name}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_whole_edition_has_no_fault(folder):
    assert said(folder) == []


BROKEN = [
    # file, text to replace, its replacement, words that one message must hold
    (THEME_1, 'code: "1.2"', "code: 1.2", ("1.2 code", "expected text", "in quotes")),
    (
        THEME_1,
        "kind: theme",
        "kind: theem",
        ("kind", "'theem' is not one of", "did you mean theme"),
    ),
    (
        THEME_1,
        "  title:\n",
        "  titles:\n",
        ("1:", "`titles` is not a known key", "did you mean `title`"),
    ),
    (
        THEME_1,
        "counted: true",
        "counts: true",
        ("`counts` is not a known key", "did you mean `counted`"),
    ),
    (THEME_1, "counted: true", "counted: yess", ("1.1 counted", "true or false")),
    (
        THEME_1,
        'parent: "1.1"',
        'parent: "1.7"',
        ("1.1.1", "'1.7' is no item", "did you mean"),
    ),
    (
        THEME_1,
        'parent: "1.1"',
        'parent: "1"',
        ("1.1.1", "is a theme", "lies under a commitment"),
    ),
    (THEME_1, 'code: "1.3"', 'code: "1.2"', ("1.2", "stands twice")),
    (THEME_1, "    fr: ", "    fx: ", ("`fx` is not one of ar, zh, en, fr",)),
    (
        THEME_1,
        "en: Human rights of migrants",
        "en: ''",
        ("1 title", "English", "is empty"),
    ),
    (
        THEME_1,
        "zh: 移民的人权",
        "zh: Human rights",
        ("1 title", "holds no Chinese letters"),
    ),
    (
        THEME_1,
        "source: {section: 1, theme: 1}",
        "source: {section: one}",
        ("1 source.section", "whole number"),
    ),
    (THEME_1, "- code:", "- code: [", ("line", "is not YAML")),
    (
        THEME_1,
        "  kind: theme\n",
        "  kind: theme\n  kind: theme\n",
        ("line", "`kind` stands twice"),
    ),
    (
        "edition.yaml",
        "code: icmpd-2017",
        "code: other",
        ("edition.yaml: code", "make them the same"),
    ),
    ("edition.yaml", "commitment: 30", "commitment: 31", ("declares 31, but 30",)),
    ("edition.yaml", "theme: 5", "team: 5", ("'team' is not one of theme",)),
    (
        "calendar/calendar.yaml",
        "state_period_months: 24",
        "state_period_months: 3",
        ("state_period_months", ">= 6"),
    ),
    (
        "calendar/calendar.yaml",
        "begins: 2018-12-19",
        "begins: December",
        ("begins", "date"),
    ),
    (
        "calendar/calendar.yaml",
        "duration_months: 120",
        "duration_months: 12",
        ("24 months, longer than",),
    ),
    (
        "calendar/coverage.yaml",
        '"4.2"',
        '"4.9"',
        ("any_part_counts", "'4.9' is no item"),
    ),
    ("calendar/coverage.yaml", '"4.2"', '"4.3"', ("4.3 has no parts",)),
    ("calendar/coverage.yaml", "1/2", "half", ("majority_more_than",)),
    ("frameworks/treaties.yaml", "id: ICCPR", "id: UDHR", ("UDHR", "stands twice")),
    (
        "frameworks/treaties.yaml",
        "kind: treaty",
        "kind: treatise",
        ("is not one of treaty", "did you mean treaty"),
    ),
    (
        "frameworks/treaties.yaml",
        'annex: ["1"]',
        'annex: ["7"]',
        ("annex", "'7' is no theme"),
    ),
    (
        "frameworks/processes.yaml",
        '"5.3", follow-up]',
        '"5.3", follow-on]',
        ("GFMD named_in", "did you mean follow-up"),
    ),
    (
        "crosswalk/crosswalk.yaml",
        "OBJ13-a",
        "OBJ13-z",
        ("links 1.2 gcm-2018", "'OBJ13-z' is no code of gcm-2018"),
    ),
    (
        "crosswalk/crosswalk.yaml",
        '"16.3"',
        '"16.33"',
        ("'16.33' is no code of sdg", "did you mean 16.3"),
    ),
    (
        "crosswalk/crosswalk.yaml",
        "    gcm-2018:",
        "    gcm-2081:",
        ("'gcm-2081' is no edition", "did you mean gcm-2018"),
    ),
    (
        "crosswalk/crosswalk.yaml",
        "part: [OBJ07,",
        "prat: [OBJ07,",
        ("'prat' is not one of same, part, related",),
    ),
    (
        "crosswalk/crosswalk.yaml",
        "[OBJ07, OBJ12]",
        "[OBJ07, OBJ07]",
        ("OBJ07 stands twice",),
    ),
    (
        "crosswalk/crosswalk.yaml",
        '"5.7":',
        '"5.8":',
        ("links 5.8", "no item of this edition"),
    ),
    (
        "code_lists/side-effects.yaml",
        "code: prosecuted-migrants",
        "code: redirected-flows",
        ("stands twice",),
    ),
    (
        "label_cards/1.2.yaml",
        "code: '1.2'",
        "code: '1.9'",
        ("label_cards/1.2.yaml", "is no item"),
    ),
    ("label_cards/1.2.yaml", "terms:", "words:", ("label_cards/1.2.yaml", "words")),
]


@pytest.mark.parametrize(
    ("file", "old", "new", "words"), BROKEN, ids=[f"{b[0]}:{b[2][:24]}" for b in BROKEN]
)
def test_a_broken_file_is_named_with_key_and_reason(folder, file, old, new, words):
    edit(folder, file, old, new)

    messages = said(folder)

    assert any(
        m.startswith(file) and all(word in m for word in words) for m in messages
    ), messages


def test_every_fault_is_named_not_only_the_first(folder):
    edit(folder, THEME_1, 'code: "1.2"', "code: 1.2")
    edit(folder, THEME_1, 'parent: "1.1"', 'parent: "1.7"')
    edit(
        folder,
        "calendar/calendar.yaml",
        "state_period_months: 24",
        "state_period_months: 3",
    )
    edit(folder, "frameworks/treaties.yaml", 'annex: ["1"]', 'annex: ["7"]')

    messages = said(folder)

    assert len(messages) == 4, messages


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("edition.yaml", "edition.yaml: is missing"),
        ("calendar/calendar.yaml", "calendar/calendar.yaml: is missing"),
        ("calendar/coverage.yaml", "calendar/coverage.yaml: is missing"),
        ("compact/3-regular-pathways.yaml", "declares 30, but 24"),
    ],
)
def test_a_missing_file_is_named(folder, name, words):
    (folder / name).unlink()

    assert any(words in message for message in said(folder))


def test_one_unreadable_file_does_not_drown_the_reader_in_other_faults(folder):
    edit(folder, THEME_1, "kind: theme", "kind: [theme")

    messages = said(folder)

    assert len(messages) == 1
    assert "is not YAML" in messages[0]


def test_an_empty_compact_folder_gives_one_fault(folder):
    shutil.rmtree(folder / "compact")

    assert said(folder) == ["compact/: is missing or empty; it holds the items"]


@pytest.mark.parametrize(
    "name", ["compact/6-more.yml", "compact/6-more.yaml.txt", "crosswalk/other.yaml"]
)
def test_a_file_that_would_be_ignored_is_named(folder, name):
    (folder / name).write_text("[]\n", encoding="utf-8")

    assert any(message.startswith(f"{name}: is not read") for message in said(folder))


def test_a_file_in_another_encoding_is_named(folder):
    (folder / THEME_1).write_bytes("- title: é".encode("latin-1"))

    assert any("is not UTF-8" in message for message in said(folder))


def test_a_folder_that_is_not_there_is_named(tmp_path):
    assert [f.reason for f in queries.faults(tmp_path / "nothing")] == [
        "there is no such folder"
    ]


def test_other_rooms_check_their_own_sub_folder(folder):
    def refuses_all(place, codes):
        yield Fault(place.name, "any", f"{len(codes)} items")

    faults = queries.faults(folder, others=CHECKS | {"label_cards": refuses_all})

    assert [str(fault) for fault in faults] == ["label_cards: any: 43 items"]


def test_a_language_that_is_declared_is_asked_of_every_text(folder):
    path = folder / THEME_1
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    for entry in entries:
        del entry["title"]["es"]
    path.write_text(yaml.safe_dump(entries, allow_unicode=True), encoding="utf-8")

    messages = said(folder)

    assert len(messages) == len(entries)
    assert all("no text in Español (`es`)" in message for message in messages)
