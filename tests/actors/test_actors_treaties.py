"""Loading tables of treaty actions: all or none, twice the same, real ones in full."""

from datetime import UTC, date, datetime

import pytest

from stocktake.accounts.rules import LOCAL_ADMINISTRATOR, VISITOR
from stocktake.actors import actions, models, queries
from stocktake.actors.rules import ActionKind, Status
from stocktake.audit.models import Event
from stocktake.kernel.errors import NotFound, NotPermitted, StocktakeError


NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
TODAY = date(2026, 11, 24)
DAYS = b"""instrument,untc_no,iso3,participant,signature,consent_date,consent_type
CRC,IV-11,SVN,Slovenia,,1992-07-06,succession
1951 Refugee Convention,V-2,FRA,France,1952-09-11,1954-06-23,ratification
"""
YEARS = b"""instrument,untc_no,iso3,iso2,state,status,year,note
CRC,IV-11,SVN,SI,Slovenia,state party,1992,
CRC,IV-11,FRA,FR,France,state party,1990,
CRC,IV-11,USA,US,United States,signatory state,,
CRC,IV-11,JAM,JM,Jamaica,state party,1991,Denounced it in 1997
CRC,IV-11,TON,TO,Tonga,no action,,
"""
pytestmark = pytest.mark.django_db


def _load(*files, **more):
    return actions.load_treaties(files, by=LOCAL_ADMINISTRATOR, at=NOON, **more)


def test_loading_reads_either_layout_by_its_header():
    done = _load(("a.csv", DAYS), ("b.csv", YEARS))

    assert [(each.source, each.status, each.actions) for each in done] == [
        ("untc-dates", "loaded", 3),
        ("hr-years", "loaded", 5),
    ]
    assert [str(each.as_of) for each in done] == ["1992-07-06", "1997-01-01"]


def test_status_is_derived_from_what_was_loaded():
    _load(("a.csv", DAYS), ("b.csv", YEARS), as_of=date(2022, 8, 1))

    said = {
        state: queries.status(state, "CRC", on=TODAY).status
        for state in ("SVN", "USA", "JAM", "TON", "XAA")
    }

    assert said == {
        "SVN": Status.PARTY,
        "USA": Status.SIGNATORY,
        "JAM": Status.WITHDRAWN,
        "TON": Status.NO_ACTION,
        "XAA": Status.NO_DATA,
    }


def test_frameworks_without_a_table_show_no_data():
    _load(("a.csv", DAYS))

    rows = {
        row.instrument: row.status for row in queries.statuses_of_state("FRA", on=TODAY)
    }

    assert rows["CSR51"] is Status.PARTY
    assert {rows["ECHR"], rows["ILO-C189"], rows["ICRMW"]} == {Status.NO_DATA}


def test_loading_the_same_again_changes_nothing():
    _load(("a.csv", DAYS))
    done = _load(("renamed.csv", DAYS))

    assert [each.status for each in done] == ["unchanged"]
    assert (models.TreatyAction.objects.count(), Event.objects.count()) == (3, 1)


def test_a_newer_table_of_the_same_kind_replaces_the_old_one():
    _load(("a.csv", DAYS))
    newer = DAYS + b"CRC,IV-11,SOM,Somalia,,2015-10-01,ratification\n"

    (done,) = _load(("newer.csv", newer))

    assert (done.status, done.actions, str(done.as_of)) == ("replaced", 4, "2015-10-01")
    assert models.TreatyTable.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("x.csv", b"name,age\nA,1\n", "no table of treaty actions we know"),
        ("x.csv", b"", "none"),
        ("x.csv", b"\xff\xfe\x00", "not UTF-8"),
        ("x.csv", DAYS.replace(b"CRC", b"QQQ"), "line 2: 'QQQ' is no instrument"),
        ("x.csv", DAYS.replace(b"SVN", b"QQQ"), "line 2: 'QQQ' is no code"),
        (
            "x.csv",
            DAYS.replace(b"1992-07-06", b"06.07.92"),
            "line 2: '06.07.92' is not a date",
        ),
        ("x.csv", DAYS.replace(b"succession", b"purchase"), "line 2: 'purchase'"),
        ("x.csv", YEARS.replace(b"no action", b"perhaps"), "line 6: status 'perhaps'"),
        (
            "x.csv",
            b"instrument,invented_state,kind,date,text\nCRC,SVN,ratification,1992-07-06,\n",
            "line 2: SVN is no invented State",
        ),
        ("Other_declarations.txt", b"#France\nWords\n", "'Other' is no instrument"),
        ("ICRMW_declarations.txt", b"#Xanadu\nWords\n", "Xanadu"),
    ],
)
def test_a_broken_table_is_refused_by_line_and_nothing_is_kept(name, data, words):
    with pytest.raises(StocktakeError, match=words):
        _load(("a.csv", DAYS), (name, data))

    assert not models.TreatyAction.objects.exists()
    assert not Event.objects.exists()


def test_a_visitor_may_not_load():
    with pytest.raises(NotPermitted, match=r"treaty\.load"):
        actions.load_treaties([("a.csv", DAYS)], by=VISITOR, at=NOON)


def test_reservations_are_kept_with_their_words():
    _load(
        ("a.csv", DAYS),
        ("1951_Refugee_Convention_declarations.txt", b"#France\nOn article 17 # 2.\n"),
    )

    row = queries.status("FRA", "CSR51", on=TODAY)
    words = [
        act.text
        for act in queries.actions("FRA", "CSR51")
        if act.kind is ActionKind.RESERVATION
    ]

    assert (row.status, row.reservations, words) == (
        Status.PARTY,
        1,
        ["On article 17 # 2."],
    )


def test_an_instrument_is_found_by_code_number_or_spelling():
    codes = {
        queries.instrument(text).code
        for text in ("CSR51", "csr51", "V-2", "1951 Refugee Convention")
    }

    assert codes == {"CSR51"}
    with pytest.raises(NotFound, match="ICRMW"):
        queries.instrument("NPT")


def test_asking_for_all_instruments_of_a_state_costs_two_queries(
    django_assert_num_queries,
):
    _load(("a.csv", DAYS), ("b.csv", YEARS))

    with django_assert_num_queries(2):
        queries.statuses_of_state("SVN", on=TODAY)
    with django_assert_num_queries(2):
        queries.statuses_of_instrument("CRC", on=TODAY)


@pytest.mark.slow
def test_the_real_tables_load_in_full_and_their_disagreements_are_found(shared):
    folder = shared / "data" / "treaties"
    paths = sorted([*folder.glob("*.csv"), *folder.glob("declarations/*.txt")])

    done = _load(*((path.name, path.read_bytes()) for path in paths))

    counts = {each.source: (each.instruments, each.actions) for each in done}
    assert counts["hr-years"] == (
        18,
        2303 + 1 + 187 + 2,
    )  # consents, one undated, signatures, withdrawals
    assert counts["untc-dates"][0] == 17
    assert {
        source: number
        for source, (_, number) in counts.items()
        if source.startswith("reserv")
    } == {
        "reservations-CSR51": 61,
        "reservations-CSR67": 34,
        "reservations-ICRMW": 15,
        "reservations-VCCR": 35,
    }
    found = queries.treaty_disagreements()
    kinds = [each.what for each in found]
    assert kinds.count("dates of consent differ") == 19
    assert kinds.count("party in one only") == 5
    assert kinds.count("signature in one only") == 1
    assert {("ICCPR", "SLB"), ("ICCPR", "TUV"), ("CRPD", "MDA")} <= {
        (each.instrument, each.state) for each in found
    }
    assert queries.status("SLB", "ICCPR", on=TODAY).status is Status.DISPUTED
    parties = [
        row
        for row in queries.statuses_of_instrument("ICRMW", on=date(2022, 1, 1))
        if row.status is Status.PARTY
    ]
    assert 55 <= len(parties) <= 58


@pytest.mark.slow
def test_the_shipped_tables_are_loaded_once_and_never_over_one_loaded_since():
    first = actions.ensure_treaties(by=LOCAL_ADMINISTRATOR, at=NOON)
    second = actions.ensure_treaties(by=LOCAL_ADMINISTRATOR, at=NOON)

    assert [each.status for each in first] == ["loaded"] * 3
    assert second == ()
    on = date(2022, 6, 1)
    assert queries.status("SVN", "ICCPR", on=on).status is Status.PARTY
    assert queries.status("SLB", "ICCPR", on=on).status is not Status.PARTY
    assert queries.status("DEU", "CSR51", on=date(2014, 6, 1)).status is Status.PARTY
    told = {queries.shipped_from(each) for each in queries.sources()}
    assert told == {("UN Treaty Collection", "none stated")}
