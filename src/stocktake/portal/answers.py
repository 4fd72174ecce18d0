"""Answers: the page, or its data as JSON or CSV."""

import csv
import io
from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from stocktake.design.refusing import refused_page
from stocktake.kernel.errors import Refused
from stocktake.portal.pages.frame import Frame, Record


View = Callable[..., HttpResponseBase]


def public(view: View) -> View:
    """A page that is read only; what is refused is said on a page of its own."""

    @require_safe
    @wraps(view)
    def careful(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except Refused as refusal:
            return refused_page(request, refusal)

    return careful


class Page(Protocol):
    """What every page has: its frame, and its records for those who compute."""

    @property
    def frame(self) -> Frame: ...

    def records(self) -> list[Record]: ...


def answer(request: HttpRequest, template: str, page: Page) -> HttpResponse:
    """The page; with ``?format=json`` or ``?format=csv`` the records it shows."""
    wanted = request.GET.get("format", "")
    if wanted == "json":
        return as_json(page)
    if wanted == "csv":
        return as_csv(page)
    return render(request, template, {"page": page, "data": _data_link(request)})


def as_data(request: HttpRequest) -> bool:
    """Whether the records are asked for, and not the page."""
    return request.GET.get("format", "") in ("json", "csv")


def as_json(page: Page) -> HttpResponse:
    """The records as JSON, with the page's title and the number of records."""
    records = page.records()
    content = {"title": page.frame.title, "count": len(records), "records": records}
    return JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 1})


def as_csv(page: Page) -> HttpResponse:
    """The records as CSV, one line each; a leading ``=`` cannot start a formula."""
    records = page.records()
    text = io.StringIO()
    columns = list(dict.fromkeys(key for record in records for key in record))
    writer = csv.DictWriter(text, columns, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({k: _harmless(v) for k, v in record.items()} for record in records)
    response = HttpResponse(
        "\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="stocktake.csv"'
    return response


def _harmless(value: Any) -> Any:
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return f"'{value}"
    return value


def _data_link(request: HttpRequest) -> str:
    """The page's own address, ready for ``format=json`` to be added."""
    query = request.GET.copy()
    query.pop("format", None)
    return f"?{query.urlencode()}&" if query else "?"
