"""Who owes a report, who delivered, who is late; exceptions; closed rounds."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError
from tests.scenarios.state_report import NOON, OFFICER, focal_point, moved, started

from stocktake.accounts.rules import LOCAL_ADMINISTRATOR, Acting, Role
from stocktake.actors import actions as actors
from stocktake.actors.accreditation import Standing as Accredited
from stocktake.charter import publishing
from stocktake.kernel.errors import NotPermitted, Refused
from stocktake.reporting import actions, queries
from stocktake.reporting.calendar import Standing
from stocktake.reporting.models import LateException, Obligation, Round
from stocktake.reporting.rules import Stage, Step, Strand


pytestmark = pytest.mark.django_db
LATE = datetime(2027, 2, 1, 12, tzinfo=UTC)  # after the grace of round 2026


def rows(round_code="2026", *, today, **wanted):
    return [
        row
        for row in queries.round_status(round_code, today=today)
        if all(getattr(row, key) == value for key, value in wanted.items())
    ]


def opened(code="2026", *, at=NOON, **given):
    return actions.open_round(code, by=LOCAL_ADMINISTRATOR, at=at, **given)


def organisation(code="XNGO", *, illustrative=False):
    actors.register_organisation(
        code, illustrative=illustrative, by=LOCAL_ADMINISTRATOR, at=NOON
    )


def test_a_round_is_owed_by_the_193_states_each_once():
    opened()

    found = rows(today=NOON.date())

    assert len({row.sender for row in found}) == len(found) == 193
    assert {row.strand for row in found} == {Strand.STATE}
    assert not any(row.illustrative for row in found)


def test_illustrative_states_owe_in_an_illustrative_round_only():
    opened(illustrative=True)

    invented = rows(today=NOON.date(), illustrative=True)

    assert [row.sender for row in invented] == [f"XA{letter}" for letter in "ABCDEF"]


def test_an_organisation_owes_from_the_day_it_opted_in_until_it_opts_out():
    organisation(illustrative=True)
    opened()
    actions.opt_in("XNGO", by=OFFICER, at=NOON)

    owed = rows(today=NOON.date(), sender="XNGO")
    actions.opt_out("XNGO", by=OFFICER, at=NOON + timedelta(days=1))

    assert [row.days.due for row in owed] == [date(2026, 12, 18)]
    assert rows(today=NOON.date(), sender="XNGO") == []


def test_only_an_accredited_organisation_opts_in_and_owes_as_long_as_it_is_one():
    organisation()
    opened()
    with pytest.raises(Refused, match="not accredited"):
        actions.opt_in("XNGO", by=OFFICER, at=NOON)
    who = {"by": LOCAL_ADMINISTRATOR, "at": NOON}
    actors.apply_for_accreditation(
        "XNGO",
        kind="ngo",
        mandate="We visit places of detention in two States and report on them every year.",
        **who,
    )
    actors.decide_accreditation(
        "XNGO/1", Accredited.ACCEPTED, reason="The letter is genuine.", **who
    )

    actions.opt_in("XNGO", by=OFFICER, at=NOON)
    owed = rows(today=NOON.date(), sender="XNGO")
    actors.decide_accreditation(
        "XNGO/1", Accredited.WITHDRAWN, reason="The mandate ended.", **who
    )
    actions.plan_round("2026", by=OFFICER, at=NOON)

    assert len(owed) == 1
    assert rows(today=NOON.date(), sender="XNGO") == []


def test_status_tells_what_came_when_and_what_is_overdue_by_how_much():
    moved(started("KEN"), Step.SUBMIT)
    started("TUN")

    (ken,) = rows(today=LATE.date(), sender="KEN")
    (tun,) = rows(today=LATE.date(), sender="TUN")

    assert (ken.standing, ken.delivered, ken.stage, ken.days_overdue) == (
        Standing.DELIVERED,
        NOON.date(),
        Stage.SUBMITTED,
        0,
    )
    assert (tun.standing, tun.delivered, tun.stage) == (
        Standing.OVERDUE,
        None,
        Stage.DRAFT,
    )
    assert tun.days_overdue == (LATE.date() - date(2026, 12, 18)).days == 45


def test_a_corrected_report_was_delivered_when_it_first_came():
    urn = moved(started("KEN"), Step.SUBMIT, Step.TAKE_UP, Step.REQUEST_CORRECTION)
    moved(urn, Step.SUBMIT, at=LATE)

    (row,) = rows(today=LATE.date(), sender="KEN")

    assert (row.delivered, row.standing) == (NOON.date(), Standing.DELIVERED)


def test_a_withdrawn_report_is_owed_again():
    urn = moved(started("KEN"), Step.SUBMIT)
    actions.move(
        urn, Step.WITHDRAW, by=focal_point("KEN"), at=NOON, message="Wrong annex."
    )

    (row,) = rows(today=LATE.date(), sender="KEN")

    assert (row.standing, row.stage) == (Standing.OVERDUE, Stage.WITHDRAWN)


def test_status_costs_the_same_however_many_reported(django_assert_max_num_queries):
    for state in ("KEN", "TUN", "SVN"):
        moved(started(state), Step.SUBMIT)

    with django_assert_max_num_queries(5):
        queries.round_status("2026", today=NOON.date())


def test_a_late_report_takes_an_exception_with_name_and_reason():
    urn = started("KEN")

    with pytest.raises(Refused, match="due 2026-12-18, with grace until 2027-01-17"):
        moved(urn, Step.SUBMIT, at=LATE)
    actions.except_late(
        "2026",
        "KEN",
        Strand.STATE,
        until=date(2027, 3, 1),
        reason=" A flood closed the ministry. ",
        by=OFFICER,
        at=LATE,
    )
    (waiting,) = rows(today=LATE.date(), sender="KEN")
    moved(urn, Step.SUBMIT, at=LATE)
    (came,) = rows(today=LATE.date(), sender="KEN")

    assert waiting.standing is Standing.EXCEPTED
    assert came.standing is Standing.DELIVERED_LATE
    (told,) = queries.exceptions("2026")
    assert (told.by, told.reason) == ("officer", "A flood closed the ministry.")


@pytest.mark.parametrize(
    ("by", "reason", "until", "error"),
    [
        (OFFICER, "  ", date(2027, 3, 1), Refused),
        (OFFICER, "A flood.", date(2027, 1, 31), Refused),
        (focal_point("KEN"), "A flood.", date(2027, 3, 1), NotPermitted),
    ],
)
def test_an_exception_is_reasoned_in_the_future_and_not_granted_to_oneself(
    by, reason, until, error
):
    opened()

    with pytest.raises(error):
        actions.except_late(
            "2026", "KEN", Strand.STATE, until=until, reason=reason, by=by, at=LATE
        )

    assert queries.exceptions("2026") == ()


def test_the_database_refuses_an_exception_without_reason():
    opened()

    with pytest.raises(IntegrityError, match="late_exception_is_named_and_reasoned"):
        LateException.objects.create(
            round=Round.objects.get(),
            sender="KEN",
            strand=Strand.STATE,
            until=LATE.date(),
            reason="",
            by="officer",
            at=LATE,
        )


def test_the_database_refuses_days_out_of_order():
    opened()

    with pytest.raises(IntegrityError, match="obligation_days_are_in_order"):
        Obligation.objects.filter(sender="KEN").update(closes=date(2020, 1, 1))


def test_nothing_is_submitted_before_the_round_opens_to_its_strand():
    early = datetime(2025, 6, 1, 12, tzinfo=UTC)

    with pytest.raises(Refused, match="taken from 2025-12-18"):
        moved(started("KEN", at=early), Step.SUBMIT, at=early)


def test_invented_states_are_never_early_or_late():
    urn = moved(started("XAA", at=LATE), Step.SUBMIT, at=LATE)

    assert queries.draft(urn).stage is Stage.SUBMITTED


def test_a_closed_round_takes_no_report_until_it_is_reopened():
    urn = started("KEN")
    actions.close_round("2026", by=OFFICER, at=NOON)

    with pytest.raises(Refused, match="closed on 2026-06-01"):
        moved(urn, Step.SUBMIT)
    actions.reopen_round("2026", by=OFFICER, at=NOON)
    moved(urn, Step.SUBMIT)

    assert queries.round_("2026").closed_at is None


@pytest.mark.parametrize("role", [Role.FOCAL_POINT, Role.EXPERT, Role.RESEARCHER])
def test_only_the_office_plans_and_closes(role):
    opened()
    by = Acting("somebody", frozenset({role}), frozenset({"KEN"}))

    for act in (actions.plan_round, actions.close_round, actions.reopen_round):
        with pytest.raises(NotPermitted):
            act("2026", by=by, at=NOON)


@pytest.fixture
def own_edition(tmp_path, monkeypatch):
    """An edition "ours" whose calendar a test may change, each time in a new home."""
    homes = (tmp_path / str(number) for number in range(9))

    def change(**days: object) -> None:
        monkeypatch.setenv("STOCKTAKE_HOME", str(next(homes)))
        path = Path(publishing.copy("icmpd-2017", "ours")) / "calendar/calendar.yaml"
        lines = path.read_text(encoding="utf-8").splitlines()
        for key, value in days.items():
            lines = [
                f"{key}: {value}" if line.startswith(f"{key}:") else line
                for line in lines
            ]
        path.write_text("\n".join(lines), encoding="utf-8")

    change()
    return change


def test_a_changed_calendar_moves_only_what_is_to_come_and_has_no_report(own_edition):
    opened("2024", edition="ours", at=NOON)
    opened("2026", edition="ours", at=NOON)
    moved(started("KEN"), Step.SUBMIT)
    own_edition(state_window="{opens_before: 300, grace: 60, closes_after: 200}")

    past = actions.plan_round("2024", by=OFFICER, at=NOON)
    coming = actions.plan_round("2026", by=OFFICER, at=NOON)

    assert (past.add, past.drop) == ((), ())
    assert len(coming.add) == len(coming.drop) == 192
    grace = {row.sender: row.days.grace_until for row in rows(today=NOON.date())}
    assert grace["KEN"] == date(2027, 1, 17)
    assert grace["TUN"] == date(2027, 2, 16)


@pytest.mark.parametrize(
    ("months", "codes", "owed"),
    [(24, ("2026",), 1), (6, ("2026-1", "2026-2"), 1)],
)
def test_both_readings_of_bi_annual_give_each_state_one_report_a_round(
    own_edition, months, codes, owed
):
    own_edition(state_period_months=months, expert_period_months=min(months, 12))
    for code in codes:
        opened(code, edition="ours")

    for code in codes:
        assert len(rows(code, today=NOON.date(), sender="KEN")) == owed
        assert len(rows(code, today=NOON.date())) == 193
