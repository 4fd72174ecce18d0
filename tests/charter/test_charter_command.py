"""The command as its user meets it: lists, shows, compares, copies, checks."""

import json

import pytest
from click.testing import CliRunner

from stocktake.charter import queries
from stocktake.cli.charter import charter
from stocktake.kernel.errors import NotFound, Refused


pytestmark = pytest.mark.slow  # each case copies or reads an edition


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("STOCKTAKE_HOME", str(tmp_path))
    return tmp_path


def run(*words):
    return CliRunner().invoke(
        charter, words, catch_exceptions=False, standalone_mode=True
    )


def rows(*words):
    return json.loads(run(*words, "--json").stdout)


def test_list_prints_exactly_the_agreed_keys():
    found = rows("list", "--edition", "icmpd-2017")

    assert len(found) == 43
    assert {tuple(row) for row in found} == {
        ("code", "kind", "parent", "title", "description", "source")
    }
    assert found[3]["code"] == "1.1.2"
    assert found[3]["source"] == {
        "section": 1,
        "theme": 1,
        "bullet": 1,
        "sub_bullet": 2,
    }


@pytest.mark.parametrize(
    ("kind", "number"), [("objective", 23), ("action", 187), ("theme", 0)]
)
def test_list_keeps_one_kind(kind, number):
    assert len(rows("list", "--edition", "gcm-2018", "--kind", kind)) == number


def test_list_prints_a_table_in_the_language_asked_for():
    output = run("list", "--language", "fr").stdout

    assert "La rétention en dernier recours seulement" in output


def test_a_wrong_kind_is_wrong_usage():
    assert run("list", "--kind", "goal").exit_code == 2


def test_show_names_ties_with_their_titles():
    output = run("show", "1.2").stdout

    assert "gcm-2018 (same)" in output
    assert "OBJ13 Detention as an exception" in output


def test_show_of_an_action_leads_back_to_commitments():
    shown = rows("show", "OBJ13-a", "--edition", "gcm-2018")

    back = {"taxonomy": "icmpd-2017", "code": "1.2", "degree": "part"}
    assert back in shown["crosswalk"]


def test_show_of_a_mistyped_code_suggests_near_ones():
    with pytest.raises(NotFound, match="Did you mean"):
        run("show", "1.22")


def test_diff_of_an_edition_with_itself_is_empty():
    assert rows("diff", "icmpd-2017", "icmpd-2017") == []


def test_diff_without_shared_codes_goes_by_the_crosswalk_either_way():
    forward = {row["code"]: row for row in rows("diff", "icmpd-2017", "gcm-2018")}
    backward = {row["code"]: row for row in rows("diff", "gcm-2018", "icmpd-2017")}

    assert "OBJ13 (same)" in forward["1.2"]["what"]
    assert "1.2 (same)" in backward["OBJ13"]["what"]
    assert {row["change"] for row in backward.values()} == {"linked"}


def test_an_edition_is_added_by_copying_and_editing(home):
    run("copy", "icmpd-2017", "my-edition")
    place = home / "editions" / "my-edition"
    file = place / "compact" / "1-human-rights.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace("en: Human rights of migrants", "en: Rights first"),
        encoding="utf-8",
    )
    calendar = place / "calendar" / "calendar.yaml"
    calendar.write_text(
        calendar.read_text(encoding="utf-8").replace(
            "state_period_months: 24", "state_period_months: 6"
        ),
        encoding="utf-8",
    )

    checked = run("check", "my-edition")
    changes = {row["code"]: row for row in rows("diff", "icmpd-2017", "my-edition")}

    assert "my-edition is fine." in checked.stdout
    assert "2019-1, 2019-2" in checked.stdout
    assert queries.edition("my-edition").item("1").title["en"] == "Rights first"
    assert changes["1"] == {"code": "1", "change": "changed", "what": ["title"]}
    assert changes["calendar"]["what"] == ["state_period_months: 24 -> 6"]


def test_diff_names_added_and_removed_items(home):
    run("copy", "gcm-2018", "fewer")
    file = (
        home / "editions" / "fewer" / "compact" / "22-social-security-that-travels.yaml"
    )
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("code: OBJ22-c", "code: OBJ22-x"), encoding="utf-8")

    found = {row["code"]: row["change"] for row in rows("diff", "gcm-2018", "fewer")}

    assert found == {"OBJ22-c": "removed", "OBJ22-x": "added"}


@pytest.mark.parametrize("name", ["My Edition", "../out", "x", "icmpd-2017", "9lives"])
def test_a_copy_under_a_bad_or_taken_name_is_refused(home, name):
    with pytest.raises(Refused):
        run("copy", "gcm-2018", name)


def test_check_prints_every_fault_and_refuses(home):
    run("copy", "icmpd-2017", "broken")
    about = home / "editions" / "broken" / "edition.yaml"
    about.write_text(
        about.read_text(encoding="utf-8").replace("theme: 5", "theme: 6"),
        encoding="utf-8",
    )

    with pytest.raises(Refused, match=r"1 fault\(s\) in 1 file"):
        run("check", "broken")


def test_a_broken_edition_of_ones_own_does_not_stop_the_others(home):
    run("copy", "icmpd-2017", "broken")
    (home / "editions" / "broken" / "edition.yaml").write_text(
        "code: [", encoding="utf-8"
    )
    # the marker file is still there, so that the edition is listed

    listed = {row["code"]: row["title"] for row in rows("editions")}

    assert "cannot be read" in listed["broken"]
    assert run("show", "OBJ13", "--edition", "gcm-2018").exit_code == 0


def test_schema_writes_one_file_for_each_kind(tmp_path):
    run("schema", str(tmp_path / "schemas"))

    names = {path.name for path in (tmp_path / "schemas").iterdir()}

    assert {
        "compact.schema.json",
        "crosswalk.schema.json",
        "calendar.schema.json",
        "questionnaires.schema.json",
    } <= names


def test_an_own_edition_under_a_shipped_name_is_told_to_change_it(home):
    run("copy", "gcm-2018", "mine")
    (home / "editions" / "mine").rename(home / "editions" / "gcm-2018")

    with pytest.raises(Refused):
        run("check", str(home / "editions" / "gcm-2018"))
