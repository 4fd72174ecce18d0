"""The workbook: out, filled in by somebody, and in again, with nothing skipped in silence."""

import io
import shutil
import subprocess
from datetime import UTC, date, datetime, timedelta

import openpyxl
import pytest
import xlsxwriter

from stocktake.accounts.rules import LOCAL_ADMINISTRATOR, Acting, Role
from stocktake.audit.models import Event
from stocktake.kernel.errors import NotPermitted, Refused
from stocktake.reporting import actions, queries
from stocktake.reporting.actions import offline
from stocktake.reporting.models import Answer, Edit, Submission
from stocktake.reporting.rules import Stage, Strand
from stocktake.reporting.workbook import telling
from stocktake.reporting.workbook.report import Choice


pytestmark = [pytest.mark.django_db, pytest.mark.slow]

NOON = datetime(2024, 6, 1, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=2)
LABOUR = Acting("Ministry of Labour", frozenset({Role.CONTRIBUTOR}), frozenset({"XAA"}))
JUSTICE = Acting(
    "Ministry of Justice", frozenset({Role.CONTRIBUTOR}), frozenset({"XAA"})
)
R = "0123456789ab"
MEASURE = f"1.1/measures/{R}"
FILLED = {
    "about/authority": {
        "ar": "وزارة العمل",
        "zh": "劳工部",
        "en": "Ministry of Labour",
    },
    "about/as_of": "2024-03-31",
    "1.1/status": "in-force",
    "1.1/status_note": {"en": "=A law\nof two lines.", "fr": "Une loi."},
    "1.2/status": {
        "absent": "no_information",
        "reason": "other",
        "note": {"en": "The register burnt.", "fr": "Le registre a brûlé."},
    },
    MEASURE: {"position": 1},
    f"{MEASURE}/title": {"en": "Act 12", "ar": "القانون 12"},
    f"{MEASURE}/kind": "law",
    f"{MEASURE}/status": "in-force",
    f"{MEASURE}/date": "2023-03",
    f"{MEASURE}/population": "0",
    f"{MEASURE}/groups": ["children", "women"],
    f"{MEASURE}/budget": {"amount": "120000.5", "currency": "EUR"},
    f"{MEASURE}/evidence": ["https://example.org/act", "https://example.org/b"],
    "1.1.1/indicator_victims_identified": {
        "source": "own",
        "value": "812",
        "year": 2023,
    },
}


@pytest.fixture
def draft():
    actions.open_round("2024", by=LOCAL_ADMINISTRATOR, at=NOON, illustrative=True)
    return actions.start_draft(
        "2024", sender="XAA", strand=Strand.STATE, by=LABOUR, at=NOON
    )


@pytest.fixture
def filled(draft):
    asked = draft.questionnaire
    groups = asked.field(f"{MEASURE}/groups").options[:2]
    values = FILLED | {f"{MEASURE}/groups": [option.code for option in groups]}
    changes = [actions.Change(a, v) for a, v in values.items()]
    saved = actions.save_answers(draft.key, changes, by=LABOUR, at=NOON)
    assert not saved.refused
    return draft


def export(draft, language="en"):
    return offline.export(draft.key, language=language, by=LABOUR, at=NOON)


def bring(data, **more):
    return offline.import_(data, "answers.xlsx", by=LABOUR, at=LATER, **more)


def values(draft):
    return {address: row.value for address, row in queries.answers(draft.key).items()}


class Book:
    """A workbook in the hands of a person: cells found by what they answer."""

    def __init__(self, data):
        self.book = openpyxl.load_workbook(io.BytesIO(data))

    def place(self, address):
        """Sheet, row and column of an address, ``#part`` behind it if it is a part."""
        bare, _, part = address.partition("#")
        is_field_of_record = bare.count("/") == 3
        row_id = bare.rpartition("/")[0] if is_field_of_record else address
        name = bare.rpartition("/")[2] + (f"#{part}" if part else "")
        for sheet in self.book.worksheets:
            rows = {sheet.cell(r, 1).value: r for r in range(1, sheet.max_row + 1)}
            if row_id not in rows:
                continue
            group = row_id.rpartition("/")[0]
            head = f"{group}/columns" if is_field_of_record else sheet.cell(1, 1).value
            wanted = f"{head}/{name if is_field_of_record else 'answer'}:"
            for column in range(3, sheet.max_column + 1):
                if str(sheet.cell(rows[head], column).value).startswith(wanted):
                    return sheet, rows[row_id], column
        raise LookupError(address)

    def write(self, address, value):
        sheet, row, column = self.place(address)
        sheet.cell(row, column).value = value

    def spare(self, group):
        """The id of the first empty row of a group."""
        for sheet in self.book.worksheets:
            ids = [sheet.cell(r, 1).value or "" for r in range(1, sheet.max_row + 1)]
            rows = [i for i in ids if i.startswith(f"{group}/") and i.count("/") == 2]
            rows = [i for i in rows if len(i.rpartition("/")[2]) == 12]
            rows = [i for i in rows if i.rpartition("/")[2] != R]
            if rows:
                return rows[0]
        raise LookupError(group)

    @property
    def data(self):
        out = io.BytesIO()
        self.book.save(out)
        return out.getvalue()

    def cells(self):
        """How many cells are not empty, on all sheets."""
        return sum(
            cell.value not in (None, "")
            for sheet in self.book.worksheets
            for row in sheet.iter_rows()
            for cell in row
        )


def through_libreoffice(data, tmp_path):
    """The file as LibreOffice saves it again."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("LibreOffice is not installed: its side of the round trip is open")
    before, after = tmp_path / "in", tmp_path / "out"
    before.mkdir()
    (before / "answers.xlsx").write_bytes(data)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    done = subprocess.run(
        [
            office,
            profile,
            "--headless",
            "--convert-to",
            "xlsx:Calc MS Excel 2007 XML",
            "--outdir",
            str(after),
            str(before / "answers.xlsx"),
        ],
        capture_output=True,
        timeout=240,
        check=False,
    )
    made = after / "answers.xlsx"
    if not made.exists():
        pytest.skip(f"LibreOffice cannot open workbooks here: {done.stderr[-200:]!r}")
    return made.read_bytes()


@pytest.mark.parametrize("language", ["en", "ar", "zh", "fr", "ru", "es"])
def test_what_goes_out_comes_in_unchanged_in_every_language(filled, language):
    before = values(filled)

    report = bring(export(filled, language))

    assert (report.taken, report.clashing, report.not_understood) == ((), (), ())
    assert set(report.unchanged) == {a for a in before if a.count("/") != 2}
    assert values(filled) == before


def test_every_cell_that_is_not_empty_is_accounted_for(filled):
    book = Book(export(filled))
    book.write("1.3/status", "maybe")
    book.book.worksheets[2].cell(700, 9).value = "a stray note"

    report = bring(book.data)

    assert report.cells.total == book.cells()
    assert report.cells.unread == len(report.not_understood) == 2


def test_answers_are_taken_and_a_second_import_changes_nothing(filled):
    book = Book(export(filled))
    new = book.spare("1.1/measures")
    book.write("1.1/status", "Partly in force")
    book.write("1.3/status", "not relevant")
    book.write("1.3/status#reason", "The situation does not arise in the country")
    book.write(f"{new}/title", "Act 13")
    book.write(f"{new}/date", datetime(2024, 2, 29))
    book.write(f"{new}/budget", "1 200,50")
    book.write(f"{new}/budget#currency", "usd")

    report = bring(book.data)
    after, edits = values(filled), Edit.objects.count()
    again = bring(book.data)

    assert {given.address for given in report.taken} == {
        "1.1/status",
        "1.3/status",
        new,
        f"{new}/title",
        f"{new}/date",
        f"{new}/budget",
    }
    assert report.not_understood == ()
    assert after["1.3/status"] == {
        "absent": "not_relevant",
        "reason": "no-such-situation",
    }
    assert after[f"{new}/date"] == "2024-02-29"
    assert after[f"{new}/budget"] == {"amount": "1200.5", "currency": "USD"}
    assert (again.taken, again.clashing, again.not_understood) == ((), (), ())
    assert (values(filled), Edit.objects.count()) == (after, edits)


def test_a_text_is_taken_in_the_language_of_the_file_and_the_others_stay(filled):
    book = Book(export(filled, "fr"))
    book.write("1.1/status_note", "Deux lois.")

    bring(book.data)

    assert values(filled)["1.1/status_note"] == {
        "en": "=A law\nof two lines.",
        "fr": "Deux lois.",
    }


def test_an_emptied_cell_clears_and_an_emptied_row_removes(filled):
    book = Book(export(filled))
    book.write("1.1/status", None)
    for name in ("title", "kind", "status", "date", "population", "groups", "evidence"):
        book.write(f"{MEASURE}/{name}", None)
    book.write(f"{MEASURE}/budget", None)
    book.write(f"{MEASURE}/budget#currency", None)

    report = bring(book.data)

    assert {given.address for given in report.taken} == {"1.1/status", MEASURE}
    assert not any(address.startswith(MEASURE) for address in values(filled))
    assert "1.1/status" not in values(filled)


def test_an_answer_changed_on_both_sides_clashes_and_both_texts_are_kept(filled):
    book = Book(export(filled))
    book.write("1.1/status_note", "From the workbook.")
    actions.save_answer(
        filled.key,
        "1.1/status_note",
        {"en": "From online."},
        expected_revision=1,
        by=JUSTICE,
        at=LATER,
    )

    report = bring(book.data)
    edits = Edit.objects.count()
    again = bring(book.data)

    (clash,) = report.clashing
    assert (clash.address, clash.online, clash.by) == (
        "1.1/status_note",
        {"en": "From online."},
        "Ministry of Justice",
    )
    assert clash.workbook["en"] == "From the workbook."
    assert values(filled)["1.1/status_note"] == {"en": "From online."}
    kept = Edit.objects.filter(address="1.1/status_note", outcome="refused")
    assert [edit.value["en"] for edit in kept] == ["From the workbook."]
    assert (len(again.clashing), Edit.objects.count()) == (1, edits)


@pytest.mark.parametrize(
    ("choice", "stands"),
    [(Choice.WORKBOOK, "under-development"), (Choice.ONLINE, "no-measure")],
)
def test_the_person_chooses_what_stands_after_a_clash(filled, choice, stands):
    book = Book(export(filled))
    book.write("1.1/status", "Under development")
    actions.save_answer(
        filled.key,
        "1.1/status",
        "no-measure",
        expected_revision=1,
        by=JUSTICE,
        at=LATER,
    )

    report = bring(book.data, choices={"1.1/status": choice})

    assert report.clashing[0].chosen is choice
    assert values(filled)["1.1/status"] == stands
    if choice is Choice.WORKBOOK:
        assert bring(book.data).clashing == ()


def test_two_languages_of_one_text_changed_on_two_sides_do_not_clash(filled):
    book = Book(export(filled, "fr"))
    book.write("1.1/status_note", "Deux lois.")
    actions.save_answer(
        filled.key,
        "1.1/status_note",
        {"en": "New.", "fr": "Une loi."},
        expected_revision=1,
        by=JUSTICE,
        at=LATER,
    )

    report = bring(book.data)

    assert report.clashing == ()
    assert values(filled)["1.1/status_note"] == {"en": "New.", "fr": "Deux lois."}


def test_a_newer_answer_online_is_never_undone_by_importing_an_old_file_again(filled):
    book = Book(export(filled))
    book.write("1.1/status", "Under development")
    bring(book.data)
    actions.save_answer(
        filled.key,
        "1.1/status",
        "no-measure",
        expected_revision=2,
        by=JUSTICE,
        at=LATER,
    )

    report = bring(book.data, take=Choice.WORKBOOK)

    assert (report.taken, report.clashing) == ((), ())
    assert values(filled)["1.1/status"] == "no-measure"


MISTYPED = [
    ("1.3/status", "maybe", "not-an-option"),
    ("2.1/status", "=1+1", "formula"),
    ("2.2/status", "#REF!", "cell-error"),
    ("1.1.2/indicator_consular_cases", "12 people", "words-in-number"),
    ("1.1.2/indicator_consular_cases#year", "23", "not-a-year"),
    ("about/as_of", "05/06/2024", "two-readings-date"),
    (f"{MEASURE}/budget", "1.234", "two-readings-number"),
    (f"{MEASURE}/budget#currency", "EURO", "unknown-currency"),
    (f"{MEASURE}/evidence", "see annex", "not-a-link"),
    (f"{MEASURE}/groups", "Martians", "not-an-option"),
    ("1.1/status#reason", "The information is not collected", "reason-beside-answer"),
]


def batches(rows):
    """Rows about different answers together, so that one workbook holds many."""
    left, found = list(rows), []
    while left:
        batch = {row[0].partition("#")[0]: row for row in reversed(left)}
        found.append(list(batch.values()))
        left = [row for row in left if row not in found[-1]]
    return found


@pytest.mark.parametrize("mistyped", batches(MISTYPED))
def test_what_is_not_understood_is_named_with_sheet_cell_and_reason(filled, mistyped):
    before = values(filled)
    book = Book(export(filled))
    expected = {}
    for address, typed, code in mistyped:
        book.write(address, typed)
        sheet, row, column = book.place(address)
        cell = f"{openpyxl.utils.get_column_letter(column)}{row}"
        expected[sheet.title, cell] = code

    report = bring(book.data)
    told = telling.as_json(report, "fr")["not_understood"]

    assert {(one["sheet"], one["cell"]): one["code"] for one in told} == expected
    assert all(one["why"] != one["code"] for one in told)
    assert values(filled) == before


TYPED = [
    ("about/as_of", "1 марта 2024 г.", "2024-03-01"),
    ("about/as_of", date(2024, 3, 1), "2024-03-01"),
    (f"{MEASURE}/population", "1,240", "1240"),
    (f"{MEASURE}/population", "١٢٣", "123"),
    (f"{MEASURE}/population", 12.0, "12"),
    (f"{MEASURE}/kind", "POLICY ", "policy"),
]


@pytest.mark.parametrize("understood", batches(TYPED))
def test_what_people_type_is_understood_where_it_has_one_reading(filled, understood):
    book = Book(export(filled))
    for address, typed, _ in understood:
        book.write(address, typed)

    report = bring(book.data)

    assert report.not_understood == ()
    now = values(filled)
    assert {address: now[address] for address, _, _ in understood} == {
        address: value for address, _, value in understood
    }


def test_a_zero_is_an_answer_and_an_empty_cell_is_none(draft):
    book = Book(export(draft))
    book.write("1.1.2/indicator_consular_cases", 0)
    book.write("1.1.2/indicator_consular_cases#year", 2023)

    report = bring(book.data)

    assert [given.value["value"] for given in report.taken] == ["0"]


def test_moved_rows_and_renamed_sheets_are_still_understood(filled):
    book = Book(export(filled))
    book.write("1.1/status", "Partly in force")
    sheet, row, _ = book.place("1.1/status")
    sheet.title = "Renamed by hand"
    sheet.move_range(f"A{row}:Z{row}", rows=900)

    report = bring(book.data)

    assert [given.address for given in report.taken] == ["1.1/status"]
    assert report.not_understood == ()


def test_deleted_rows_columns_and_sheets_are_named_and_clear_nothing(filled):
    before = values(filled)
    book = Book(export(filled))
    sheet, _, column = book.place(f"{MEASURE}/kind")
    row = book.place("1.2/status")[1]
    sheet.delete_cols(column)
    sheet.delete_rows(row)
    del book.book[book.book.worksheets[1].title]

    report = bring(book.data)

    codes = {one.code for one in report.not_understood}
    assert {"column-missing", "row-missing", "sheet-missing"} <= codes
    assert report.taken == ()
    assert values(filled) == before


def test_a_copied_row_and_merged_cells_are_named(filled):
    book = Book(export(filled))
    sheet, row, _column = book.place(f"{MEASURE}/title")
    for n in range(1, sheet.max_column + 1):
        sheet.cell(900, n).value = sheet.cell(row, n).value
    other, status, answer = book.place("1.3/status")
    other.merge_cells(
        start_row=status, end_row=status + 1, start_column=answer, end_column=answer
    )
    other.cell(status, answer).value = "In force"

    report = bring(book.data)

    codes = {one.code for one in report.not_understood}
    assert {"row-twice", "merged"} <= codes
    assert report.taken == ()


def test_a_changed_question_is_named_and_nothing_is_taken_from_it(filled):
    book = Book(export(filled))
    sheet, row, column = book.place("1.1/status")
    sheet.cell(row, column - 1).value = "In force, I think"

    report = bring(book.data)

    assert [one.code for one in report.not_understood] == ["label-changed"]
    assert report.taken == ()


def plain_workbook(rows=(("1.1/status", "in force"),)):
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    for row in rows:
        book.add_worksheet().write_row(0, 0, row)
    book.close()
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (plain_workbook(), "no workbook of Stocktake"),
        (b"PK\x03\x04 nothing", "damaged"),
        (b"%PDF-1.7", "neither a workbook"),
        (b"", "neither a workbook"),
    ],
)
def test_another_file_altogether_is_refused_with_the_reason(draft, data, message):
    with pytest.raises(Refused, match=message):
        bring(data)


def test_a_workbook_of_another_copy_is_refused(filled, settings):
    data = export(filled)
    settings.SECRET_KEY = "another copy"

    with pytest.raises(Refused, match="not written by this copy"):
        bring(data)


def test_a_workbook_whose_submission_can_no_longer_be_changed_is_refused(filled):
    data = export(filled)
    Submission.objects.update(stage=Stage.PUBLISHED)

    with pytest.raises(Refused, match="can no longer be changed"):
        bring(data)


def test_who_may_not_edit_may_neither_export_nor_import(filled):
    stranger = Acting("Stranger", frozenset({Role.CONTRIBUTOR}), frozenset({"XAB"}))
    data = export(filled)

    with pytest.raises(NotPermitted):
        offline.export(filled.key, language="en", by=stranger, at=NOON)
    with pytest.raises(NotPermitted):
        offline.import_(data, "answers.xlsx", by=stranger, at=NOON)


def test_what_was_filled_in_beforehand_waits_until_it_is_confirmed(filled):
    Answer.objects.filter(address="1.1/status").update(
        origin="prefill:report-before", confirmed=False
    )
    untouched = Book(export(filled))
    confirmed = Book(export(filled))
    sheet, row, column = confirmed.place("1.1/status")
    sheet.cell(row, column + 2).value = "Yes"

    first = bring(untouched.data)
    waiting = queries.answers(filled.key)["1.1/status"].confirmed
    second = bring(confirmed.data)

    assert (first.confirmed, waiting) == ((), False)
    assert second.confirmed == ("1.1/status",)
    assert queries.answers(filled.key)["1.1/status"].confirmed


def test_words_that_begin_like_a_formula_stay_words_both_ways(filled):
    book = Book(export(filled))
    sheet, row, column = book.place("1.1/status_note")

    assert sheet.cell(row, column).data_type == "s"
    assert bring(book.data).not_understood == ()


def test_export_and_import_leave_a_trail(filled):
    book = Book(export(filled))
    book.write("1.1/status", "Partly in force")
    bring(book.data)

    kinds = list(Event.objects.values_list("kind", flat=True))
    assert "workbook.exported" in kinds
    assert "workbook.imported" in kinds


@pytest.mark.parametrize("language", ["en", "ar"])
def test_libreoffice_as_the_other_side(filled, tmp_path, language):
    book = Book(export(filled, language))
    options = filled.questionnaire.field("1.1/status").options
    book.write("1.1/status", options[2].label[language])
    book.write("1.1/status_note", "سطر أول\nسطر ثانٍ" if language == "ar" else "A\nB")
    book.write("about/as_of", "2024-01")

    report = bring(through_libreoffice(book.data, tmp_path))

    assert report.not_understood == ()
    assert {given.address for given in report.taken} == {
        "1.1/status",
        "1.1/status_note",
        "about/as_of",
    }
    assert values(filled)["about/as_of"] == "2024-01"
    assert (
        values(filled)[f"{MEASURE}/budget"] == FILLED[f"{MEASURE}/budget"]
    )  # numbers survive
