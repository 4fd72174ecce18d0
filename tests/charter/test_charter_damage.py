"""Whatever happens to a file, the check answers with faults and never with a crash."""

import shutil

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stocktake.charter import queries, reading
from stocktake.charter.rules import near


pytestmark = pytest.mark.slow

SHIPPED = queries.folder("icmpd-2017")
FILES = [
    name
    for under in ("compact", "calendar", "frameworks", "crosswalk", "code_lists")
    for name in queries.files("icmpd-2017", under)
] + ["edition.yaml"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    target = tmp_path_factory.mktemp("damage") / "icmpd-2017"
    shutil.copytree(
        SHIPPED,
        target,
        ignore=shutil.ignore_patterns("indicators", "label_cards", "questionnaires"),
    )
    return target


def without(lines, at):
    return lines[:at] + lines[at + 1 :]


def twice(lines, at):
    return [*lines[: at + 1], *lines[at:]]


def cut(lines, at):
    return lines[:at]


def indented(lines, at):
    return [*lines[:at], f"   {lines[at]}", *lines[at + 1 :]]


def unquoted(lines, at):
    return [*lines[:at], lines[at].replace('"', ""), *lines[at + 1 :]]


def other_value(lines, at):
    key = lines[at].split(":")[0]
    return [*lines[:at], f"{key}: [1, {{x: null}}]", *lines[at + 1 :]]


DAMAGES = [without, twice, cut, indented, unquoted, other_value]


@settings(
    max_examples=80,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.sampled_from(FILES), st.sampled_from(DAMAGES), st.floats(0, 1, exclude_max=True)
)
def test_a_damaged_edition_is_either_refused_with_reasons_or_still_readable(
    folder, name, damage, where
):
    whole = (SHIPPED / name).read_text(encoding="utf-8")
    lines = whole.splitlines()
    damaged = "\n".join(damage(lines, int(where * len(lines))))
    (folder / name).write_text(damaged, encoding="utf-8")

    try:
        faults = queries.faults(folder)
        if not faults:
            assert reading.read(folder).items
        assert all(fault.file and fault.reason for fault in faults)
    finally:
        (folder / name).write_text(whole, encoding="utf-8")


@given(st.text(max_size=12))
def test_near_codes_are_always_known_ones(typed):
    known = ["1.1", "1.1.1", "OBJ07-c"]

    assert set(near(typed, known)) <= set(known)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("obj7-c", "OBJ07-c"),
        ("OBJ7C", "OBJ07-c"),
        ("1.1.", "1.1"),
        ("OBJ-07-c", "OBJ07-c"),
    ],
)
def test_a_code_in_another_spelling_comes_first(typed, meant):
    assert near(typed, ["1.1", "1.1.1", "OBJ17-c", "OBJ07-c"])[0] == meant
