"""The data package: described as Frictionless asks, typed, the same bytes each time."""

import csv
import hashlib
import io
import json

import duckdb
import pytest

from stocktake.dossiers.render.data import SHEETS, data
from stocktake.dossiers.rules import Scope


@pytest.fixture(scope="module")
def made(found):
    return data(*found())


@pytest.fixture(scope="module")
def descriptor(made):
    return json.loads(made["data/datapackage.json"])


def rows(made, name):
    text = made[f"data/{name}.csv"].decode()
    return list(csv.DictReader(io.StringIO(text)))


def test_every_file_is_described_and_each_csv_with_its_size_and_hash(made, descriptor):
    described = {f"data/{one['path']}": one for one in descriptor["resources"]}

    assert set(described) == set(made) - {"data/datapackage.json"}
    for name, one in described.items():
        if one["format"] == "csv":
            assert one["bytes"] == len(made[name])
            assert one["hash"] == f"sha256:{hashlib.sha256(made[name]).hexdigest()}"


def test_names_are_those_that_frictionless_allows(descriptor):
    allowed = set("abcdefghijklmnopqrstuvwxyz0123456789-._")

    names = [descriptor["name"], *(one["name"] for one in descriptor["resources"])]

    assert all(set(name) <= allowed for name in names)
    assert len(set(names)) == len(names)


def test_the_columns_are_the_fields_of_the_schema(made, descriptor):
    for one in descriptor["resources"]:
        if one["format"] == "csv":
            head = made[f"data/{one['path']}"].decode().split("\n", 1)[0]
            assert head.split(",") == [f["name"] for f in one["schema"]["fields"]]


def test_keys_are_unique_and_what_refers_is_there(made, descriptor):
    for one in descriptor["resources"]:
        schema = one.get("schema", {})
        held = rows(made, one["name"]) if schema else []
        key = schema.get("primaryKey", [])
        assert not key or len({tuple(r[k] for k in key) for r in held}) == len(held)
        for foreign in schema.get("foreignKeys", []):
            to = foreign["reference"]
            there = {r[to["fields"]] for r in rows(made, to["resource"])}
            if to["resource"] == "findings":
                assert {r[foreign["fields"]] for r in held} <= there


def test_parquet_holds_the_same_rows_with_types(made, tmp_path):
    file = tmp_path / "findings.parquet"
    file.write_bytes(made["data/findings.parquet"])

    read = duckdb.read_parquet(str(file))
    types = dict(zip(read.columns, map(str, read.types), strict=True))

    assert len(read.fetchall()) == len(rows(made, "findings")) == 9
    assert (types["gap"], types["as_of"], types["reported"]) == (
        "BIGINT",
        "DATE",
        "BOOLEAN",
    )


def test_blank_is_not_zero(made):
    gaps = {(r["state"], r["commitment"]): r["gap"] for r in rows(made, "findings")}
    values = {r["indicator"]: r["value"] for r in rows(made, "figures")}
    inputs = {r["name"]: r["value"] for r in rows(made, "figure-inputs")}

    assert (gaps["XAA", "2.1"], gaps["XAA", "1.1"]) == ("0", "")
    assert values["unhcr-stock"] == ""
    assert inputs["error"] == ""


def test_every_code_of_the_findings_has_words_in_six_languages(made):
    words = {(r["list"], r["code"]): r for r in rows(made, "codes")}

    for row in rows(made, "findings"):
        for name in ("label", "agreement", "confidence", "triangulation"):
            known = words[name, row[name]]
            assert all(known[one] for one in ("ar", "zh", "en", "fr", "ru", "es"))


def test_words_are_exact_also_where_they_look_like_a_formula(made, descriptor):
    quotes = [r["quote"] for r in rows(made, "quotations")]

    assert "منذ عام 2022 لا يُحتجز الأطفال لأسباب تتعلق بالهجرة." in quotes
    assert descriptor["profile"] == "data-package"


def test_the_same_evidence_gives_the_same_bytes(made, found):
    assert data(*found()) == made


def test_without_findings_the_tables_are_there_and_empty(hand, dossier):
    scope = Scope("state", "XAA")
    package = data(hand("en", scope)[0], dossier("en", scope))

    assert len(package) == 2 * len(SHEETS) + 1
    assert package["data/findings.csv"].count(b"\n") == 1
