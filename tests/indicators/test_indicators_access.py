"""Finer tables for researchers: attacked first, on request, for a time, all written down."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from stocktake.accounts.rules import LOCAL_ADMINISTRATOR, Acting, Role
from stocktake.audit.models import Event
from stocktake.indicators import actions as loading
from stocktake.indicators import models
from stocktake.indicators.access import actions, offering, queries, rules
from stocktake.indicators.access.rules import Standing
from stocktake.indicators.loading.load import Request
from stocktake.kernel.errors import BrokenData, NotFound, NotPermitted, Refused


NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
OFFICER = Acting("officer", frozenset({Role.SECRETARIAT}), person="stocktake:person:1")
ADA = Acting("Ada", frozenset({Role.RESEARCHER}), person="stocktake:person:2")
BOB = Acting("Bob", frozenset({Role.RESEARCHER}), person="stocktake:person:3")
PURPOSE = "How the age of migrants follows changes of policy; an article in a journal."
POLICY = "dimensions: [area, sex]\nrule: {kind: threshold, min: 3}\n"
# Cells of 1 and 2 are sensitive; SVN's women are 2.
FINER = {
    ("_T", "_T"): 60, ("_T", "F"): 29, ("_T", "M"): 31,
    ("SVN", "_T"): 12, ("SVN", "F"): 2, ("SVN", "M"): 10,
    ("HRV", "_T"): 18, ("HRV", "F"): 7, ("HRV", "M"): 11,
    ("ITA", "_T"): 30, ("ITA", "F"): 20, ("ITA", "M"): 10,
}  # fmt: skip


@pytest.fixture(autouse=True)
def own_home(tmp_path, monkeypatch):
    monkeypatch.setenv("STOCKTAKE_HOME", str(tmp_path / "home"))


@pytest.fixture
def finer(tmp_path):
    """A table with true values and its policy, ready to be offered."""

    def make(cells=FINER, code="stock", rules_=POLICY, **more):
        table, rule = tmp_path / f"{code}.csv", tmp_path / f"{code}.yaml"
        table.write_text(written(cells))
        rule.write_text(rules_)
        return actions.Offer(code, "Stock by sex", table, rule, **more)

    return make


def written(cells, head="area,sex,value"):
    rows = (f"{','.join(key)},{value}" for key, value in cells.items())
    return "\n".join([head, *rows]) + "\n"


def asked(tables=("stock",), by=ADA, **more):
    told = {"organisation": "An institute", "purpose": PURPOSE}
    told |= {"accepted": rules.terms().version, **more}
    return actions.request(tables, by=by, at=NOON, **told)


def granted(by=ADA, days=30):
    request = asked(by=by)
    until = NOON.date() + timedelta(days=days)
    return actions.decide(
        request.number, "granted", reason="Sound.", until=until, by=OFFICER, at=NOON
    )


@pytest.mark.django_db
class TestOffering:
    def test_small_cells_and_what_gives_them_away_are_withheld(self, finer):
        table = actions.offer(finer(), by=OFFICER, at=NOON)

        found = offering.cells(table.digest, {"area": ("SVN",)})
        assert (table.version, table.cells, table.withheld >= 4) == (1, 12, True)
        assert dict(table.attack)["violations"] == 0
        assert {row[1]: row[2] for row in found.rows}["F"] == ""
        assert Event.objects.latest("pk").kind == "research.offered"

    def test_a_public_table_that_gives_a_cell_away_stops_the_offer(
        self, finer, tmp_path
    ):
        # The public table shows SVN's men and total: its women follow.
        public = tmp_path / "public.csv"
        shown = {k: v for k, v in FINER.items() if k[0] == "SVN" and k[1] != "F"}
        public.write_text(written(shown))

        with pytest.raises(Refused, match=r"out already.*does not protect"):
            actions.offer(finer(public=(public,)), by=OFFICER, at=NOON)

        assert not queries.tables()

    def test_the_audit_has_the_last_word(self, finer, monkeypatch):
        # A protector that forgets the cells beside the small one is found out.
        protect = offering.protecting.protect

        def careless(table, rules_, **more):
            done = protect(table, rules_, **more)
            hidden = done.hidden.copy()
            hidden[list(done.secondaries)] = False
            return offering.protecting.outcome(
                table,
                offering.auditing.needs(table, rules_),
                hidden,
                "careless",
                0.0,
                12,
            )

        monkeypatch.setattr(offering.protecting, "protect", careless)

        with pytest.raises(Refused, match=r"stock is not offered.*determined exactly"):
            actions.offer(finer(), by=OFFICER, at=NOON)

    def test_tables_of_a_subject_are_attacked_together(self, finer):
        first = actions.offer(finer(), by=OFFICER, at=NOON)
        ages = policy_of("[area, sex, age]")
        cells = {(*key, "_T"): value for key, value in FINER.items()}

        second = actions.offer(finer_with_age(finer, cells, ages), by=OFFICER, at=NOON)

        assert [each["name"] for each in second.against] == ["stock/1"]
        hidden = {k for k, v in values(first).items() if v == ""}
        later = values(second)
        assert all(later[(*key, "_T")] == "" for key in hidden)

    def test_a_table_of_the_subject_with_another_dimension_must_be_named(self, finer):
        cells = {(*key, "_T"): value for key, value in FINER.items()}
        ages = policy_of("[area, sex, age]")
        actions.offer(finer_with_age(finer, cells, ages), by=OFFICER, at=NOON)

        with pytest.raises(BrokenData, match="has the dimension age"):
            actions.offer(finer(subject="stock"), by=OFFICER, at=NOON)

    def test_only_the_secretariat_offers(self, finer):
        with pytest.raises(NotPermitted, match=r"research\.offer"):
            actions.offer(finer(), by=ADA, at=NOON)


def policy_of(dimensions):
    return f"dimensions: {dimensions}\nrule: {{kind: threshold, min: 3}}\n"


def finer_with_age(finer, cells, rules_):
    offer = finer(cells, code="ages", rules_=rules_, subject="stock")
    offer.original.write_text(written(cells, head="area,sex,age,value"))
    return offer


def values(table):
    found = offering.cells(table.digest, {})
    width = len(table.dimensions)
    return {row[:width]: row[width] for row in found.rows}


@pytest.mark.django_db
class TestAccess:
    def test_a_slice_is_taken_under_a_grant_and_written_down(self, finer):
        actions.offer(finer(), by=OFFICER, at=NOON)
        request = granted()

        taken = actions.take("stock", {"sex": ["F"]}, by=ADA, at=NOON)

        (line,) = queries.log(by=OFFICER)
        event = Event.objects.latest("pk")
        assert {row[1] for row in taken.rows} == {"F"}
        assert (line.request, line.name, line.table) == (
            request.number,
            "Ada",
            "stock/1",
        )
        assert (line.slice, line.cells) == ({"sex": ["F"]}, len(taken.rows))
        assert (event.kind, event.data["request"]) == ("research.queried", request.urn)

    @pytest.mark.parametrize(
        ("by", "at", "words"),
        [
            (BOB, NOON, "has no access"),
            (ADA, NOON + timedelta(days=31), "has no access"),
            (OFFICER, NOON, r"research\.query"),
        ],
    )
    def test_nobody_else_and_nobody_later_takes_anything(self, finer, by, at, words):
        actions.offer(finer(), by=OFFICER, at=NOON)
        granted()

        with pytest.raises(NotPermitted, match=words):
            actions.take("stock", {}, by=by, at=at)

        assert not queries.log(by=OFFICER)

    def test_access_that_is_ended_opens_nothing(self, finer):
        actions.offer(finer(), by=OFFICER, at=NOON)
        request = granted()
        actions.decide(
            request.number, "withdrawn", reason="Breach.", by=OFFICER, at=NOON
        )

        with pytest.raises(NotPermitted):
            actions.take("stock", {}, by=ADA, at=NOON)

    def test_a_new_public_release_closes_the_table_until_it_is_attacked_again(
        self, finer, tmp_path
    ):
        load(tmp_path, 12)
        flow = {"flow": "MIGRANT_STOCK", "key": "A..._T._T.NSO"}
        columns = {"columns": {"area": "REF_AREA", "sex": "SEX"}}
        table = actions.offer(finer(**flow, **columns), by=OFFICER, at=NOON)
        granted()
        actions.take("stock", {}, by=ADA, at=NOON)
        load(tmp_path, 13)

        with pytest.raises(Refused, match="closed for now"):
            actions.take("stock", {}, by=ADA, at=NOON)

        assert table.against[0]["name"].startswith("STOCKTAKE:MIGRANT_STOCK(1.0) 1")
        assert not queries.is_current(queries.table("stock"))

    def test_a_slice_names_what_is_there(self, finer):
        actions.offer(finer(), by=OFFICER, at=NOON)
        granted()

        for wanted in ({"sex": ["X"]}, {"age": ["Y1"]}):
            with pytest.raises(Refused, match="There are"):
                actions.take("stock", wanted, by=ADA, at=NOON)

    def test_a_table_that_was_changed_on_disk_is_not_given(self, finer):
        table = actions.offer(finer(), by=OFFICER, at=NOON)
        granted()
        path = offering.folder() / f"{table.digest}.csv"
        path.write_text(path.read_text().replace(",10,", ",11,"))

        with pytest.raises(BrokenData, match="changed after it was attacked"):
            actions.take("stock", {}, by=ADA, at=NOON)

    def test_one_sees_ones_own_requests_and_lines(self, finer):
        actions.offer(finer(), by=OFFICER, at=NOON)
        granted(ADA)
        granted(BOB)
        actions.take("stock", {}, by=BOB, at=NOON)

        assert [one.name for one in queries.requests(by=ADA)] == ["Ada"]
        assert len(queries.requests(by=OFFICER)) == 2
        assert (len(queries.log(by=ADA)), len(queries.log(by=BOB))) == (0, 1)
        with pytest.raises(NotPermitted):
            queries.request(2, by=ADA)


@pytest.mark.django_db
class TestDeciding:
    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"accepted": ""}, "accept version 1"),
            ({"purpose": "Interest."}, "what the tables are for"),
            ({"organisation": " "}, "which institution"),
            ({"tables": ()}, "at least one table"),
        ],
    )
    def test_a_request_states_purpose_and_accepts_the_terms(self, finer, change, words):
        actions.offer(finer(), by=OFFICER, at=NOON)

        with pytest.raises(Refused, match=words):
            asked(**change)

    def test_what_was_accepted_is_recorded_by_version_and_digest(self, finer):
        actions.offer(finer(), by=OFFICER, at=NOON)

        request = asked()

        assert (request.terms, request.terms_digest) == ("1", rules.terms("1").digest)
        assert Event.objects.latest("pk").data["terms_digest"] == request.terms_digest

    @pytest.mark.parametrize(
        ("standing", "reason", "until", "words"),
        [
            ("granted", "", date(2026, 12, 1), "gives its reason"),
            ("granted", "Sound.", None, "until a day"),
            ("granted", "Sound.", date(2028, 1, 1), "at the latest"),
            ("granted", "Sound.", date(2026, 11, 1), "until a day"),
            ("declined", "No.", date(2026, 12, 1), "only for access"),
        ],
    )
    def test_a_decision_has_a_reason_and_a_grant_a_day(
        self, finer, standing, reason, until, words
    ):
        actions.offer(finer(), by=OFFICER, at=NOON)
        request = asked()

        with pytest.raises(Refused, match=words):
            actions.decide(
                request.number,
                standing,
                reason=reason,
                until=until,
                by=OFFICER,
                at=NOON,
            )

    def test_researchers_decide_nothing_and_nobody_decides_on_their_own(self, finer):
        actions.offer(finer(), by=OFFICER, at=NOON)
        both = Acting(
            "Both", frozenset({Role.SECRETARIAT, Role.RESEARCHER}), person="p:9"
        )
        mine, own = asked(), asked(by=both)
        told = {"reason": "Mine.", "until": date(2026, 12, 1), "at": NOON}

        with pytest.raises(NotPermitted, match=r"research\.decide"):
            actions.decide(mine.number, "granted", by=ADA, **told)
        with pytest.raises(NotPermitted, match="their own request"):
            actions.decide(own.number, "granted", by=both, **told)
        ended = actions.decide(
            mine.number, "withdrawn", reason="Done.", by=ADA, at=NOON
        )
        assert ended.standing is Standing.WITHDRAWN

    def test_a_withdrawn_table_is_offered_no_more(self, finer):
        actions.offer(finer(), by=OFFICER, at=NOON)
        granted()

        actions.withdraw_table("stock", reason="Revised.", by=OFFICER, at=NOON)

        with pytest.raises(NotFound, match="Offered: none"):
            actions.take("stock", {}, by=ADA, at=NOON)

    def test_the_database_keeps_a_grant_without_a_day_out(self, finer):
        actions.offer(finer(), by=OFFICER, at=NOON)
        asked()

        with pytest.raises(IntegrityError, match="ends_on_a_day"), transaction.atomic():
            models.AccessRequest.objects.update(standing="granted")


def load(tmp_path, total):
    path = tmp_path / f"public-{total}.csv"
    head = "FREQ,REF_AREA,ORIGIN,SEX,AGE,SOURCE,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE\n"
    path.write_text(f"{head}A,SVN,_T,_T,_T,NSO,2019,{total},PS\n")
    loading.load(Request(path, flow="MIGRANT_STOCK"), by=LOCAL_ADMINISTRATOR, at=NOON)


def test_the_terms_are_there_in_six_languages_and_hold_the_firewall():
    terms = rules.terms()

    assert all(len(one.text) == 6 for one in terms.clauses)
    assert "firewall" in {one.id for one in terms.clauses}
    with pytest.raises(NotFound, match="no terms '9'"):
        rules.terms("9")


def test_a_table_has_a_code_that_fits_an_address():
    for code in ("Stock", "a/b", "", "x" * 41):
        with pytest.raises(Refused, match="no code of a table"):
            rules.check_code(code)
