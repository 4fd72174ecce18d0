"""Documents are kept once, whole, and found again."""

import os
import struct
import zlib
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
import typst
from django.conf import settings

from stocktake.accounts.rules import LOCAL_ADMINISTRATOR, VISITOR
from stocktake.audit.models import Event
from stocktake.documents import actions, queries, store
from stocktake.documents.models import Document, Passage
from stocktake.documents.reading import read
from stocktake.kernel.errors import NotFound, NotPermitted, Refused


NOON = datetime(2024, 6, 1, 12, tzinfo=UTC)
TEXT = b"1. The State ended the detention of children.\n2. It opened two centres for families.\n"


def keep(data: bytes = TEXT, name: str = "report.txt"):
    return actions.keep(
        data, name, reading=read(data, name), by=LOCAL_ADMINISTRATOR, at=NOON
    )


@pytest.fixture(autouse=True)
def home(tmp_path, settings):
    settings.STOCKTAKE_HOME = tmp_path
    return tmp_path


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return typst.compile(
        b"#set document(date: none)\n= Report\n#for i in range(1, 60) [#i. The State adopted law number #i on migration.\n\n]"
    )


@pytest.mark.django_db
def test_a_document_is_kept_with_its_bytes_its_passages_and_a_trail():
    row = keep()

    assert row.sha256 == sha256(TEXT).hexdigest()
    assert queries.data(row.sha256) == TEXT
    assert [passage.number for passage in queries.passages(row.sha256)] == ["1", "2"]
    assert row.passage_count == 2
    assert Event.objects.get(kind="document.kept").about == row.urn


@pytest.mark.django_db
def test_a_document_that_comes_again_is_neither_stored_nor_recorded_twice():
    first = keep()

    again = keep(name="other name.txt")

    assert again == first
    assert Document.objects.count() == 1
    assert Passage.objects.count() == 2
    assert Event.objects.filter(kind="document.kept").count() == 1


@pytest.mark.django_db
def test_a_visitor_keeps_nothing():
    with pytest.raises(NotPermitted, match=r"report\.take-in"):
        actions.keep(TEXT, "a.txt", reading=read(TEXT, "a.txt"), by=VISITOR, at=NOON)

    assert not Document.objects.exists()


@pytest.mark.django_db
def test_bytes_left_by_a_killed_process_are_used_and_drafts_are_swept():
    target = store.path(sha256(TEXT).hexdigest())
    target.parent.mkdir(parents=True)
    draft = target.parent / f".{target.name}.999.part"
    draft.write_bytes(TEXT[:10])
    os.utime(draft, (0, 0))

    row = keep()

    assert queries.data(row.sha256) == TEXT
    assert not list(target.parent.glob(".*.part"))


@pytest.mark.django_db
def test_a_file_cut_short_is_written_anew():
    target = store.path(sha256(TEXT).hexdigest())
    target.parent.mkdir(parents=True)
    target.write_bytes(TEXT[:10])

    row = keep()

    assert queries.data(row.sha256) == TEXT


@pytest.mark.django_db
@pytest.mark.parametrize(
    "form", ["{sha}", "{short}", "sha256:{short}", "stocktake:document:{sha}"]
)
def test_a_document_is_found_by_hash_beginning_and_urn(form):
    row = keep()

    name = form.format(sha=row.sha256, short=row.sha256[:12])

    assert queries.document(name) == row
    assert queries.key(name) == Document.objects.get().pk


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("0000000000", "no document"),
        ("report.txt", "names no document"),
        ("", "names no document"),
    ],
)
def test_a_document_that_is_not_there_is_said_so(name, says):
    with pytest.raises(NotFound, match=says):
        queries.document(name)


@pytest.mark.django_db
def test_a_beginning_that_fits_several_documents_lists_them():
    for ending in "12":
        Document.objects.create(
            sha256="abcd" + ending * 60, kind="txt", size=1, page_count=0, read_at=NOON
        )

    with pytest.raises(Refused, match="several"):
        queries.document("abcd")


@pytest.mark.django_db
def test_a_passage_is_found_by_its_urn():
    row = keep()
    second = queries.passages(row.sha256)[1]

    assert queries.passage(second.urn) == second
    with pytest.raises(NotFound):
        queries.passage(f"stocktake:passage:{row.sha256}/99")


@pytest.mark.django_db
@pytest.mark.slow
def test_a_page_is_drawn_as_a_png_and_kept(pdf, home):
    row = keep(pdf, "report.pdf")

    image = queries.page_image(row.sha256, 1, 580)

    width, height = struct.unpack(">II", image[16:24])
    assert width == 600
    assert abs(height / width - row.page_sizes[0][1] / row.page_sizes[0][0]) < 0.01
    assert len(zlib.decompress(image[41 : image.rindex(b"IEND") - 8])) == height * (
        width * 3 + 1
    )
    assert [path.name for path in (home / "page-images").rglob("*.png")] == [
        "1-600.png"
    ]
    assert queries.page_image(row.sha256, 1, 600) == image


@pytest.mark.django_db
@pytest.mark.slow
def test_a_page_that_is_not_there_is_refused(pdf):
    row = keep(pdf, "report.pdf")

    with pytest.raises(NotFound, match="page 9"):
        queries.page_image(row.sha256, 9, 600)
    with pytest.raises(NotFound, match="0 pages"):
        queries.page_image(keep().sha256, 1, 600)


@pytest.mark.django_db
def test_passages_cost_two_queries(django_assert_num_queries):
    row = keep()

    with django_assert_num_queries(2):
        queries.passages(row.sha256)


def test_a_check_tells_type_size_and_hash(tmp_path: Path):
    file = tmp_path / "a.txt"
    file.write_bytes(TEXT)

    checked = actions.check(file)

    assert (checked.name, checked.kind, checked.size) == ("a.txt", "txt", len(TEXT))
    assert checked == actions.check(TEXT, "a.txt")
    assert tmp_path.parent != settings.STOCKTAKE_HOME
