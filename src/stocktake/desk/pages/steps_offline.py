"""Take a report away from the network and bring it back: what a file did, answer by answer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from stocktake.accounts.rules import Acting, Permission
from stocktake.design.refusing import NONE, Refusal
from stocktake.desk.pages.frames import Frame
from stocktake.desk.pages.reports import report
from stocktake.desk.pages.steps_labels import Place, Text, place, shown, texts
from stocktake.desk.pages.steps_names import Named, language, named
from stocktake.kernel.languages import LANGUAGES
from stocktake.reporting import queries
from stocktake.reporting.actions import Change, Clash
from stocktake.reporting.actions.batch import EDITABLE
from stocktake.reporting.actions.offline_memory import ORIGIN
from stocktake.reporting.questionnaires import Questionnaire
from stocktake.reporting.rules import Stage
from stocktake.reporting.workbook.package import MAX_BYTES
from stocktake.reporting.workbook.report import Clashing, Report, Unread
from stocktake.reporting.workbook.telling import remarked, why


@dataclass(frozen=True, slots=True)
class Side:
    """What one side says: in languages where it is a text, else in words."""

    texts: tuple[Text, ...]
    shown: str


@dataclass(frozen=True, slots=True)
class TakenLine:
    """One answer that came in."""

    at: Place
    href: str
    now: Side


@dataclass(frozen=True, slots=True)
class ClashLine:
    """One answer that both sides changed, with both texts, for somebody to choose."""

    address: str
    at: Place
    mine: Side
    online: Side
    by: str
    revision: int
    sheet: str
    cell: str


@dataclass(frozen=True, slots=True)
class UnreadLine:
    """One cell that was not understood."""

    sheet: str
    cell: str
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import did."""

    named: Named
    elsewhere: bool  # the file belongs to another report than the page
    language: str
    in_words: (
        bool  # a Word file: places are a heading and a question, not a sheet and a cell
    )
    version_moved: tuple[int, int] | None
    taken: tuple[TakenLine, ...]
    unchanged: int
    confirmed: int
    clashing: tuple[ClashLine, ...]
    unread: tuple[UnreadLine, ...]
    remarks: tuple[str, ...] = ()  # pending changes, comments, tables of a Word file


@dataclass(frozen=True, slots=True)
class FileKind:
    """One form in which a report is taken away."""

    suffix: str
    name: str
    about: str


@dataclass(frozen=True, slots=True)
class OfflinePage:
    """The buttons that take a report away and bring it back."""

    frame: Frame
    named: Named
    stage: Stage
    editable: bool
    kinds: tuple[FileKind, ...]
    languages: tuple[tuple[str, str], ...]
    language: str
    megabytes: int
    refused: Refusal = NONE
    no_file: bool = False
    outcome: Outcome | None = None

    @property
    def accept(self) -> str:
        """The forms in which a file may come back."""
        return ",".join(kind.suffix for kind in self.kinds)

    @property
    def wrong(self) -> bool:
        """Whether something must be put right before a file is taken."""
        return bool(self.refused or self.no_file)


def offline_page(
    one: Named,
    *,
    by: Acting,
    refused: Refusal = NONE,
    no_file: bool = False,
    outcome: Outcome | None = None,
) -> OfflinePage:
    """The page, before and after a file came. Two queries."""
    by.require(Permission.REPORT_EDIT, area=one.sender)
    draft = queries.draft(one.urn)
    return OfflinePage(
        frame=one.frame(_("Work offline")),
        named=one,
        stage=draft.stage,
        editable=draft.stage in EDITABLE,
        kinds=_kinds(),
        languages=tuple((each.code, each.own_name) for each in LANGUAGES.values()),
        language=language(),
        megabytes=MAX_BYTES // 1_000_000,
        refused=refused,
        no_file=no_file,
        outcome=outcome,
    )


def _kinds() -> tuple[FileKind, ...]:
    return (
        FileKind(
            ".xlsx",
            _("Workbook (XLSX)"),
            _("The workbook holds all questions, a sheet for each theme."),
        ),
        FileKind(
            ".docx",
            _("Texts (Word)"),
            _("The Word file holds the texts only, to be written and translated."),
        ),
    )


def outcome(told: Report, one: Named, *, by: Acting) -> Outcome:
    """What a file did, in words. Five queries, however many answers."""
    mine = named(told.submission)
    found = report(mine.arguments, by=by)
    asked = found.draft.questionnaire
    addresses = [
        *(each.address for each in told.taken),
        *(each.address for each in told.clashing),
    ]
    items = {address.partition("/")[0] for address in addresses}
    now = queries.answers(found.draft.key, items=items)
    revisions = queries.revisions(found.draft.key, items=items)
    values = {address: row.value for address, row in now.items()}
    return Outcome(
        named=mine,
        elsewhere=mine != one,
        language=told.language,
        in_words=told.kind == "docx",
        version_moved=told.version_moved,
        taken=tuple(
            TakenLine(
                place(asked, given.address, values, language()),
                found.place(given.address),
                side(asked, given.address, given.value),
            )
            for given in told.taken
        ),
        unchanged=len(told.unchanged),
        confirmed=len(told.confirmed),
        clashing=tuple(_clash(asked, c, values, revisions) for c in told.clashing),
        unread=tuple(_unread(each) for each in told.not_understood),
        remarks=tuple(remarked(each, language()) for each in told.remarks),
    )


def side(asked: Questionnaire, address: str, value: Any) -> Side:
    """What one side says at an address."""
    said = texts(value)
    if said or address.count("/") != 2:
        return Side(said, shown(asked, address, value, language()))
    return Side((), _("Removed") if value is None else _("There"))


def changes(
    one: Named, chosen: Mapping[str, tuple[int, str]], *, tongue: str
) -> tuple[Change, ...]:
    """What is saved where somebody chose the file's words: of texts one language only.

    ``chosen`` gives the online revision they saw. The words are those that the import
    kept beside the online ones. A query an answer.
    """
    draft = queries.draft(one.urn)
    found = []
    for address, (revision, _choice) in chosen.items():
        kept = [
            each
            for each in queries.history(draft.key, address)
            if each.origin == ORIGIN and each.outcome == "refused"
        ]
        if not kept:
            continue
        value, partial = kept[-1].value, False
        if texts(value) and tongue in LANGUAGES:
            value, partial = {tongue: value.get(tongue, "")}, True
        found.append(Change(address, value, revision, partial=partial))
    return tuple(found)


def clashed_again(
    one: Named, clashes: Iterable[Clash], *, tongue: str, by: Acting
) -> Outcome:
    """Answers that changed online once more while somebody chose."""
    found = report(one.arguments, by=by)
    asked = found.draft.questionnaire
    values = {a: row.value for a, row in queries.answers(found.draft.key).items()}
    return Outcome(
        named=one,
        elsewhere=False,
        language=tongue,
        in_words=False,
        version_moved=None,
        taken=(),
        unchanged=0,
        confirmed=0,
        clashing=tuple(
            ClashLine(
                address=each.address,
                at=place(asked, each.address, values, language()),
                mine=side(asked, each.address, each.mine),
                online=side(asked, each.address, each.theirs.value),
                by=each.theirs.by,
                revision=each.theirs.revision,
                sheet="",
                cell="",
            )
            for each in clashes
        ),
        unread=(),
    )


def _clash(
    asked: Questionnaire,
    each: Clashing,
    values: Mapping[str, Any],
    revisions: Mapping[str, int],
) -> ClashLine:
    return ClashLine(
        address=each.address,
        at=place(asked, each.address, values, language()),
        mine=side(asked, each.address, each.workbook),
        online=side(asked, each.address, each.online),
        by=each.by,
        revision=revisions.get(each.address, 0),
        sheet=each.sheet,
        cell=each.cell,
    )


def _unread(each: Unread) -> UnreadLine:
    return UnreadLine(each.sheet, each.cell, each.text, why(each, language()))
