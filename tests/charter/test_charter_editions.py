"""Both shipped editions are complete: numbers, languages, sources, ties."""

import csv
import re
from collections import Counter

import pytest

from stocktake.charter import publishing, queries
from stocktake.charter.rules import FrameworkKind, ItemKind, TargetKind
from stocktake.kernel.errors import NotFound
from stocktake.kernel.languages import LANGUAGES


ICMPD = queries.edition("icmpd-2017")
GCM = queries.edition("gcm-2018")


def numbers(edition):
    return dict(Counter(item.kind.value for item in edition.items))


def test_the_proposal_has_5_themes_30_commitments_and_8_parts():
    assert numbers(ICMPD) == {"theme": 5, "commitment": 30, "sub-commitment": 8}


def test_the_adopted_compact_has_23_objectives_and_187_actions():
    assert numbers(GCM) == {"objective": 23, "action": 187}


@pytest.mark.parametrize(
    ("theme", "commitments"), [("1", 3), ("2", 6), ("3", 6), ("4", 8), ("5", 7)]
)
def test_each_theme_holds_the_commitments_of_its_bullets(theme, commitments):
    children = ICMPD.children(theme)

    assert [child.code for child in children] == [
        f"{theme}.{n}" for n in range(1, commitments + 1)
    ]
    assert [child.source.bullet for child in children] == list(
        range(1, commitments + 1)
    )


def test_parts_are_two_under_1_1_one_under_4_1_and_five_under_4_2():
    parts = [item for item in ICMPD.items if item.kind == ItemKind.SUB_COMMITMENT]

    assert Counter(part.parent for part in parts) == {"1.1": 2, "4.1": 1, "4.2": 5}


@pytest.mark.parametrize("edition", [ICMPD, GCM], ids=lambda edition: edition.code)
def test_every_shipped_edition_passes_its_own_check(edition):
    assert queries.faults(queries.folder(edition.code)) == ()


@pytest.mark.parametrize("item", ICMPD.items, ids=lambda item: item.code)
def test_every_item_of_the_proposal_speaks_six_languages(item):
    assert set(item.title) == set(item.description) == set(LANGUAGES)
    for language, title in item.title.items():
        assert 0 < len(title) <= 90, (language, title)
        assert item.description[language].rstrip()[-1] in ".。"
        assert item.description[language].rstrip(".。").count("。") == 0


def test_objectives_and_actions_of_the_adopted_compact_speak_six_languages():
    for item in GCM.items:
        assert set(item.title) == set(LANGUAGES)
        assert all(0 < len(title) <= 100 for title in item.title.values()), item.code
        if item.kind == ItemKind.OBJECTIVE:
            assert set(item.description) == set(LANGUAGES)


def test_no_two_items_of_an_edition_share_title_description_or_source():
    for edition in (ICMPD, GCM):
        sources = [item.source for item in edition.items]
        assert len(set(sources)) == len(sources)
        for language in LANGUAGES:
            titles = [i.title[language] for i in edition.items if language in i.title]
            assert [t for t, times in Counter(titles).items() if times > 1] == []


def test_sources_of_the_adopted_compact_are_paragraphs_17_to_39():
    objectives = [i for i in GCM.items if i.kind == ItemKind.OBJECTIVE]

    assert [o.source.paragraph for o in objectives] == list(range(17, 40))
    for item in GCM.items:
        objective = GCM.theme_of(item.code)
        assert item.source.paragraph == objective.source.paragraph
        assert item.code == objective.code or item.code[-1] == item.source.letter


def test_every_objective_and_every_action_is_reached_by_a_commitment():
    reached = {link.to for link in ICMPD.links if link.taxonomy == "gcm-2018"}

    assert [item.code for item in GCM.items if item.code not in reached] == []


@pytest.mark.parametrize("item", ICMPD.items, ids=lambda item: item.code)
def test_every_commitment_is_tied_to_objectives_actions_and_sdg_targets(item):
    assert any(code.startswith("OBJ") for code in item.crosswalk["gcm-2018"])
    assert item.crosswalk["sdg"]
    if item.parent and item.code != "4.2":
        assert any("-" in code for code in item.crosswalk["gcm-2018"])


def test_the_two_compacts_meet_where_the_text_asks_for_it():
    tied = {item.code for item in ICMPD.items if item.crosswalk.get("gcr")}

    assert {"1", "1.1", "1.1.1", "2.2", "3", "3.1", "3.6", "5.5"} <= tied


def test_every_sdg_target_in_the_crosswalk_exists(shared):
    with (shared / "data/reference/sdg_framework_six_languages.csv").open(
        encoding="utf-8"
    ) as file:
        text = file.read()
    ours = {area.code for area in ICMPD.areas["sdg"]}

    assert {
        code for code in ours if not re.search(rf"\b{re.escape(code)}\b", text)
    } == set()


def test_the_annex_lists_53_frameworks_under_five_themes():
    listed = Counter(
        theme for framework in ICMPD.frameworks for theme in framework.annex
    )

    assert listed == {"1": 15, "2": 8, "3": 3, "4": 7, "5": 20}


def test_frameworks_outside_the_annex_are_references_or_parts_of_one_in_it():
    parts = {part for framework in ICMPD.frameworks for part in framework.parts}

    for framework in ICMPD.frameworks:
        outside = not framework.annex
        assert (
            not outside
            or framework.kind == FrameworkKind.REFERENCE
            or framework.id in parts
        )


@pytest.mark.parametrize(
    ("framework", "untc"),
    [
        ("ICRMW", "IV-13"),
        ("REFUGEE-CONVENTION", "V-2"),
        ("TIP", "XVIII-12-a"),
        ("ECHR", None),
    ],
)
def test_treaties_carry_the_number_by_which_actions_are_joined(framework, untc):
    assert ICMPD.framework(framework).untc == untc


def test_treaty_numbers_are_those_of_the_treaty_data(shared):
    known = set()
    for name in ("untc_status_2015_long.csv", "hr_treaties_status_2022_long.csv"):
        with (shared / "data/treaties" / name).open(encoding="utf-8") as file:
            known |= {row["untc_no"] for row in csv.DictReader(file)}
    absent = {f.untc for f in ICMPD.frameworks if f.untc} - known

    assert absent == {
        "XXVII-7-d",
        "XVIII-12-c",
    }  # Paris has a file of its own; firearms none


def test_the_bill_of_rights_stands_for_the_declaration_and_both_covenants():
    assert ICMPD.framework("BILL").parts == ("UDHR", "ICCPR", "ICESCR")


def test_every_commitment_has_a_target_and_every_kind_of_target_is_used():
    kinds = {target.kind for item in ICMPD.items for target in item.targets}

    assert kinds == set(TargetKind)
    assert [i.code for i in ICMPD.items if i.parent and not i.targets] == []


def test_code_lists_name_groups_and_side_effects_of_the_text():
    groups = {
        entry.code for entry in ICMPD.lists["vulnerable-groups"].entries if entry.named
    }
    effects = [e.code for e in ICMPD.lists["side-effects"].entries if e.named]

    assert {"trafficking-victims", "older-persons", "people-in-crises"} <= groups
    assert len(effects) == 5


def test_topics_lie_under_themes_only():
    topics = {topic.code for theme in ICMPD.themes for topic in theme.topics}

    assert {
        "border-control",
        "assisted-voluntary-return",
        "regularisation",
        "labour-rights",
    } <= topics
    assert all(not item.topics for item in ICMPD.items if item.parent)


def words(text):
    return re.findall(r"[a-z']+", text.casefold().replace("’", "'"))


def runs(text, length=8):
    found = words(text)
    return {tuple(found[i : i + length]) for i in range(len(found) - length + 1)}


def english(edition):
    for item in edition.items:
        for topic in item.topics:
            yield topic.title["en"]
        for target in item.targets:
            yield target.text["en"]
        yield item.title["en"]
        yield item.description.get("en", "")


def test_no_eight_words_in_a_row_are_those_of_the_proposal(shared):
    source = runs(
        (shared / "mission/ICMPD-input-to-the-GCM.txt").read_text(encoding="utf-8")
    )

    assert [text for text in english(ICMPD) if runs(text) & source] == []


def test_no_eight_words_in_a_row_are_those_of_the_adopted_compact(shared):
    source = runs(
        (shared / "data/gcm/gcm_objectives_source_text_en.txt").read_text(
            encoding="utf-8"
        )
    )
    with (shared / "data/gcm/gcm_actions_en.csv").open(encoding="utf-8") as file:
        source |= {run for row in csv.DictReader(file) for run in runs(row["text"])}

    assert [text for text in english(GCM) if runs(text) & source] == []


def test_letters_of_actions_are_those_of_the_resolution(shared):
    with (shared / "data/gcm/gcm_actions_en.csv").open(encoding="utf-8") as file:
        theirs = [
            f"OBJ{int(row['objective']):02d}-{row['action']}"
            for row in csv.DictReader(file)
        ]

    assert sorted(i.code for i in GCM.items if i.parent) == sorted(theirs)


def test_an_unknown_item_is_refused_with_near_codes():
    with pytest.raises(NotFound, match="Did you mean OBJ07-c"):
        GCM.item("obj7c")


def test_an_unknown_edition_is_refused_with_near_names_and_the_list():
    with pytest.raises(NotFound, match="Did you mean icmpd-2017") as refusal:
        queries.edition("icmpd-2107")
    assert "gcm-2018" in str(refusal.value)


def test_theme_of_climbs_to_the_top():
    assert ICMPD.theme_of("4.2.3").code == "4"
    assert ICMPD.theme_of("4").code == "4"
    assert GCM.theme_of("OBJ07-c").code == "OBJ07"


def test_files_of_other_rooms_are_handed_out_as_bytes():
    names = queries.files("icmpd-2017", "compact")

    assert names[0] == "compact/1-human-rights.yaml"
    assert queries.file("icmpd-2017", names[0]).startswith(b"#")


@pytest.mark.parametrize("name", ["../icmpd-2017", "nothing.yaml", "../../queries.py"])
def test_no_file_outside_an_edition_is_handed_out(name):
    with pytest.raises(NotFound, match="has no file"):
        queries.file("gcm-2018", name)


def test_the_schemas_in_the_package_are_those_of_the_types():
    committed = {
        p.name: p.read_text(encoding="utf-8") for p in publishing.SCHEMAS.iterdir()
    }

    assert committed == publishing.schemas()
