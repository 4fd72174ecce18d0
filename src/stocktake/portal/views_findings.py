"""Pages of findings and methods: parse, ask one question, answer."""

from django.http import HttpRequest, HttpResponse

from stocktake.portal.answers import answer, as_csv, public
from stocktake.portal.pages import findings, methods


@public
def finding(
    request: HttpRequest, round_code: str, state: str, code: str
) -> HttpResponse:
    """How one finding was reached."""
    page = findings.finding_page(round_code, state, code)
    return answer(request, "portal/finding.html", page)


@public
def finding_csv(
    request: HttpRequest, round_code: str, state: str, code: str
) -> HttpResponse:
    """Every number that led to a finding, as a file."""
    response = as_csv(findings.finding_page(round_code, state, code))
    name = f"finding-{round_code}-{state}-{code}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@public
def methods_(request: HttpRequest) -> HttpResponse:
    """The card of every method."""
    return answer(request, "portal/methods.html", methods.methods_page())
