"""The report of an import as JSON, with reasons in words."""

from dataclasses import asdict
from typing import Any

from stocktake.kernel import refusals
from stocktake.reporting.questionnaires.faults import Fault, messages
from stocktake.reporting.questionnaires.rules import Severity
from stocktake.reporting.questionnaires.words import said
from stocktake.reporting.workbook.report import Remark, Report, Unread
from stocktake.reporting.workbook.words import reason


def as_json(report: Report, language: str) -> dict[str, Any]:
    """The four lists (taken, unchanged, clashing, not understood) and what frames them."""
    return {
        "submission": report.submission,
        "workbook": report.workbook,
        "kind": report.kind,
        "language": report.language,
        "exported": report.exported,
        "version_moved": report.version_moved,
        "taken": [asdict(given) for given in report.taken],
        "unchanged": list(report.unchanged),
        "confirmed": list(report.confirmed),
        "clashing": [
            {**asdict(clash), "chosen": str(clash.chosen)} for clash in report.clashing
        ],
        "not_understood": [
            {
                "sheet": one.sheet,
                "cell": one.cell,
                "text": one.text,
                "code": one.code,
                "why": why(one, language),
                "address": one.address,
            }
            for one in report.not_understood
        ],
        "remarks": [
            {"code": one.code, "text": remarked(one, language)}
            for one in report.remarks
        ],
        "cells": {**asdict(report.cells), "total": report.cells.total},
    }


def remarked(one: Remark, language: str) -> str:
    """What a person should know of a file beside its answers, in words."""
    return reason(one.code, language, one.names) or one.code


def why(one: Unread, language: str) -> str:
    """Why something was not understood, in words."""
    ours = reason(one.code, language, one.names)
    if ours:
        return ours
    if one.code not in messages():  # a refusal in whole words
        return refusals.sentences().said(one.code, language) or one.code
    fault = Fault(one.address, Severity.ERROR, one.code, tuple(one.names.items()))
    return said(fault, language)
