"""Who may open what about finer tables for researchers."""

from pathlib import Path
from tempfile import TemporaryDirectory

from security_rows import Row, asks, open_to

from scenarios import people
from stocktake.accounts.rules import LOCAL_ADMINISTRATOR, Acting, Permission, Role
from stocktake.indicators.access import actions, queries, rules


READERS = frozenset({Role.RESEARCHER, Role.SECRETARIAT})
TABLE = "region,sex,value\n_T,_T,60\n_T,f,30\n_T,m,30\nA,_T,30\nA,f,15\nA,m,15\nB,_T,30\nB,f,15\nB,m,15\n"
POLICY = "dimensions: [region, sex]\nrule: {kind: threshold, min: 3}\n"


def table(_world, _area):
    """A table that is offered."""
    if not queries.tables():
        with TemporaryDirectory() as folder:
            (Path(folder) / "t.csv").write_text(TABLE)
            (Path(folder) / "p.yaml").write_text(POLICY)
            offer = actions.Offer(
                "stock", "Stock", Path(folder) / "t.csv", Path(folder) / "p.yaml"
            )
            actions.offer(offer, by=LOCAL_ADMINISTRATOR, at=people.NOON)
    return {"code": "stock"}


def request(world, area):
    """The number of somebody else's request: no reader of this world made it."""
    table(world, area)
    other = Acting(
        "Another", frozenset({Role.RESEARCHER}), person="stocktake:person:999999"
    )
    done = actions.request(
        ["stock"],
        organisation="An institute",
        purpose="How age structure follows policy, in a paper for a journal.",
        accepted=rules.terms().version,
        by=other,
        at=people.NOON,
    )
    return {"number": done.number}


ROWS: dict[str, Row] = {
    "desk:research": open_to(READERS),
    "desk:research_ask": asks(Permission.RESEARCH_REQUEST),
    "desk:research_log": open_to(READERS, why="a researcher sees their own lines"),
    "desk:research_request": asks(Permission.RESEARCH_DECIDE, arguments=request),
    "desk:research_table": open_to(READERS, arguments=table),
}
