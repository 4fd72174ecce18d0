"""Building on records: permission, trail, same bytes, scopes, and the commands."""

import json
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from scenarios import portal_round
from stocktake.accounts.rules import LOCAL_ADMINISTRATOR, VISITOR
from stocktake.assessment import actions as assessment
from stocktake.audit.models import Event
from stocktake.cli.dossier import dossier as command
from stocktake.documents.rules import Kind
from stocktake.dossiers import actions, freezing, queries, rules, verifying
from stocktake.dossiers.making import Order
from stocktake.dossiers.models import Frozen
from stocktake.dossiers.rules import Scope
from stocktake.kernel.errors import NotFound, NotPermitted, Refused
from stocktake.reporting import actions as reporting
from stocktake.reporting.rules import Strand


pytestmark = pytest.mark.django_db
LATER = datetime(2024, 7, 1, 9, tzinfo=UTC)
QUICK = ("html", "json")


@pytest.fixture
def round_():
    reporting.open_round(
        "2024", edition="icmpd-2017", by=LOCAL_ADMINISTRATOR, at=portal_round.NOON
    )
    portal_round.send("2024", "XAA")
    portal_round.send("2024", "XAB", kind=Kind.TXT, language="fr")
    portal_round.send(
        "2024", "XNGO", about=("XAA",), strand=Strand.EXPERT, kind=Kind.TXT
    )
    return "2024"


def _build(round_code, **changes):
    how = {"by": LOCAL_ADMINISTRATOR, "at": LATER, "formats": QUICK, **changes}
    return actions.build(round_code, **how)


def test_a_dossier_is_frozen_recorded_and_verified(round_):
    row = _build(round_)

    assert [file.name for file in row.files] == ["dossier.html", "dossier.json"]
    assert row.folder.is_relative_to(queries.home())
    assert queries.verify(row.folder) == ()
    assert queries.frozen(round_) == (row,)
    event = Event.objects.latest("pk")
    assert (event.kind, event.about) == ("dossier.frozen", row.urn)


def test_the_same_inputs_give_the_same_folder_and_one_record(round_):
    first = _build(round_)
    events = Event.objects.count()

    again = _build(round_, at=LATER.replace(hour=20))

    assert again == first
    assert (Frozen.objects.count(), Event.objects.count()) == (1, events)


def test_a_changed_round_gives_another_dossier_and_keeps_the_first(round_):
    first = _build(round_)
    portal_round.send(round_, "XAC", kind=Kind.TXT)

    second = _build(round_)

    assert second.manifest != first.manifest
    assert queries.verify(first.folder) == queries.verify(second.folder) == ()


def test_it_needs_the_permission(round_):
    with pytest.raises(NotPermitted, match=r"dossier\.build"):
        _build(round_, by=VISITOR)


def test_a_folder_named_by_the_user_is_replaced_only_if_it_is_ours(round_, tmp_path):
    target = tmp_path / "dossier"
    _build(round_, out=target)
    _build(round_, out=target, language="ar")
    assert verifying.read(target).language == "ar"
    assert Frozen.objects.count() == 1

    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "mine.txt").write_text("mine")
    with pytest.raises(Refused, match="no dossier of ours"):
        _build(round_, out=tmp_path / "notes")


def test_a_state_dossier_holds_what_is_from_it_or_about_it(round_):
    made = verifying.read(_build(round_, scope=Scope("state", "XAA")).folder)

    senders = {one.sender for one in rules.citations(made)}

    assert senders == {"XAA", "XNGO"}


def test_a_theme_dossier_speaks_of_its_commitments_alone(round_):
    made = verifying.read(_build(round_, scope=Scope("theme", "3")).folder)

    themes = [one.anchor for one in made.sections if one.anchor.startswith("theme")]

    assert themes == ["theme-3"]
    assert rules.inexact(made) == ()


@pytest.mark.parametrize(
    ("changes", "error", "said"),
    [
        ({"scope": Scope("theme", "9")}, NotFound, "no item '9'"),
        ({"scope": Scope("theme", "1.2")}, Refused, "not a theme"),
        ({"scope": Scope("state", "XAF")}, NotFound, "no published report from or about XAF"),
        ({"formats": ("odt",)}, Refused, "no format odt"),
        ({"formats": ()}, Refused, "no format named"),
        ({"language": "sl"}, NotFound, "no frame in 'sl'"),
    ],
)  # fmt: skip
def test_what_cannot_be_built_is_refused_with_a_reason(round_, changes, error, said):
    with pytest.raises(error, match=said):
        _build(round_, **changes)

    assert Frozen.objects.count() == 0


def test_a_round_without_reports_says_how_to_take_some_in():
    reporting.open_round(
        "2022", edition="icmpd-2017", by=LOCAL_ADMINISTRATOR, at=portal_round.NOON
    )

    with pytest.raises(NotFound, match="stocktake intake"):
        _build("2022")


def test_a_document_kept_here_is_what_citations_are_held_against(round_):
    row = _build(round_)
    content = json.loads((row.folder / "dossier.json").read_bytes())
    content["passages"][0]["text"] += " And more."
    data = {"dossier.json": json.dumps(content).encode()}
    freezing.put(row.folder, {**data, freezing.MANIFEST: freezing.manifest(data, {})})

    whats = [fault.what for fault in queries.verify(row.folder)]

    assert "altered: it is not the one recorded here" in whats
    assert [what for what in whats if "not what its document says" in what]


def test_only_files_of_the_record_are_handed_out(round_):
    row = _build(round_)

    assert queries.file_of(round_, row.name, "dossier.json").is_file()
    with pytest.raises(NotFound):
        queries.file_of(round_, row.name, "../../stocktake.sqlite3")
    with pytest.raises(NotFound):
        queries.file_of(round_, "0" * 12, "dossier.json")


def test_the_served_page_opens_documents_in_the_reader(round_):
    row = _build(round_)

    page, policy = queries.page(round_, row.name, "es")

    assert 'href="/es/documents/' in page
    assert policy.startswith("'sha256-")


def test_verify_exits_1_and_lists_what_does_not_hold(round_, tmp_path):
    _build(round_, out=tmp_path / "d")
    good = CliRunner().invoke(command, ["verify", str(tmp_path / "d"), "--json"])
    (tmp_path / "d" / "dossier.html").write_bytes(b"other")

    bad = CliRunner().invoke(command, ["verify", str(tmp_path / "d"), "--json"])

    assert (good.exit_code, json.loads(good.output)["holds"]) == (0, True)
    assert bad.exit_code == 1
    assert json.loads(bad.output)["faults"] == [
        {
            "where": "dossier.html",
            "what": "altered: its hash is not the one in the manifest",
        }
    ]


def test_list_prints_what_was_frozen(round_):
    row = _build(round_, language="fr")

    listed = CliRunner().invoke(command, ["list", "--round", round_, "--json"])

    (one,) = json.loads(listed.output)
    assert (one["dossier"], one["language"], one["title"]) == (
        row.name,
        "fr",
        "Dossier d’examen, cycle 2024",
    )


def test_a_state_and_a_theme_at_once_is_wrong_usage(round_):
    asked = ["build", "--round", round_, "--state", "XAA", "--theme", "1"]

    result = CliRunner().invoke(command, asked)

    assert "not both" in str(result.exception)


def test_a_dossier_of_an_assessed_round_names_its_findings_in_the_manifest(round_):
    assessment.assess_round(
        round_, states=("XAA", "SVN"), by=LOCAL_ADMINISTRATOR, at=LATER
    )

    row = _build(round_, formats=("html", "json", "data"))

    manifest = json.loads((row.folder / "manifest.json").read_bytes())
    assert manifest["inputs"]["findings"]["made_by"] == "findings@1"
    assert manifest["inputs"]["findings"]["count"] >= 60
    assert {len(one["sha256"]) for one in manifest["inputs"]["submissions"]} == {64}
    assert "data/findings.parquet" in {file.name for file in row.files}
    assert queries.verify(row.folder) == ()
    assert queries.file_of(round_, row.name, "data/datapackage.json").is_file()


def test_a_finding_made_anew_gives_another_dossier(round_):
    how = {"by": LOCAL_ADMINISTRATOR, "at": LATER}
    assessment.assess_round(round_, states=("XAA",), **how)
    first = _build(round_, formats=("json",))
    assessment.reply("stocktake:finding:2024/XAA/1.2", "Non.", "fr", **how)

    second = _build(round_, formats=("json",))

    assert second.manifest != first.manifest


def test_each_state_gets_a_dossier_also_one_that_nobody_reported_on(round_, tmp_path):
    assessment.assess_round(
        round_, states=("XAA", "SVN"), by=LOCAL_ADMINISTRATOR, at=LATER
    )
    codes = ("SVN", "XAA")
    orders = [
        Order(round_, Scope("state", code), "en", ("json",), tmp_path / code)
        for code in codes
    ]

    rows = actions.build_each(orders, by=LOCAL_ADMINISTRATOR, at=LATER, workers=1)

    assert [row.code for row in rows] == list(codes)
    assert set(codes) <= set(queries.states(round_))
    assert verifying.read(tmp_path / codes[-1]).scope == Scope("state", codes[-1])


def test_a_file_changed_in_the_data_package_is_found(round_, tmp_path):
    row = _build(round_, formats=("data",), out=tmp_path / "d")
    (row.folder / "data" / "reports.csv").write_bytes(b"document\n")

    (fault,) = queries.verify(row.folder)

    assert fault.where == "data/reports.csv"
