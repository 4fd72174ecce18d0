"""Areas: 193 States and the others, their names, codes and look-up."""

import csv

import pytest

from stocktake.geography import look_up, queries
from stocktake.geography.rules import Ambiguous
from stocktake.kernel.errors import NotFound, Refused
from stocktake.kernel.languages import LANGUAGES


def test_there_are_193_members_two_observers_and_six_illustrative_states():
    counts = (
        len(queries.states()),
        [area.alpha3 for area in queries.observers()],
        [area.alpha3 for area in queries.illustrative_states()],
        len(queries.areas()),
    )

    expected = ["XAA", "XAB", "XAC", "XAD", "XAE", "XAF"]
    assert counts == (193, ["PSE", "VAT"], expected, 249 + 6)


def test_every_area_has_a_name_in_each_of_the_six_languages():
    nameless = [
        (area.alpha3, language)
        for area in queries.areas()
        for language in LANGUAGES
        if not area.names.get(language, "").strip()
    ]

    assert nameless == []


def test_no_two_areas_share_an_official_name_in_one_language():
    for language in LANGUAGES:
        names = [area.names[language] for area in queries.areas()]

        assert len(set(names)) == len(names), language


def test_names_are_written_in_the_script_of_their_language():
    scripts = {
        "ar": ("\u0600", "\u06ff"),
        "zh": ("\u4e00", "\u9fff"),
        "ru": ("\u0400", "\u04ff"),
    }

    for language, (first, last) in scripts.items():
        for area in queries.areas():
            assert any(first <= sign <= last for sign in area.names[language]), (
                area.alpha3
            )


def test_every_state_of_the_standard_lies_in_a_region_and_sub_region_that_exist():
    known = {region.m49 for region in queries.regions()}

    for area in (*queries.states(), *queries.observers()):
        assert {area.region, area.subregion} <= known, area.alpha3


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("SVN", "SVN"), ("svn", "SVN"), ("si", "SVN"), ("705", "SVN"), ("4", "AFG"), ("004", "AFG"),
        (" Slovenia ", "SVN"), ("SLOVÉNIE", "SVN"), ("Словения", "SVN"), ("سلوفينيا", "SVN"),
        ("斯洛文尼亚", "SVN"), ("Eslovenia", "SVN"),
        ("Ivory Coast", "CIV"), ("Côte d’Ivoire", "CIV"), ("Cote d'Ivoire", "CIV"),
        ("Turkey", "TUR"), ("Turkiye", "TUR"), ("Burma", "MMR"), ("USA", "USA"), ("U.S.A.", "USA"),
        ("United States", "USA"), ("UK", "GBR"), ("Great Britain", "GBR"), ("South Korea", "KOR"),
        ("Korea, Republic of", "KOR"), ("North Korea", "PRK"), ("DPRK", "PRK"),
        ("Czech Republic", "CZE"), ("Holland", "NLD"), ("The Netherlands", "NLD"),
        ("Russia", "RUS"), ("DRC", "COD"), ("Congo-Kinshasa", "COD"), ("Zaire", "COD"),
        ("Congo (Democratic Republic of the)", "COD"), ("Congo-Brazzaville", "COG"),
        ("Republic of the Congo", "COG"), ("Guinea", "GIN"), ("Bolivia", "BOL"),
        ("Iran, Islamic Republic of", "IRN"), ("St. Kitts & Nevis", "KNA"), ("the Gambia", "GMB"),
        ("Swaziland", "SWZ"), ("Cape Verde", "CPV"), ("Macedonia", "MKD"), ("East Timor", "TLS"),
        ("Palestine", "PSE"), ("Vatican", "VAT"), ("Hong Kong", "HKG"), ("Samoa", "WSM"),
        ("Niger", "NER"), ("Nigeria", "NGA"), ("Dominica", "DMA"), ("Micronesia", "FSM"),
        ("روسيا", "RUS"), ("الصِّين", "CHN"), ("جمهوريه كوريا", "KOR"), ("刚果（金）", "COD"),
        ("Берег Слоновой Кости", "CIV"), ("XAA", "XAA"), ("Avelia", "XAA"),
    ],
)  # fmt: skip
def test_find_takes_any_common_name_or_code(text, code):
    assert queries.find(text).alpha3 == code


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Congo", ["COG", "COD"]),
        ("Конго", ["COG", "COD"]),
        ("الكونغو", ["COG", "COD"]),
        ("刚果", ["COG", "COD"]),
        ("Korea", ["KOR", "PRK"]),
        ("Corée", ["KOR", "PRK"]),
        ("Virgin Islands", ["VGB", "VIR"]),
        ("Czechoslovakia", ["CZE", "SVK"]),
    ],
)
def test_a_name_that_several_share_is_refused_with_all_of_them(text, codes):
    with pytest.raises(Ambiguous) as refused:
        queries.find(text)

    assert [area.alpha3 for area in refused.value.candidates] == codes
    assert all(code in str(refused.value) for code in codes)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Slovennia", ["SVN Slovenia"]),
        ("Kazahstan", ["KAZ Kazakhstan"]),
        ("Kosovo", ["1244"]),
        ("European Union", ["geography groups EU"]),
        ("Crimea", ["UKR"]),
        ("Xanadu", ["geography list"]),
        ("", ["geography list"]),
        ("?!", ["geography list"]),
    ],
)
def test_what_is_not_found_is_said_with_what_to_do(text, words):
    with pytest.raises(NotFound) as refused:
        queries.find(text)

    assert all(word in str(refused.value) for word in words)


def test_every_official_formal_and_common_name_finds_its_own_area_or_is_ambiguous():
    shared = {"Congo", "Конго", "刚果", "الكونغو"}

    for area in queries.areas():
        for name in [
            *area.names.values(),
            *area.formal.values(),
            area.alpha3,
            area.m49 or area.alpha3,
        ]:
            if name in shared:
                assert queries.find_official(name).alpha3 == area.alpha3
            else:
                assert queries.find(name).alpha3 == area.alpha3, name


@pytest.mark.slow
def test_no_spelling_of_the_published_tables_finds_a_wrong_area(shared):
    spellings = _spellings(shared)
    found, wrong = 0, []

    for text, code in spellings:
        try:
            answer = queries.find(text).alpha3
        except Refused:
            continue
        found += 1
        if answer != code:
            wrong.append((text, code, answer))

    assert wrong == []
    assert len(spellings) > 1300
    assert found / len(spellings) >= 0.98


def _spellings(shared):
    """Names as tables of treaties, migrants, remittances and OCHA write them, with codes."""
    tables = [
        ("treaties/untc_status_2015_long.csv", "iso3", ["participant"]),
        ("treaties/hr_treaties_status_2022_long.csv", "iso3", ["state"]),
        ("treaties/paris_agreement_entry_into_force.csv", "Code", ["Name"]),
        (
            "stats/undesa_2019_bilateral_migrant_stock_long.csv",
            "origin_iso3",
            ["origin"],
        ),
        (
            "stats/worldbank_remittance_prices_corridors_2011_2020.csv",
            "receiving_iso3",
            ["receiving_country"],
        ),
        (
            "geo/ocha_countries_territories_taxonomy.csv",
            "ISO 3166-1 Alpha 3-Codes",
            [
                f"{language} Short"
                for language in (
                    "English",
                    "French",
                    "Spanish",
                    "Russian",
                    "Chinese",
                    "Arabic",
                )
            ]
            + [
                "Preferred Term",
                "ISO Alt Term",
                "HPC Tools Alt Term",
                "RW Short Name",
                "English Formal",
            ],
        ),
    ]
    spellings = set()
    for name, code, columns in tables:
        with (shared / "data" / name).open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                spellings |= {
                    (row[column], row[code])
                    for column in columns
                    if row[column] and row[code]
                }
    return sorted(spellings)


def test_the_small_questions_have_answers():
    answers = (
        queries.name("FRA", "ar"),
        queries.name("250"),
        queries.region_of("FRA"),
        queries.region_of("XAA"),
        queries.region_name("2", "es"),
        queries.is_state("GRL"),
        [each.code for each in queries.groupings_of("FRA")],
    )

    assert answers == ("فرنسا", "France", "150", "", "África", False, ["EU", "OSCE"])
    with pytest.raises(NotFound, match="002 Africa"):
        queries.region("830")


def test_folded_names_do_not_depend_on_case_accents_or_arabic_marks():
    pairs = [
        ("ÉGYPTE", "egypte"),
        ("São Tomé", "sao  tome"),
        ("الجُمهورِيّة", "الجمهوريه"),
        ("Йемен", "иемен"),
    ]

    for one, other in pairs:
        assert look_up.fold(one) == look_up.fold(other)


def test_a_code_that_is_none_is_refused_with_the_command_that_helps():
    with pytest.raises(NotFound, match="geography find"):
        queries.area("QQQ")


def test_names_and_codes_agree_with_the_published_table(shared):
    source = shared / "data" / "geo" / "unsd_m49_methodology.csv"
    with source.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))

    differing = [
        row["ISO-alpha3 Code"]
        for row in rows
        if (found := queries.area(row["ISO-alpha3 Code"]))
        and (found.m49, found.region, found.subregion, found.intermediate)
        != (
            row["M49 Code"],
            row["Region Code"],
            row["Sub-region Code"],
            row["Intermediate Region Code"],
        )
    ]

    assert len(rows) == 248
    assert differing == []
