"""Loading: what is taken, refused and why; releases that are whole or not there."""

import contextlib
import csv
import io
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stocktake.accounts.rules import LOCAL_ADMINISTRATOR, VISITOR
from stocktake.audit.models import Event
from stocktake.indicators import actions, exporting, mapping, queries
from stocktake.indicators.loading.load import Request
from stocktake.kernel.errors import (
    BrokenData,
    NotFound,
    NotPermitted,
    Refused,
    WrongUsage,
)


pytestmark = [pytest.mark.django_db, pytest.mark.slow]
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
LATER = datetime(2026, 11, 25, 12, tzinfo=UTC)
HEAD = (
    "STRUCTURE,STRUCTURE_ID,ACTION,FREQ,REF_AREA,ORIGIN,SEX,AGE,SOURCE,TIME_PERIOD,"
    "OBS_VALUE,UNIT_MEASURE,OBS_STATUS,CONF_STATUS"
)


@pytest.fixture(autouse=True)
def own_home(tmp_path, monkeypatch):
    monkeypatch.setenv("STOCKTAKE_HOME", str(tmp_path / "home"))


def row(area="SVN", origin="_T", sex="_T", year="2019", value="10", **other):
    cells = {
        "action": "I",
        "freq": "A",
        "age": "_T",
        "unit": "PS",
        "status": "",
        "conf": "",
        **other,
    }
    return (
        f"dataflow,STOCKTAKE:MIGRANT_STOCK(1.0),{cells['action']},{cells['freq']},{area},"
        f"{origin},{sex},{cells['age']},NSO,{year},{value},{cells['unit']},"
        f"{cells['status']},{cells['conf']}"
    )


def written(tmp_path: Path, *rows: str, name="a.csv", head=HEAD) -> Path:
    path = tmp_path / name
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return path


def load(path: Path, at=NOON, **request):
    return actions.load(Request(path, **request), by=LOCAL_ADMINISTRATOR, at=at)


def values(key="all", **asked):
    answer = queries.observations("MIGRANT_STOCK", key, **asked)
    return {
        (each["REF_AREA"], each["SEX"], each["TIME_PERIOD"]): each["OBS_VALUE"]
        for each in answer.records()
    }


def test_a_file_becomes_a_release_that_says_where_each_observation_came_from(tmp_path):
    path = written(tmp_path, row(), row(sex="F", value="6"), row(sex="M", value="4"))

    loaded, release = load(path)

    assert (loaded.checked.bad, release.number, release.observations) == (0, 1, 3)
    assert values() == {
        ("SVN", "_T", "2019"): 10,
        ("SVN", "F", "2019"): 6,
        ("SVN", "M", "2019"): 4,
    }
    first = next(iter(queries.observations("MIGRANT_STOCK").records()))
    assert (first["SEX"], first["FILE_NO"], first["FILE_ROW"]) == ("_T", 1, 2)
    assert release.files[0]["name"] == "a.csv"
    event = Event.objects.latest("pk")
    assert (event.kind, event.data["observations"]) == ("observations.loaded", 3)


def test_a_blank_value_is_not_available_and_never_zero(tmp_path):
    load(written(tmp_path, row(value="")))

    (only,) = queries.observations("MIGRANT_STOCK").records()

    assert (only["OBS_VALUE"], only["OBS_STATUS"]) == (None, "O")


@pytest.mark.parametrize(
    ("bad", "kind", "words"),
    [
        (row(area=""), "blank", "REF_AREA is blank"),
        (row(area="Slovenia"), "unknown code", "perhaps SVN"),
        (row(sex="X"), "unknown code", "no code of CL_SEX"),
        (row(year="19"), "no time period", "'19' is no time period"),
        (row(year="2019-Q1"), "wrong period", "no period of frequency A"),
        (row(value="many"), "no number", "no number"),
        (row(value="inf"), "no number", "no number"),
        (row(value="-3"), "out of limits", "below 0"),
        (row(unit=""), "blank", "UNIT_MEASURE is blank"),
        (row(status="?"), "unknown code", "CL_OBS_STATUS"),
        (row(conf="C"), "confidential", "not free for publication"),
        (row(action="E"), "unknown action", "one of I, A, M, R, D"),
        (row(area="HRV", value="8"), "duplicate key", "row 2 has the same key"),
    ],
)
def test_a_bad_row_stops_the_whole_file_and_is_named(tmp_path, bad, kind, words):
    path = written(tmp_path, row(area="HRV", value="7"), bad)

    loaded, release = load(path)

    assert release is None
    assert dict(loaded.checked.kinds) == {kind: 1}
    (fault,) = loaded.checked.faults
    assert (fault.row, fault.kind) == (3, kind)
    assert words in fault.why
    with pytest.raises(NotFound, match="has no release here yet"):
        values()


def test_bad_rows_can_be_left_out_and_are_written_down(tmp_path):
    path = written(tmp_path, row(), row(area="HRV", value="x"), row(area="ITA"))
    out = tmp_path / "bad.csv"

    loaded, release = load(path, skip_bad=out)

    assert (loaded.checked.bad, release.observations) == (1, 2)
    (bad,) = csv.DictReader(io.StringIO(out.read_text(encoding="utf-8")))
    assert (bad["row"], bad["REF_AREA"], bad["OBS_VALUE"]) == ("3", "HRV", "x")
    assert "no number" in bad["why"]


def test_a_second_load_changes_only_what_it_says(tmp_path):
    load(written(tmp_path, row(), row(area="HRV")))

    _, release = load(
        written(tmp_path, row(value="11"), row(area="ITA"), name="b.csv"), at=LATER
    )

    assert (release.number, release.added, release.changed) == (2, 1, 1)
    assert values() == {
        ("SVN", "_T", "2019"): 11,
        ("HRV", "_T", "2019"): 10,
        ("ITA", "_T", "2019"): 10,
    }
    assert values(as_of=NOON) == {("SVN", "_T", "2019"): 10, ("HRV", "_T", "2019"): 10}
    found = [
        (each.what, each.key[1], each.old, each.new)
        for each in queries.differences("MIGRANT_STOCK", 1, 2)
    ]
    assert found == [("added", "ITA", None, 10), ("changed", "SVN", 10, 11)]


def test_the_same_file_again_makes_no_release_and_the_same_facts_the_same_name(
    tmp_path, monkeypatch
):
    path = written(tmp_path, *(row(year=str(year)) for year in range(1950, 2020)))
    _, first = load(path)

    _, second = load(path, at=LATER)

    assert second is None
    assert len(queries.releases("MIGRANT_STOCK")) == 1
    assert first.archive.exists()
    assert first.digest == first.path.stem


def test_delete_takes_observations_out_and_merge_keeps_what_it_leaves_blank(tmp_path):
    load(
        written(
            tmp_path, row(status="E"), row(area="HRV"), row(area="HRV", year="2020")
        )
    )

    deleting = row(
        area="HRV", action="D", year="", sex="", freq="", age="", value="", unit=""
    )
    merging = row(action="M", value="12", unit="PS")
    _, release = load(written(tmp_path, deleting, merging, name="b.csv"), at=LATER)

    assert (release.removed, release.changed) == (2, 1)
    (left,) = queries.observations("MIGRANT_STOCK").records()
    assert (left["OBS_VALUE"], left["OBS_STATUS"]) == (12, "E")


def test_keys_take_alternatives_and_wildcards_and_a_span_of_time(tmp_path):
    rows = [
        row(area=a, year=str(y))
        for a in ("SVN", "HRV", "ITA")
        for y in (2000, 2010, 2020)
    ]
    load(written(tmp_path, *rows))

    assert len(values("A.SVN+HRV....")) == 6
    assert set(values("*", start="2005", end="2015")) == {
        (a, "_T", "2010") for a in ("SVN", "HRV", "ITA")
    }
    assert {year for _, _, year in values(last=1)} == {"2020"}
    assert {year for _, _, year in values(first=1)} == {"2000"}
    assert values("A.FRA....") == {}
    with pytest.raises(WrongUsage, match=r"has 2 parts.*FREQ\.REF_AREA"):
        values("A.SVN")


def test_what_goes_out_as_csv_comes_in_again(tmp_path):
    load(written(tmp_path, row(value="0.1"), row(area="HRV", value="", status="L")))
    out = tmp_path / "out.csv"
    exporting.write(queries.observations("MIGRANT_STOCK"), kind="csv", out=out)

    loaded, release = load(out, at=LATER)

    assert (loaded.checked.rows, loaded.checked.bad, release) == (2, 0, None)


@pytest.mark.parametrize("kind", ["json", "parquet", "xlsx"])
def test_observations_go_out_in_each_format(tmp_path, kind):
    load(written(tmp_path, row(), row(area="HRV", value="")))
    out = tmp_path / f"out.{kind}"

    exporting.write(
        queries.observations("MIGRANT_STOCK", "A.HRV...."), kind=kind, out=out
    )

    if kind == "json":
        assert '"OBS_VALUE": null' in out.read_text(encoding="utf-8")
    assert out.stat().st_size > 100


def test_a_table_is_read_through_its_mapping(tmp_path):
    path = written(
        tmp_path,
        "Slovenia;Women;2019;6",
        "Hrvatska;Men;2019;..",
        "Slovénie;Men;2019;4",
        head="Country;Gender;Year;People",
    )
    how = mapping.parse(mapping.EXAMPLE.encode(), name="example")

    loaded, _ = load(path, mapping=how)

    assert loaded.checked.faults[0].row == 3
    assert "Hrvatska" in loaded.checked.faults[0].why
    path = written(
        tmp_path,
        "Slovenia;Women;2019;6",
        "Croatia;Men;2019;..",
        head="Country;Gender;Year;People",
    )
    load(path, mapping=how)
    assert values() == {("SVN", "F", "2019"): 6, ("HRV", "M", "2019"): None}


@pytest.mark.parametrize(
    ("yaml", "words"),
    [
        ("flow: MIGRANT_STOCK\ncolumns: {Nation: REF_AREA}", "no column 'Nation'"),
        ("flow: MIGRANT_STOCK\ncolumns: {Country: PLACE}", "'PLACE' is no concept"),
        ("flow: MIGRANT_STOCK\ncolumns: {Country: REF_AREA}", "nothing gives FREQ"),
    ],
)
def test_a_mapping_that_does_not_fit_is_refused_by_its_parts(tmp_path, yaml, words):
    path = written(tmp_path, "SVN,1", head="Country,People")

    with pytest.raises(BrokenData, match=words):
        load(path, mapping=mapping.parse(yaml.encode(), name="m.yaml"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is empty"),
        ("a,b\n1,2\n", "does not say what dataflow"),
        ("<a><b></a>", "no data message"),
        ("{", "broken JSON"),
        (
            HEAD.replace("SEX,", "") + "\n" + row().replace(",_T,_T,", ",_T,", 1),
            "no column for SEX",
        ),
        (HEAD + "\n" + row().replace("MIGRANT_STOCK", "OTHER"), "no dataflow"),
        (
            HEAD.replace("OBS_VALUE", "MEASURE_2") + "\n" + row(),
            "no column for OBS_VALUE",
        ),
    ],
)
def test_what_is_no_file_of_statistics_is_refused_with_a_reason(tmp_path, text, words):
    path = tmp_path / "x.csv"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(Refused, match=words):
        load(path)


def test_the_schema_beside_the_code_is_that_of_mappings():
    beside = Path(mapping.__file__).parent / "schemas/mapping.schema.json"

    told = json.loads(json.dumps(mapping.schema()))
    assert json.loads(beside.read_text(encoding="utf-8")) == told


def test_visitors_load_nothing(tmp_path):
    with pytest.raises(NotPermitted, match=r"statistics\.load"):
        actions.load(Request(written(tmp_path, row())), by=VISITOR, at=NOON)


def test_a_known_error_of_a_source_is_corrected_where_everybody_sees_it(tmp_path):
    folder = tmp_path / "home" / "corrections"
    folder.mkdir(parents=True)
    (folder / "own.yaml").write_text(
        "- id: typing-error\n  flow: MIGRANT_STOCK\n"
        "  where: {REF_AREA: SVN, TIME_PERIOD: '2019'}\n  was: 10\n  value: 100\n"
        "  reason: A digit was lost.\n  provider: NSO\n  reported: confirmed\n",
        encoding="utf-8",
    )

    loaded, _ = load(written(tmp_path, row(), row(area="HRV")))

    assert [(each.id, count) for each, count in loaded.corrections] == [
        ("typing-error", 1)
    ]
    (found,) = queries.observations("MIGRANT_STOCK", "A.SVN....").records()
    assert found["OBS_VALUE"] == 100
    assert "A digit was lost. The source says 10." in found["COMMENT_OBS"]


KILLED = """
import os, sys
from pathlib import Path
from stocktake.indicators.loading import load
from stocktake.indicators.releases import making, store
stage, mark = sys.argv[1], Path(sys.argv[2])
def stop(*_a, **_k):
    mark.touch()
    import time; time.sleep(60)
if stage == "sort": making.make_observations = stop
if stage == "put": store.put = stop
from stocktake.cli.main import main
sys.argv = ["stocktake", "indicators", "load", sys.argv[3], "--json"]
main()
"""


@pytest.mark.parametrize("stage", ["put"])
def test_a_load_that_is_killed_leaves_the_release_before(tmp_path, stage):
    _, before = load(written(tmp_path, row()))
    home = tmp_path / "home"
    mark = tmp_path / "reached"
    new = written(tmp_path, row(value="99"), name="new.csv")
    child = subprocess.Popen(
        [sys.executable, "-c", KILLED, stage, str(mark), str(new)],
        env={
            **os.environ,
            "STOCKTAKE_HOME": str(home),
            "STOCKTAKE_DATABASE_URL": "",
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    for _ in range(300):
        if mark.exists():
            break
        time.sleep(0.1)
    assert mark.exists()

    child.send_signal(signal.SIGKILL)
    child.wait()

    with contextlib.closing(sqlite3.connect(home / "stocktake.sqlite3")) as records:
        (told,) = records.execute("SELECT count(*) FROM indicators_release").fetchone()
    assert told == 0
    assert values() == {("SVN", "_T", "2019"): 10}
    assert queries.release("MIGRANT_STOCK").digest == before.digest
    load(new, at=LATER)
    assert values() == {("SVN", "_T", "2019"): 99}
    assert not list((home / "releases").glob(".making-*"))


AREAS, SEXES, YEARS = (
    ("SVN", "HRV", "ITA", "001"),
    ("_T", "F", "M"),
    ("2000", "2010", "2020"),
)
cells = st.dictionaries(
    st.tuples(st.sampled_from(AREAS), st.sampled_from(SEXES), st.sampled_from(YEARS)),
    st.one_of(st.none(), st.integers(0, 10**9)),
    min_size=1,
)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    first=cells,
    second=cells,
    area=st.sampled_from((*AREAS, "")),
    years=st.sampled_from([("", ""), ("2005", ""), ("", "2015"), ("2010", "2010")]),
)
def test_sql_answers_as_plain_python_would(
    tmp_path_factory, first, second, area, years
):
    folder = tmp_path_factory.mktemp("case")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STOCKTAKE_HOME", str(folder))
        queries.models.Release.objects.all().delete()
        for name, told, at in (("1.csv", first, NOON), ("2.csv", second, LATER)):
            rows = [
                row(area=a, sex=s, year=y, value="" if v is None else str(v))
                for (a, s, y), v in told.items()
            ]
            load(written(folder, *rows, name=name), at=at)
        start, end = years

        found = values(f"A.{area}....", start=start, end=end)

        whole = {**first, **second}
        assert found == {
            key: value
            for key, value in whole.items()
            if area in ("", key[0])
            and (not start or key[2] >= start)
            and (not end or key[2] <= end)
        }
