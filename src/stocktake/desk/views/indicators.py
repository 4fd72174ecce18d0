"""Official statistics on the desk: what is there, and a mapping made step by step."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from stocktake.accounts.rules import Permission
from stocktake.design.refusing import attempt
from stocktake.desk.pages import indicators as pages
from stocktake.desk.pages import indicators_home
from stocktake.desk.views.answers import acting, at_work
from stocktake.desk.views.expert_files import download
from stocktake.indicators import queries
from stocktake.indicators.proposing import tables_kept
from stocktake.kernel.errors import NotPermitted
from stocktake.kernel.languages import in_language
from stocktake.reporting.workbook import package


class Table(forms.Form):
    """A table of somebody's, and the dataflow it is for."""

    flow = forms.ChoiceField(
        label=gettext_lazy("Dataflow"),
        required=False,
        help_text=gettext_lazy("Leave it open, and the best fitting one is proposed."),
    )
    file = forms.FileField(
        label=gettext_lazy("Table"),
        help_text=gettext_lazy(
            "CSV (UTF-8) or XLSX, at most 20 MB. Only its first rows are read; it is kept for a day."
        ),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        language = get_language() or "en"
        flows = [(f.id, in_language(f.names, language)) for f in queries.own_flows()]
        choices = [("", _("Not decided")), *flows]
        self.fields["flow"].choices = choices  # type: ignore[attr-defined]


@require_GET
@at_work
def statistics(request: HttpRequest) -> HttpResponse:
    """The dataflows, and what States have of what is expected."""
    acting(request).require(Permission.STATISTICS_LOAD)
    region = request.GET.get("region", "")
    page = indicators_home.statistics_page(region, today=timezone.now().date())
    return render(request, "desk/indicators/statistics.html", {"page": page})


@require_http_methods(["GET", "POST"])
@at_work
def table(request: HttpRequest) -> HttpResponse:
    """Send a table; it is checked before anything reads it."""
    by = acting(request)
    by.require(Permission.STATISTICS_LOAD)
    form = Table(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        with attempt(elsewhere=NotPermitted) as tried:
            data = sent.read(tables_kept.MAX_BYTES + 1)
            if sent.name.lower().endswith(".xlsx"):
                package.kind_of(data, sent.name)
            digest = tables_kept.keep(data, sent.name, by=by)
        if not tried.on(form, "file"):
            asked = urlencode({"flow": form.cleaned_data["flow"]})
            address = reverse("desk:mapping_columns", args=[digest])
            return redirect(f"{address}?{asked}")
    title = _("A mapping for a table")
    context = {"page": {"frame": indicators_home.frame(title)}, "form": form}
    status = 422 if form.errors else 200
    return render(request, "desk/indicators/table.html", context, status=status)


@require_http_methods(["GET", "POST"])
@at_work
def columns(request: HttpRequest, digest: str) -> HttpResponse:
    """Say what each column is; the mapping file is shown, or taken away."""
    path = tables_kept.find(digest, by=acting(request))
    asked = {name: request.GET.get(name, "") for name in ("flow", "sheet", "row")}
    if request.method == "GET":
        page = pages.columns_page(path, asked)
        return render(request, "desk/indicators/columns.html", {"page": page})
    page = pages.columns_page(path, asked, request.POST)
    if request.POST.get("do") == "take" and not page.wrong:
        return download(page.text.encode(), f"{path.stem}.yaml")
    status = 422 if page.wrong else 200
    context = {"page": page}
    return render(request, "desk/indicators/columns.html", context, status=status)
