"""Figures of a small made-up table in two releases, made once; the records of them in each test."""

import os
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from stocktake.indicators.loading.load import Request, load
from stocktake.indicators.releases import store
from stocktake.indicators.releases.rules import Release
from stocktake.indicators.structures import reading


FIRST = datetime(2026, 11, 24, 12, tzinfo=UTC)
SECOND = datetime(2026, 11, 25, 12, tzinfo=UTC)
HEAD = (
    "STRUCTURE,STRUCTURE_ID,ACTION,FREQ,REF_AREA,ORIGIN,SEX,AGE,SOURCE,TIME_PERIOD,"
    "OBS_VALUE,UNIT_MEASURE,UNIT_MULT,OBS_STATUS,COMMENT_OBS"
)
COMMENT = 'Said "by <them> & us", in\ntwo lines; 5 % – à peu près'


def observations():
    """Each observation of the first release, by component."""
    found = []
    for place, area in enumerate(("SVN", "HRV", "ITA")):
        for sex in ("_T", "F", "M"):
            for year in (2000, 2010, 2015, 2020):
                value = 100 * place + year - 2000 + len(sex) / 2
                row = {
                    "FREQ": "A", "REF_AREA": area, "ORIGIN": "_T", "SEX": sex,
                    "AGE": "_T", "SOURCE": "NSO" if area == "SVN" else "UNSD",
                    "TIME_PERIOD": str(year), "OBS_VALUE": value,
                    "UNIT_MEASURE": "PS", "UNIT_MULT": "", "OBS_STATUS": "",
                    "COMMENT_OBS": "",
                }  # fmt: skip
                if (area, sex, year) == ("SVN", "F", 2010):
                    row |= {"OBS_VALUE": None, "OBS_STATUS": "O"}
                if (area, sex, year) == ("HRV", "_T", 2015):
                    row |= {"OBS_STATUS": "E", "UNIT_MULT": "3", "COMMENT_OBS": COMMENT}
                if (area, sex, year) == ("ITA", "M", 2020):
                    row |= {
                        "OBS_VALUE": 1234567.125,
                        "COMMENT_OBS": "comma, semicolon;",
                    }
                found.append(row)
    return found


def _line(row, action="I", flow="MIGRANT_STOCK"):
    cells = ["" if value is None else str(value) for name, value in row.items()]
    quoted = ['"' + cell.replace('"', '""') + '"' for cell in cells]
    return ",".join(["dataflow", f"STOCKTAKE:{flow}(1.0)", action, *quoted])


def crossings():
    """Each observation of another dataflow, by component."""
    return [
        {
            "FREQ": "A", "REF_AREA": area, "ROUTE": "_T", "OUTCOME": "_T", "SEX": "_T",
            "AGE": "_T", "SOURCE": "IOM", "TIME_PERIOD": str(year), "OBS_VALUE": year - 2000,
            "UNIT_MEASURE": "PS", "UNIT_MULT": "", "OBS_STATUS": "", "COMMENT_OBS": "",
        }
        for area in ("039", "ITA")
        for year in (2019, 2020)
    ]  # fmt: skip


def _release(folder, name, lines, *, number, at, before, head=HEAD):
    path = folder / name
    path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    loaded = load(Request(path), before=lambda _flow: before, at=at)
    assert not loaded.checked.bad, loaded.checked.faults
    flow = loaded.flow.reference
    place, archive = store.paths(flow, loaded.digest)
    return Release(
        flow=flow, number=number, digest=loaded.digest, published_at=at,
        observations=loaded.observations, added=loaded.changes.added,
        changed=loaded.changes.changed, removed=loaded.changes.removed,
        files=(), path=place, archive=archive,
    )  # fmt: skip


@pytest.fixture(scope="session")
def figures(tmp_path_factory):
    """Two releases: in the second one value is revised, one added, one taken out."""
    home = tmp_path_factory.mktemp("figures")
    before = os.environ.get("STOCKTAKE_HOME", "")
    os.environ["STOCKTAKE_HOME"] = str(home)
    try:
        rows = observations()
        first = _release(
            home, "first.csv", map(_line, rows), number=1, at=FIRST, before=None
        )
        revised = rows[0] | {"OBS_VALUE": 77}
        added = rows[0] | {"TIME_PERIOD": "2025", "OBS_VALUE": 88}
        lines = [_line(revised), _line(added), _line(rows[-1], "D")]
        second = _release(home, "second.csv", lines, number=2, at=SECOND, before=first)
        head = HEAD.replace("ORIGIN,SEX", "ROUTE,OUTCOME,SEX")
        others = [_line(row, flow="TRANSIT_DEATHS") for row in crossings()]
        other = _release(
            home, "other.csv", others, number=1, at=FIRST, before=None, head=head
        )
    finally:
        os.environ["STOCKTAKE_HOME"] = before
    flow = reading.flow("MIGRANT_STOCK")
    return SimpleNamespace(
        home=home, flow=flow, first=first, second=second, other=other, rows=rows
    )


@pytest.fixture
def served(db, figures, monkeypatch):
    """The records of both releases, so that the server gives them."""
    from stocktake.api import limits

    monkeypatch.setenv("STOCKTAKE_HOME", str(figures.home))
    monkeypatch.setattr(limits, "BUCKETS", limits.Buckets(0))
    _published(figures.first, figures.second)
    return figures


@pytest.fixture
def two_flows(served):
    """Those and a release of another dataflow."""
    _published(served.other)
    return served


def _published(*releases):
    from stocktake.indicators.models import Release as Row

    for each in releases:
        Row.objects.create(
            flow=each.flow, number=each.number, digest=each.digest,
            published_at=each.published_at, observations=each.observations,
            added=each.added, changed=each.changed, removed=each.removed, files=[],
        )  # fmt: skip
