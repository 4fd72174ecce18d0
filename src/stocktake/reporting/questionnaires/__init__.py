"""Questionnaires as data: read, spread over an edition's items, checked, compared, shown."""

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


__all__ = [
    "Absence",
    "Address",
    "Block",
    "Fault",
    "Field",
    "Group",
    "Kind",
    "NotAValue",
    "Option",
    "Questionnaire",
    "Section",
    "Severity",
    "Source",
    "parse",
    "pinned",
    "questionnaire",
    "source",
    "versions",
]
