"""Questionnaires as data: read, spread over an edition's items, checked, compared, shown."""

from stocktake.reporting.questionnaires.checking import (
    Completeness,
    Progress,
    check,
    completeness,
)
from stocktake.reporting.questionnaires.faults import Fault, NotAValue
from stocktake.reporting.questionnaires.reading import (
    Source,
    pinned,
    questionnaire,
    source,
    versions,
)
from stocktake.reporting.questionnaires.rules import (
    Absence,
    Address,
    Block,
    Field,
    Group,
    Kind,
    Option,
    Questionnaire,
    Section,
    Severity,
    parse,
)
from stocktake.reporting.questionnaires.showing import (
    block_view,
    empty_record,
    outline,
)
from stocktake.reporting.questionnaires.values import canonical, is_absence
from stocktake.reporting.questionnaires.views import (
    BlockView,
    FieldView,
    GroupView,
    RecordView,
    SectionView,
)
from stocktake.reporting.questionnaires.walking import Answered
from stocktake.reporting.questionnaires.words import said, shown


__all__ = [
    "Absence",
    "Address",
    "Answered",
    "Block",
    "BlockView",
    "Completeness",
    "Fault",
    "Field",
    "FieldView",
    "Group",
    "GroupView",
    "Kind",
    "NotAValue",
    "Option",
    "Progress",
    "Questionnaire",
    "RecordView",
    "Section",
    "SectionView",
    "Severity",
    "Source",
    "block_view",
    "canonical",
    "check",
    "completeness",
    "empty_record",
    "is_absence",
    "outline",
    "parse",
    "pinned",
    "questionnaire",
    "said",
    "shown",
    "source",
    "versions",
]
