"""One report on the desk: found by its address, for those who may read it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse

from stocktake.accounts.rules import Acting, Permission
from stocktake.desk.pages.controls import anchor
from stocktake.kernel.errors import NotFound
from stocktake.reporting import queries
from stocktake.reporting.actions.batch import EDITABLE, permission, signature
from stocktake.reporting.queries import Draft
from stocktake.reporting.questionnaires import parse
from stocktake.reporting.rules import Strand
from stocktake.reporting.sources.rules import is_protected


MINE: Final = "protected"  # in addresses: the reader's own protected report
# The expert strand is read here by its senders only; others read it on pages of its own.
READING: Final = {
    Strand.STATE: Permission.REPORT_READ,
    Strand.EXPERT: Permission.CLAIM_EDIT,
}


@dataclass(frozen=True, slots=True)
class Report:
    """A submission that answers a questionnaire, and what somebody may do with it."""

    draft: Draft
    by: Acting
    may_edit: bool  # somewhere in it; a contributor only in their sections

    @property
    def signed(self) -> str:
        """Under which name this person's changes are kept."""
        return signature(self.by, self.draft.strand, self.draft.sender)

    @property
    def arguments(self) -> dict[str, Any]:
        """What names it in addresses."""
        draft = self.draft
        return {
            "round_code": draft.round,
            # A pseudonym stands in no address: browsers and servers remember those.
            "sender": MINE if is_protected(draft.sender) else draft.sender,
            "strand": str(draft.strand),
            "version": draft.version,
        }

    def may_write(self, item: str) -> bool:
        """Whether this person may answer a block, as things stand."""
        return self.may_edit and self.by.may_section(item)

    def url(self, name: str = "report", **more: Any) -> str:
        """The address of one of its pages."""
        return reverse(f"desk:{name}", kwargs=self.arguments | more)

    def place(self, address: str) -> str:
        """Where an answer, a record or a group of records stands on the desk."""
        item, _, rest = address.partition("/")
        if item not in self.draft.questionnaire.blocks:
            return self.url("checks")
        if rest.count("/") == 0:
            return f"{self.url('block', item=item)}#{anchor(address)}"
        at = parse(address)
        where = self.url("record", item=item, group=at.group, record=at.record)
        return f"{where}#{anchor(address)}" if at.field else where


def own_protected(by: Acting, round_code: str) -> str:
    """The pseudonym under which somebody's organisation reports in a round. Two queries."""
    for organisation in sorted(by.areas):
        if not is_protected(organisation):
            found = queries.own_pseudonym(organisation, round_code)
            if found:
                return found
    msg = f"There is no protected report of yours in round {round_code}."
    raise NotFound(msg)


def report(names: Mapping[str, Any], *, by: Acting) -> Report:
    """The report of an address; refused before it is looked for where it may not be read."""
    try:
        strand = Strand(str(names["strand"]))
    except ValueError as error:
        msg = f"There is no strand {names['strand']!r}: it is state or expert."
        raise NotFound(msg) from error
    sender = str(names["sender"])
    if sender == MINE:
        sender = own_protected(by, str(names["round_code"]))
    by.require(READING[strand], area=sender)
    urn = f"stocktake:submission:{names['round_code']}/{sender}/{strand}/{names['version']}"
    draft = queries.draft(urn)
    edits = by.may(permission(strand), area=sender) and draft.stage in EDITABLE
    return Report(draft, by, edits)
