"""Groupings: who belonged on which day, and how well that is known."""

import csv
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stocktake.geography import queries, reading
from stocktake.geography.rules import GroupingKind, Held, Membership, moment
from stocktake.kernel.errors import BrokenData, NotFound


DAYS = st.dates(date(1940, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("code", "state", "day", "belongs"),
    [
        ("EU", "GBR", date(2020, 1, 31), True),
        ("EU", "GBR", date(2020, 2, 1), False),
        ("EU", "HRV", date(2013, 6, 30), False),
        ("EU", "HRV", date(2013, 7, 1), True),
        ("ECOWAS", "BFA", date(2025, 1, 28), True),
        ("ECOWAS", "BFA", date(2025, 1, 29), False),
        ("ECOWAS", "MLI", date(2025, 1, 29), False),
        ("ECOWAS", "NER", date(2025, 1, 29), False),
        ("ASEAN", "TLS", date(2025, 10, 25), False),
        ("ASEAN", "TLS", date(2025, 10, 26), True),
        ("EAC", "COD", date(2022, 7, 10), False),
        ("EAC", "COD", date(2022, 7, 11), True),
        ("EAC", "SOM", date(2024, 3, 4), True),
        ("LDC", "BTN", date(2023, 12, 12), True),
        ("LDC", "BTN", date(2023, 12, 13), False),
        ("LDC", "VUT", date(2020, 12, 4), False),
        ("LDC", "STP", date(2024, 12, 13), False),
        ("LDC", "CPV", date(2008, 1, 1), False),
        ("SADC", "SYC", date(2006, 1, 1), False),
        ("CAN", "CHL", date(1980, 1, 1), False),
    ],
)
def test_membership_follows_the_dates(code, state, day, belongs):
    assert (state in queries.members(code, on=day)) is belongs


@pytest.mark.parametrize(
    ("code", "count"),
    [
        ("ASEAN", 11), ("CAN", 4), ("COMESA", 21), ("EAC", 8), ("ECOWAS", 12), ("ECCAS", 11),
        ("EU", 27), ("LAS", 22), ("OSCE", 57), ("SADC", 16), ("LDC", 44), ("LLDC", 32), ("SIDS", 53),
        ("M49-150", 51),
    ],
)  # fmt: skip
def test_there_are_so_many_members_at_the_end_of_2025(code, count):
    assert len(queries.members(code, on=date(2025, 12, 31))) == count


def test_a_suspended_member_is_a_member_and_says_so():
    rows = {
        row.state: row for row in queries.memberships("MERCOSUR", on=date(2018, 1, 1))
    }

    assert (rows["VEN"].suspended, rows["PRY"].suspended) == (True, False)


def test_a_scheduled_graduation_is_not_taken_for_sure():
    before = {
        row.state: row for row in queries.memberships("LDC", on=date(2026, 11, 23))
    }
    after = {
        row.state: row for row in queries.memberships("LDC", on=date(2026, 11, 24))
    }

    assert (before["NPL"].certain, after["NPL"].certain, after["ZMB"].certain) == (
        True,
        False,
        True,
    )


def test_a_list_without_dates_is_sure_only_from_the_day_it_was_read():
    now = queries.memberships("LLDC")
    then = queries.memberships("LLDC", on=date(2000, 1, 1))

    assert all(row.certain for row in now)
    assert not any(row.certain for row in then)
    assert {row.since for row in then} == {"unknown"}


def test_every_code_in_the_groupings_is_an_area_and_every_note_has_its_member():
    for grouping in queries.groupings():
        for spell in grouping.spells:
            assert queries.area(spell.state).alpha3 == spell.state


def test_a_suspension_lies_within_a_membership():
    for grouping in queries.groupings():
        states = {spell.state for spell in grouping.spells if not spell.suspended}

        assert {spell.state for spell in grouping.spells if spell.suspended} <= states


def test_regions_hold_each_of_their_areas_once():
    regions = [g for g in queries.groupings() if g.kind is GroupingKind.REGION]
    five = [
        code
        for m49 in ("002", "009", "019", "142", "150")
        for code in queries.members(m49)
    ]

    assert len(regions) == 30
    assert len(five) == len(set(five)) == 248  # all but Antarctica


def test_a_grouping_that_is_none_is_refused_with_the_list():
    with pytest.raises(NotFound, match="ASEAN, CAN, COMESA"):
        queries.grouping("NATO")


def test_classifications_agree_with_the_published_table(shared):
    source = shared / "data" / "geo" / "unsd_m49_methodology.csv"
    with source.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))

    for code, column in [
        ("LDC", "Least Developed Countries (LDC)"),
        ("LLDC", "Land Locked Developing Countries (LLDC)"),
        ("SIDS", "Small Island Developing States (SIDS)"),
    ]:
        listed = sorted(row["ISO-alpha3 Code"] for row in rows if row[column].strip())

        assert list(queries.members(code)) == listed


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2004-05-01", date(2004, 5, 1), date(2004, 5, 1)),
        ("2004-02", date(2004, 2, 1), date(2004, 2, 29)),
        ("2003-12", date(2003, 12, 1), date(2003, 12, 31)),
        ("2004", date(2004, 1, 1), date(2004, 12, 31)),
        ("~2004", date(2003, 1, 1), date(2005, 12, 28)),
        ("2026-11-24?", date(2026, 11, 24), None),
        ("unknown", None, None),
    ],
)
def test_a_date_is_read_with_its_precision(text, earliest, latest):
    read = moment(text)

    assert (read.earliest, read.latest, str(read)) == (earliest, latest, text)


@pytest.mark.parametrize("text", ["", "last year", "2004-13", "2004-02-30", "04"])
def test_what_is_no_date_is_refused(text):
    with pytest.raises(BrokenData, match="is not a date"):
        moment(text)


@pytest.mark.slow
@given(since=DAYS, length=st.integers(0, 20000), day=DAYS)
def test_exact_dates_leave_no_doubt(since, length, day):
    until = since + timedelta(days=length)
    spell = Membership("SVN", moment(since.isoformat()), moment(until.isoformat()))

    held = spell.on(day, as_of=date(2035, 12, 31))

    assert held is (Held.YES if since <= day < until else Held.NO)


@pytest.mark.slow
@given(since=DAYS, day=DAYS)
def test_a_coarser_date_never_contradicts_the_exact_one(since, day):
    as_of = date(2035, 12, 31)
    exact = Membership("SVN", moment(since.isoformat())).on(day, as_of=as_of)

    for text in (f"{since:%Y-%m}", f"{since:%Y}", f"~{since:%Y}", "unknown"):
        coarse = Membership("SVN", moment(text)).on(day, as_of=as_of)

        assert coarse in (exact, Held.UNSURE) or (text == "unknown" and day >= as_of)


@pytest.mark.slow
@given(day=DAYS, later=st.integers(0, 8000))
def test_a_spell_that_has_no_end_is_never_left(day, later):
    for grouping in queries.groupings()[:16]:
        for spell in grouping.spells:
            if spell.until is None and spell.on(day, as_of=grouping.as_of) is Held.YES:
                assert (
                    spell.on(day + timedelta(days=later), as_of=grouping.as_of)
                    is Held.YES
                )


SOUND = """
- code: TRIO
  kind: regional body
  names: {ar: ث, zh: 三, en: Trio, fr: Trio, ru: Трио, es: Trío}
  as_of: 2025-12-31
  source: a treaty
  members: {"1990": [SVN, FRA], "2001-02-03..2004": [KEN]}
  suspended: {"2002..2003": [KEN]}
  notes: {KEN: It left.}
"""


def test_a_grouping_in_our_layout_is_read():
    (found,) = reading.groupings(SOUND.encode())

    assert [
        (spell.state, str(spell.since)) for spell in found.spells if not spell.suspended
    ] == [
        ("SVN", "1990"),
        ("FRA", "1990"),
        ("KEN", "2001-02-03"),
    ]


@pytest.mark.parametrize(
    ("sound", "broken", "words"),
    [
        ('"1990"', '"in 1990"', "groupings.yaml: TRIO: 'in 1990' is not a date"),
        ('"1990"', "1990", r"groupings.yaml: .* `str`"),
        ("[SVN, FRA]", "[SVN, FRX]", "groupings.yaml: TRIO: FRX: no code"),
        (
            '"2002..2003": [KEN]',
            '"2002..2003": [USA]',
            "TRIO: USA: not among its members",
        ),
        ("notes: {KEN", "notes: {USA", "TRIO: USA: not among its members"),
        ("ru: Трио, ", "", "TRIO: ru: no name in this language"),
        ("regional body", "club", "groupings.yaml: .*'club'"),
        ("as_of: 2025-12-31", "as_of: soon", "groupings.yaml: .*as_of"),
        ("source:", "origin:", "groupings.yaml: .*(origin|source)"),
    ],
)
def test_a_broken_grouping_is_refused_by_file_key_and_reason(sound, broken, words):
    assert sound in SOUND
    with pytest.raises(BrokenData, match=words):
        reading.groupings(SOUND.replace(sound, broken).encode())
