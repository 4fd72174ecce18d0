"""Freezing: whole folders or none, and every kind of tampering is found."""

import json
import os

import msgspec
import pytest

from stocktake.dossiers import freezing, verifying
from stocktake.dossiers.render.html import html
from stocktake.kernel.errors import BrokenData, Refused


@pytest.fixture
def files(dossier):
    made = dossier()
    files = {
        "dossier.html": html(made),
        "dossier.json": msgspec.json.encode(made),
    }
    return {**files, freezing.MANIFEST: freezing.manifest(files, {"round": "2024"})}


@pytest.fixture
def folder(files, tmp_path):
    freezing.put(tmp_path / "frozen", files)
    return tmp_path / "frozen"


def _verify(folder, sources=lambda _sha: None):
    return [(fault.where, fault.what) for fault in verifying.faults(folder, sources)]


def test_a_frozen_folder_holds(folder):
    assert _verify(folder) == []


def _alter(folder):
    path = folder / "dossier.html"
    path.write_bytes(path.read_bytes() + b" ")


def _remove(folder):
    (folder / "dossier.html").unlink()


def _add(folder):
    (folder / "note.txt").write_text("added later")


@pytest.mark.parametrize(
    ("tamper", "where", "said"),
    [
        (_alter, "dossier.html", "altered"),
        (_remove, "dossier.html", "missing"),
        (_add, "note.txt", "extra"),
    ],
)
def test_a_file_altered_removed_or_added_is_named(folder, tamper, where, said):
    tamper(folder)

    ((found, what),) = _verify(folder)

    assert found == where
    assert what.startswith(said)


def test_a_quotation_changed_in_file_and_manifest_is_still_found(folder):
    content = (folder / "dossier.json").read_text().replace("no child", "one child", 1)
    (folder / "dossier.json").write_text(content)
    data = {p.name: p.read_bytes() for p in folder.iterdir() if p.suffix != ".x"}
    data.pop(freezing.MANIFEST)
    (folder / freezing.MANIFEST).write_bytes(freezing.manifest(data, {}))

    faults = _verify(folder)

    assert faults
    assert all("citation is not exact" in what for _, what in faults)


def test_a_passage_that_its_document_does_not_say_is_found(folder, dossier):
    passage = dossier().passages[0]
    said = {passage.document: {passage.order: "something else"}}

    faults = _verify(folder, said.get)

    assert [what for _, what in faults] == [
        f"passage is not what its document says: {passage.urn}"
    ]


def test_json_that_is_no_dossier_is_said_to_be_none(folder):
    (folder / "dossier.json").write_text('{"schema": "other"}')

    whats = [what for _, what in _verify(folder)]

    assert any(what.startswith("cannot be read as a dossier") for what in whats)


def test_a_folder_without_a_manifest_is_refused_by_name(tmp_path):
    with pytest.raises(BrokenData, match="holds no dossier"):
        _verify(tmp_path)


def test_a_damaged_manifest_is_refused(folder):
    (folder / freezing.MANIFEST).write_text('{"kind": 1')

    with pytest.raises(BrokenData, match="not a manifest of ours"):
        _verify(folder)


def test_a_folder_of_somebody_else_is_never_replaced(files, tmp_path):
    target = tmp_path / "own"
    target.mkdir()
    (target / "thesis.txt").write_text("years of work")

    with pytest.raises(Refused, match="holds no dossier of ours"):
        freezing.put(target, files)

    assert [path.name for path in target.iterdir()] == ["thesis.txt"]


def test_a_folder_of_ours_is_replaced_whole(files, folder):
    (folder / "dossier.html").unlink()

    freezing.put(folder, files)

    assert _verify(folder) == []


def test_a_failure_while_writing_leaves_nothing_behind(files, tmp_path):
    broken = {**files, "../no/such/file": b"x"}

    with pytest.raises(OSError, match="No such file"):
        freezing.put(tmp_path / "frozen", broken)

    assert list(tmp_path.iterdir()) == []


def test_a_draft_of_a_killed_run_is_swept_up_once_it_is_old(files, tmp_path):
    old, fresh = (tmp_path / f".frozen.{name}.draft" for name in ("old", "new"))
    old.mkdir()
    fresh.mkdir()
    os.utime(old, (0, 0))

    freezing.put(tmp_path / "frozen", files)

    assert sorted(path.name for path in tmp_path.iterdir()) == [fresh.name, "frozen"]


def test_the_manifest_names_files_hashes_and_inputs_and_no_time(files):
    manifest = json.loads(files[freezing.MANIFEST])

    assert [one["name"] for one in manifest["files"]] == [
        "dossier.html",
        "dossier.json",
    ]
    assert manifest["inputs"] == {"round": "2024"}
    assert set(manifest) == {"kind", "files", "inputs"}
