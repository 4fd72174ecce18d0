"""Plain files read by whole columns are the same releases as the database reads from them."""

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stocktake.indicators.loading import cells, load, pieces, plain, typed
from stocktake.indicators.loading.load import Request
from stocktake.indicators.reading.opening import open_file
from stocktake.indicators.structures import reading as structures


NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
HEAD = (
    "STRUCTURE,STRUCTURE_ID,ACTION,FREQ,REF_AREA,ORIGIN,SEX,AGE,SOURCE,TIME_PERIOD,"
    "OBS_VALUE,UNIT_MEASURE,OBS_STATUS,COMMENT_OBS"
)


@pytest.fixture(autouse=True)
def small_pieces(tmp_path, monkeypatch):
    monkeypatch.setenv("STOCKTAKE_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(pieces, "SIZE", 2000)


def row(area="SVN", origin="_T", year="2019", value="10", status="", note=""):
    return (
        f"dataflow,STOCKTAKE:MIGRANT_STOCK(1.0),I,A,{area},{origin},_T,_T,NSO,{year},"
        f"{value},PS,{status},{note}"
    )


def many(*last):
    """Rows that are plain, and some more."""
    rows = [
        row(area, origin, str(year), str(year * 7919 % 10**7), "E" if year % 3 else "")
        for year in range(2019, 1999, -1)
        for area in ("STATELESS", "SVN", "HRV")
        for origin in ("ITA", "_T")
    ]
    return [*rows, *last]


def written(folder, rows, end="\n"):
    path = folder / "a.csv"
    path.write_text(end.join([HEAD, *rows]) + end, encoding="utf-8", newline="")
    return path


def loaded(path):
    return load.load(Request(path), before=lambda _flow: None, at=NOON)


@pytest.mark.slow
def test_a_plain_file_is_the_release_that_the_database_makes_of_it(
    tmp_path, monkeypatch
):
    values = ("", "-", "NaN", "0.1", "12345678", "123456789012", "1e3", "00012.50")
    last = [row(year=str(1970 + n), value=value) for n, value in enumerate(values)]
    path = written(tmp_path, many(*last))
    assert read(path, tmp_path) is not None

    found = loaded(path)

    monkeypatch.setattr(plain, "go", lambda *_args, **_more: None)
    without = loaded(path)
    assert (found.observations, found.digest) == (128, without.digest)
    assert (found.changes, found.unused) == (without.changes, without.unused)


@pytest.mark.parametrize(
    "last",
    [
        {"note": "as told"},
        {"note": '"a, b"'},
        {"value": "+5"},
        {"value": "1_000"},
        {"value": "inf"},
        {"value": "-3"},
        {"value": "many"},
        {"value": "1\n2"},
        {"area": "SLOVENIA"},
        {"area": ""},
        {"area": "SV"},
        {"status": "E,"},
        {"status": "?"},
        {"year": "2019-Q1"},
        {"year": "19"},
    ],
)
def test_what_is_not_plain_is_left_to_the_database(tmp_path, last):
    path = written(tmp_path, many(row(**{"year": "1998", **last})))

    assert read(path, tmp_path) is None


def test_lines_that_are_too_short_or_too_long_are_not_plain(tmp_path):
    for short in (["I,A"] * 3, ["x"], [""], [row() + ",x"], [row()[:-1]]):
        assert read(written(tmp_path, many(*short)), tmp_path) is None


def test_lines_that_end_in_two_bytes_are_not_plain(tmp_path):
    assert read(written(tmp_path, many(), "\r\n"), tmp_path) is None


@pytest.mark.slow
def test_a_key_that_comes_twice_in_a_plain_file_is_told_with_its_rows(tmp_path):
    path = written(tmp_path, many(many()[0]))
    assert read(path, tmp_path) is not None

    found = loaded(path)

    assert (dict(found.checked.kinds), found.digest) == ({"duplicate key": 1}, "")
    assert found.checked.faults[0].why.startswith("row 2 has")


def read(path, keep):
    flow = structures.flow("MIGRANT_STOCK")
    opened = open_file(path, keep / "spool.csv", mapping=None)
    with duckdb.connect() as con:
        return plain.go(
            con,
            opened,
            flow,
            structures.lists(flow),
            keep=keep,
            progress=lambda *_told: None,
        )


def test_reading_joins_nothing_because_rows_would_lose_their_order(tmp_path):
    flow = structures.flow("MIGRANT_STOCK")
    opened = open_file(written(tmp_path, many()), tmp_path / "s.csv", mapping=None)
    with duckdb.connect() as con:
        reading = typed.reading(con, opened, flow, structures.lists(flow))
        reading.make_types()
        steps = con.execute("EXPLAIN " + reading.statement(opened)).fetchall()

    assert "READ_CSV" in steps[0][1].upper()
    assert "JOIN" not in steps[0][1].upper()


KILLED = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from stocktake.indicators.loading import load, pieces, plain
pieces.SIZE = 2000
go, done = plain._kept, 0
def slow(*told):
    global done
    done += 1
    if done > 4:
        Path(sys.argv[2]).touch()
        time.sleep(60)
    return go(*told)
plain._kept = slow
load.load(load.Request(Path(sys.argv[1])), before=lambda f: None, at=datetime.now(UTC))
"""


@pytest.mark.slow
def test_a_killed_load_of_a_plain_file_goes_on_with_the_pieces_it_has(tmp_path):
    path, mark = written(tmp_path, many()), tmp_path / "reached"
    child = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(path), str(mark)], env=dict(os.environ)
    )
    kept = tmp_path / "home" / "releases"
    for _ in range(400):
        if mark.exists() and len(list(kept.glob(".staged-*/*.npy"))) >= 4:
            break
        time.sleep(0.05)
    child.send_signal(signal.SIGKILL)
    child.wait()

    again = loaded(path)

    assert (again.reused, again.observations) == (4, 120)
    assert again.digest == loaded(path).digest
    assert not list(kept.glob(".staged-*"))


TEXTS = st.text(
    st.characters(codec="utf-8", exclude_characters=',\n"\r\0'), max_size=20
)


@given(st.lists(TEXTS.filter(bool), min_size=1, max_size=8, unique=True), st.data())
def test_texts_are_found_again_by_their_numbers(texts, data):
    lexicon = cells.Lexicon(texts)
    told = data.draw(st.lists(st.sampled_from(["", *texts]), min_size=1))
    lines = _lines(told)
    column = lines.cells(ord("\n"))
    lines.end()

    assert [lexicon.text(n) for n in lexicon.numbers(column).tolist()] == told


@given(st.lists(st.integers() | st.floats(allow_infinity=False), min_size=1))
def test_numbers_are_those_that_python_reads(numbers):
    texts = [repr(n).replace("+", "") for n in numbers]

    found = cells.values(_lines(texts).cells(ord("\n")))

    assert list(map(repr, found.tolist())) == [repr(float(text)) for text in texts]


def _lines(texts):
    return cells.Lines("".join(f"{t}\n" for t in texts).encode() + bytes(96))
