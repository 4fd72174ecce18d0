"""Tables of the desk as CSV."""

import csv
import io
from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse

from stocktake.desk.pages.steps_tables import Record
from stocktake.desk.views.steps_files import download


def as_csv(records: Sequence[Record], name: str) -> HttpResponse:
    """The records as CSV, one line each; nothing in it can start a formula."""
    text = io.StringIO()
    columns = list(dict.fromkeys(key for record in records for key in record))
    writer = csv.DictWriter(text, columns, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({k: _harmless(v) for k, v in record.items()} for record in records)
    response = download(("\ufeff" + text.getvalue()).encode(), name)
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    return response


def _harmless(value: Any) -> Any:
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return f"'{value}"
    return value
