"""A load that was interrupted goes on where it stopped; the straight way says what the long one does."""

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stocktake.indicators.loading import (
    checking,
    load,
    pieces,
    staging,
    straight,
    typed,
)
from stocktake.indicators.loading.load import Request
from stocktake.indicators.reading import sdmx_ml, sdmx_ml_spool
from stocktake.indicators.reading.opening import open_file
from stocktake.indicators.releases import doubles, making, store
from stocktake.indicators.structures import reading as structures
from stocktake.kernel.errors import Refused


NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
HEAD = (
    "STRUCTURE,STRUCTURE_ID,ACTION,FREQ,REF_AREA,ORIGIN,SEX,AGE,SOURCE,TIME_PERIOD,"
    "OBS_VALUE,UNIT_MEASURE,OBS_STATUS,COMMENT_OBS"
)


@pytest.fixture(autouse=True)
def own_home(tmp_path, monkeypatch):
    monkeypatch.setenv("STOCKTAKE_HOME", str(tmp_path / "home"))


def row(area="SVN", sex="_T", year="2019", value="10", status="", note=""):
    return (
        f"dataflow,STOCKTAKE:MIGRANT_STOCK(1.0),I,A,{area},_T,{sex},_T,NSO,{year},{value},"
        f"PS,{status},{note}"
    )


def many(count):
    return [
        row(sex=sex, year=str(year), value=str(year % 97), note='"a ""b"",\nc"')
        for year in range(1900, 1900 + count // 2)
        for sex in ("F", "M")
    ]


def written(folder: Path, rows, name="a.csv", head=HEAD) -> Path:
    path = folder / name
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return path


def loaded(path, **more):
    return load.load(Request(path, **more), before=lambda _flow: None, at=NOON)


def facts(digest):
    """The rows of a release, and the file's own numbers of them."""
    path, _ = store.paths("STOCKTAKE:MIGRANT_STOCK(1.0)", digest)
    with duckdb.connect(str(path), read_only=True) as con:
        return con.execute("SELECT * FROM observations").fetchall()


def test_pieces_are_cut_between_records_and_are_the_file_again(tmp_path):
    path = written(tmp_path, many(200))
    whole = path.read_bytes()

    for size in (40, 200, 1000, 10**6):
        cut = list(pieces.cut(path, skip=1, size=size))
        assert b"".join(piece.data for piece in cut) == whole.split(b"\n", 1)[1]
        assert all(piece.data.count(b'"') % 2 == 0 for piece in cut)
        assert all(piece.data.endswith(b"\n") for piece in cut)


@pytest.mark.slow
def test_a_file_in_pieces_is_the_release_that_it_is_in_one(tmp_path, monkeypatch):
    path = written(tmp_path, many(200))
    whole = loaded(path)

    monkeypatch.setattr(pieces, "SIZE", 2000)
    cut = loaded(path)

    assert (cut.observations, cut.digest) == (200, whole.digest)
    assert facts(cut.digest) == facts(whole.digest)
    assert not list((tmp_path / "home" / "releases").glob(".staged-*"))


@pytest.mark.slow
def test_a_key_that_comes_twice_is_found_in_pieces_too(tmp_path, monkeypatch):
    monkeypatch.setattr(pieces, "SIZE", 2000)

    found = loaded(written(tmp_path, [*many(200), row(sex="F", year="1900")]))

    assert (dict(found.checked.kinds), found.digest) == ({"duplicate key": 1}, "")
    assert found.checked.faults[0].why.startswith("row 2 has")


@pytest.mark.slow
def test_what_is_the_same_in_some_places_need_not_be_in_all(tmp_path, monkeypatch):
    path = written(tmp_path, [row(sex="F"), row(sex="M"), row(sex="_T")])
    plain = loaded(path)
    monkeypatch.setattr(typed, "looked_at", lambda _opened: [row(sex="F").split(",")])

    supposed = loaded(path)

    assert (supposed.observations, supposed.digest) == (3, plain.digest)


INTERRUPTED = """
import signal, sys, time
from datetime import UTC, datetime
from pathlib import Path
from stocktake.indicators.loading import load, pieces, straight
from stocktake.indicators.reading import sdmx_ml_spool
signal.signal(signal.SIGINT, signal.default_int_handler)  # even where a parent ignores it
pieces.SIZE, sdmx_ml_spool.EVERY, sdmx_ml_spool.BLOCK = 2000, 40, 4000
done = 0
def slow(self, *told, _go={what}):
    global done
    done += 1
    if done == 4:
        Path(sys.argv[2]).touch()
        time.sleep(60)
    return _go(self, *told)
{what} = slow
load.load(load.Request(Path(sys.argv[1])), before=lambda f: None, at=datetime.now(UTC))
"""


def interrupted(path, mark, what, how):
    """A load in a process of its own that is ended in the middle of its work."""
    child = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED.format(what=what), str(path), str(mark)],
        env=dict(os.environ),
        stderr=subprocess.DEVNULL,
    )
    for _ in range(200):
        if mark.exists():
            break
        time.sleep(0.05)
    assert mark.exists()
    child.send_signal(how)
    child.wait()


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_killed_load_goes_on_with_the_pieces_it_has(tmp_path, monkeypatch, how):
    path = written(tmp_path, many(200))
    interrupted(path, tmp_path / "reached", "straight._type_piece", how)
    (kept,) = (tmp_path / "home" / "releases").glob(".staged-*")
    assert len(list(kept.glob("*.json"))) == 3
    monkeypatch.setattr(pieces, "SIZE", 2000)
    seen = []

    again = load.load(
        Request(path),
        before=lambda _flow: None,
        at=NOON,
        progress=lambda *told: seen.append(told),
    )

    assert (again.reused, again.observations) == (3, 200)
    assert [told for told in seen if told[0] == "check"][-1][1] > 3
    monkeypatch.setattr(pieces, "SIZE", 10**9)
    assert again.digest == loaded(path).digest


XML = """<?xml version="1.0" encoding="UTF-8"?>
<m:StructureSpecificData xmlns:m="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message"
 xmlns:c="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/common"><m:Header><m:ID>a</m:ID>
<m:Structure structureID="S" dimensionAtObservation="TIME_PERIOD"><c:StructureUsage>
<Ref agencyID="STOCKTAKE" id="MIGRANT_STOCK" version="1.0"/></c:StructureUsage></m:Structure></m:Header>
<m:DataSet action="Replace">{series}</m:DataSet></m:StructureSpecificData>
"""


def message(folder: Path, count: int) -> Path:
    series = "".join(
        f'<Series FREQ="A" REF_AREA="SVN" ORIGIN="_T" SEX="{sex}" AGE="_T" SOURCE="NSO" UNIT_MEASURE="PS">'
        + "".join(
            f'<Obs TIME_PERIOD="{year}" OBS_VALUE="{year % 97}" COMMENT_OBS="a &lt; b"/>'
            for year in range(1900, 1900 + count // 2)
        )
        + "</Series>"
        for sex in ("F", "M")
    )
    path = folder / "a.xml"
    path.write_text(XML.format(series=series), encoding="utf-8")
    return path


@pytest.mark.slow
def test_a_killed_load_of_a_message_goes_on_in_the_middle_of_it(tmp_path, monkeypatch):
    path = message(tmp_path, 200)
    interrupted(path, tmp_path / "reached", "sdmx_ml_spool.Spool._mark", signal.SIGKILL)
    (kept,) = (tmp_path / "home" / "releases").glob(".staged-*")
    assert (kept / "spool.mark.json").exists()
    read = []
    monkeypatch.setattr(sdmx_ml_spool, "EVERY", 10**9)
    begun = sdmx_ml_spool.Spool._begun

    def watched(self, file):
        found = begun(self, file)
        read.append(file.tell())
        return found

    monkeypatch.setattr(sdmx_ml_spool.Spool, "_begun", watched)

    again = loaded(path)

    assert read[0] > 2000
    assert (again.observations, again.checked.bad) == (200, 0)
    assert {each[-1] for each in facts(again.digest)} == set(range(1, 201))
    assert again.digest == loaded(path).digest


def test_two_processes_do_not_load_the_same_file_at_once(tmp_path):
    path = written(tmp_path, [row()])
    key = load._key(Request(path), load.hashed(path))

    with store.staging(key), pytest.raises(Refused, match="another process"):
        loaded(path)


def test_a_message_with_a_document_type_is_refused(tmp_path):
    path = message(tmp_path, 4)
    text = path.read_text().replace("?>\n", '?>\n<!DOCTYPE a [<!ENTITY b "c">]>\n', 1)
    path.write_text(text)

    with pytest.raises(Refused, match="document type"):
        sdmx_ml.open_sdmx_ml(path, tmp_path / "s.csv")


CELLS = st.fixed_dictionaries(
    {
        "area": st.sampled_from(["SVN", "HRV", "SVN ", "Slovenia", ""]),
        "sex": st.sampled_from(["_T", "F", "M", "X"]),
        "year": st.sampled_from(["2019", "2020", "2019-Q1", "19"]),
        "value": st.sampled_from(["10", "0.5", "", "-", "-3", "many", "1e3", "inf"]),
        "status": st.sampled_from(["", "E", "O", "?"]),
    }
)


@pytest.mark.slow
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(CELLS, min_size=1, max_size=3))
def test_the_straight_way_and_the_long_one_agree(tmp_path, told):
    path = written(tmp_path, [row(**each) for each in told])
    flow = structures.flow("MIGRANT_STOCK")
    lists = structures.lists(flow)
    opened = open_file(path, tmp_path / "spool.csv", mapping=None)
    with duckdb.connect() as con, duckdb.connect() as other:
        way = straight.go(
            con, opened, flow, lists, keep=tmp_path, progress=lambda *_told: None
        )
        straight_rows = way and good(con, flow, lists, way.components, way.used)
        staged = staging.stage(other, opened, flow, lists, None, name="a.csv")
        checked = checking.check(other, flow, lists, staged)
        without_same_keys = set(checked.kinds) <= {"duplicate key"}

        assert (way is not None) == without_same_keys
        if checked.bad == 0:
            used = making.used_in_file(other, flow, lists, staged.components)
            assert straight_rows == good(other, flow, lists, staged.components, used)
        elif way is not None:
            sizes = dict.fromkeys(flow.key_ids, 1000)
            assert doubles.same_keys(con, flow, sizes) == checked.bad


def good(con, flow, lists, components, used):
    """The checked observations, in the order of the file."""
    checked = checking.Checked(0, 0, {}, ())
    making.make_types(con, flow, lists, used, before=False)
    making.make_good(
        con, flow, lists, staging.Staged(components), checked, number=1, kind="VIEW"
    )
    return con.execute("SELECT * FROM good ORDER BY FILE_ROW").fetchall()
