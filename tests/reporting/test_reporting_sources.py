"""The vault: sealed, bound, readable with the key alone; keys change; evidence is sealed too."""

import stat

import pytest
from tests.scenarios.expert_report import (
    CHALLENGE,
    NOON,
    OFFICER,
    PROTECTION,
    ROUND,
    expert,
    focal_point,
    named,
    protected,
    submitted,
)

from stocktake.accounts.rules import LOCAL_ADMINISTRATOR
from stocktake.audit.models import Event
from stocktake.kernel.errors import BrokenData, NotFound, NotPermitted, Refused
from stocktake.reporting import actions, queries
from stocktake.reporting.models import Answer, Edit, Evidence, Move, ProtectedSource
from stocktake.reporting.sources import keys, vault
from stocktake.reporting.sources.keys import new_key
from stocktake.reporting.sources.rules import Identity


REASON = "The source may be arrested this week."


@pytest.fixture(autouse=True)
def _own_home(tmp_path, settings):
    settings.STOCKTAKE_HOME = tmp_path


def sealed():
    return ProtectedSource.objects.get()


@pytest.mark.parametrize("length", [1, 900, 5000])
def test_what_is_sealed_opens_only_whole_with_its_key_and_as_what_it_is(length):
    key, identity = new_key(), Identity("XNGO", "2026", "N" * length, "")

    box = vault.seal_identity(identity, key=key, of="source.a")

    assert vault.unseal_identity(box, key=key, of="source.a") == identity
    for wrong in (
        {"key": new_key(), "of": "source.a"},
        {"key": key, "of": "source.b"},
    ):
        with pytest.raises(BrokenData):
            vault.unseal_identity(box, **wrong)
    with pytest.raises(BrokenData):
        vault.unseal_identity(box[:-1] + b"x", key=key, of="source.a")


def test_the_length_of_a_seal_tells_nothing_of_a_name():
    key = new_key()

    lengths = {
        len(vault.seal_identity(Identity("X", "2026", name, ""), key=key, of="s"))
        for name in ("Li", "María del Carmen de la Torre y Fernández")
    }

    assert len(lengths) == 1


def test_the_file_of_keys_is_its_owners_alone(tmp_path):
    keys.make()

    assert stat.S_IMODE(keys.place().stat().st_mode) == 0o600
    assert stat.S_IMODE(keys.place().parent.stat().st_mode) == 0o700
    keys.place().chmod(0o640)
    with pytest.raises(Refused, match="chmod 600"):
        keys.ring()


@pytest.mark.django_db
def test_a_lost_file_of_keys_is_noticed_and_never_made_anew_in_silence():
    protected()
    keys.place().unlink()

    with pytest.raises(Refused, match="backup"):
        actions.start_protected("2026", "XUNI", by=expert("XUNI"), at=NOON)
    assert not keys.exists()


@pytest.mark.django_db
def test_the_database_knows_no_organisation_of_a_protected_report():
    urn = protected()
    submitted(urn, by=expert())
    row = sealed()

    assert b"XNGO" not in bytes(row.sealed)
    signed = {*Answer.objects.values_list("by", flat=True)}
    signed |= {*Edit.objects.values_list("by", flat=True)}
    signed |= {*Move.objects.values_list("by", flat=True)}
    signed |= {
        *Event.objects.filter(about__contains="source.").values_list("by", flat=True)
    }
    assert signed == {"expert"}
    assert queries.snapshot(urn).signer == "expert"


@pytest.mark.django_db
def test_what_a_source_does_alone_leaves_no_hour_and_no_event():
    urn = protected()

    assert Event.objects.filter(about=urn).count() == 0
    assert {at.hour for at in Answer.objects.values_list("at", flat=True)} == {0}
    submitted(urn, by=expert())
    assert {e.at.hour for e in Event.objects.filter(about=urn)} == {0}


@pytest.mark.django_db
def test_an_organisation_has_one_pseudonym_a_round_and_another_in_the_next():
    first = protected()
    again = actions.start_protected(ROUND, "XNGO", by=expert(), at=NOON)
    actions.open_round("2024", by=LOCAL_ADMINISTRATOR, at=NOON)
    other = actions.start_protected("2024", "XNGO", by=expert(), at=NOON)

    assert first == again.urn
    assert other.sender != again.sender
    assert {other.sender, again.sender} < queries.with_pseudonyms(expert()).areas
    assert queries.with_pseudonyms(expert("XUNI")).areas == {"XUNI"}
    assert queries.with_pseudonyms(focal_point("KEN")).areas == {"KEN"}


@pytest.mark.django_db
@pytest.mark.parametrize("by", [LOCAL_ADMINISTRATOR, OFFICER, expert()])
def test_nobody_but_the_protection_officer_identifies(by):
    protected()

    with pytest.raises(NotPermitted):
        actions.identify(sealed().pseudonym, reason=REASON, by=by, at=NOON)


@pytest.mark.django_db
def test_identifying_takes_a_reason_that_names_nobody_and_is_recorded():
    protected()
    told = {"name": "Maria Q.", "contact": "the baker"}
    actions.describe_source(ROUND, "XNGO", told, by=expert())
    pseudonym = sealed().pseudonym
    for reason, why in (
        ("why not", "in a sentence"),
        ("I must speak with Maria Q. today.", "names the source"),
        ("Somebody of XNGO may be in danger.", "names the source"),
    ):
        with pytest.raises(Refused, match=why):
            actions.identify(pseudonym, reason=reason, by=PROTECTION, at=NOON)
    assert not Event.objects.filter(kind="source.identified").exists()

    identity = actions.identify(pseudonym, reason=REASON, by=PROTECTION, at=NOON)

    (event,) = Event.objects.filter(kind="source.identified")
    assert (identity.organisation, identity.person) == ("XNGO", "Nadia")
    assert identity.source == told
    assert (event.by, event.data) == ("protector", {"reason": REASON})


@pytest.mark.django_db
def test_changed_keys_open_everything_and_the_old_ones_nothing():
    urn = protected()
    by = queries.with_pseudonyms(expert())
    actions.attach(urn, CHALLENGE, b"Minutes.\n", "m.txt", by=by, at=NOON)
    old, box = keys.ring().current, bytes(sealed().sealed)

    assert actions.change_keys(by=LOCAL_ADMINISTRATOR, at=NOON) == 1

    ring, row = keys.ring(), sealed()
    assert (len(ring.keys), row.key) == (1, ring.current.name)
    assert bytes(row.sealed) != box
    with pytest.raises(BrokenData):
        vault.unseal_identity(bytes(row.sealed), key=old, of=row.pseudonym)
    identity = actions.identify(row.pseudonym, reason=REASON, by=PROTECTION, at=NOON)
    assert identity.organisation == "XNGO"
    assert queries.own_pseudonym("XNGO", ROUND) == row.pseudonym
    opened = actions.opened(urn, CHALLENGE, 1, by=by)
    assert opened == ("evidence-1.txt", b"Minutes.\n")
    folder = keys.place().parent / "evidence"
    assert len(list(folder.iterdir())) == 1


@pytest.mark.django_db
def test_killed_between_the_seals_and_the_file_both_keys_still_open(monkeypatch):
    protected()
    written = []
    whole = keys.write

    def killed(ring):
        if written:
            raise KeyboardInterrupt
        written.append(ring)
        whole(ring)

    monkeypatch.setattr(keys, "write", killed)
    with pytest.raises(KeyboardInterrupt):
        actions.change_keys(by=LOCAL_ADMINISTRATOR, at=NOON)

    assert len(keys.ring().keys) == 2
    assert actions.identify(sealed().pseudonym, reason=REASON, by=PROTECTION, at=NOON)


@pytest.mark.django_db
def test_evidence_lies_sealed_without_name_and_is_read_by_two():
    urn = protected()
    by = queries.with_pseudonyms(expert())
    number = actions.attach(urn, CHALLENGE, b"Minutes.\n", "jane.txt", by=by, at=NOON)
    same = actions.attach(urn, CHALLENGE, b"Minutes.\n", "other.txt", by=by, at=NOON)

    (file,) = (keys.place().parent / "evidence").iterdir()
    assert (number, same) == (1, 1)
    assert b"Minutes" not in file.read_bytes()
    assert "jane" not in str(Evidence.objects.values())
    for reader in (OFFICER, PROTECTION):
        with pytest.raises(NotFound):  # a draft is its author's alone
            actions.opened(urn, CHALLENGE, 1, by=reader)
    submitted(urn, by=expert())
    assert actions.opened(urn, CHALLENGE, 1, by=OFFICER)[1] == b"Minutes.\n"
    for other in (focal_point("KEN"), expert("XUNI")):
        with pytest.raises(NotPermitted):
            actions.opened(urn, CHALLENGE, 1, by=other)


@pytest.mark.django_db
def test_a_file_taken_away_is_gone(django_capture_on_commit_callbacks):
    urn = named()
    actions.attach(urn, CHALLENGE, b"Minutes.\n", "m.txt", by=expert(), at=NOON)

    with django_capture_on_commit_callbacks(execute=True):
        actions.detach(urn, CHALLENGE, 1, by=expert(), at=NOON)

    assert list((keys.place().parent / "evidence").iterdir()) == []
    assert Evidence.objects.count() == 0
