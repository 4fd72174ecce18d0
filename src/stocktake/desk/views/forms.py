"""What the forms of blocks and of records share: saving, confirming, answering a script."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import get_language

from stocktake.desk.pages.frames import Editing
from stocktake.desk.pages.reports import Report
from stocktake.desk.saving import Outcome, save
from stocktake.desk.views.answers import acting
from stocktake.reporting import actions, queries
from stocktake.reporting.actions import Change
from stocktake.reporting.questionnaires import BlockView, FieldView


NOT_SAVED = 422


def language() -> str:
    """The page's language."""
    return get_language() or "en"


def view_of(report: Report, item: str, *only: str) -> BlockView:
    """A block with its answers as they stand now; of its records those named, where any is."""
    return queries.block(report.draft.key, item, language=language(), only=only or None)


NO_RECORD = ""  # as if the block had none: for a form that shows none


def save_form(
    request: HttpRequest,
    report: Report,
    views: Iterable[FieldView],
    before: tuple[Change, ...] = (),
) -> Outcome:
    """Save what was changed, and confirm what a button asks for."""
    now = timezone.now()
    outcome = save(
        report, views, request.POST, before=before, language=language(), at=now
    )
    what = request.POST.get("confirm", "")
    if what.count("/"):
        actions.confirm(report.draft.key, address=what, by=acting(request), at=now)
    elif what:
        actions.confirm(report.draft.key, item=what, by=acting(request), at=now)
    return outcome


def asks_json(request: HttpRequest) -> bool:
    """Whether the script asks, which saves while somebody is writing."""
    return request.headers.get("Accept") == "application/json"


def as_json(report: Report, outcome: Outcome) -> HttpResponse:
    """What was saved, with its new tokens; what was not, and why; who else is writing."""
    now = timezone.now()
    editing = Editing.of(report, at=now, language=language())
    return JsonResponse(
        {
            "at": now.isoformat(),
            "tokens": outcome.tokens,
            "errors": outcome.typed.errors,
            "clashing": sorted(outcome.typed.clashing),
            "others": [{"name": one.name, "what": one.what} for one in editing.others],
        }
    )
