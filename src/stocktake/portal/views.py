"""Public pages: parse, ask one question, answer."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language

from stocktake.dossiers import queries as frozen
from stocktake.kernel.errors import NotFound
from stocktake.portal.answers import answer, as_data, public
from stocktake.portal.pages import (
    about,
    commitments,
    delivery,
    documents,
    dossiers,
    gallery,
    home,
    matrix,
    reader,
    rounds,
    search,
    states,
)
from stocktake.reporting import queries as reporting


WHOLE = 1_000_000  # rows: data come whole, pages in pieces
SECTIONS = ("round", "commitments", "states", "documents", "dossiers")


@public
def home_(request: HttpRequest) -> HttpResponse:
    """What this is, and the rounds there are."""
    return answer(request, "portal/home.html", home.home_page())


@public
def current(request: HttpRequest, section: str) -> HttpResponse:
    """The same page of the latest round."""
    opened = reporting.rounds()
    if section not in SECTIONS or not opened:
        msg = "No round is open yet."
        raise NotFound(msg)
    return redirect(f"portal:{section}", opened[0].code)


@public
def round_(request: HttpRequest, round_code: str) -> HttpResponse:
    """A round at a glance."""
    return answer(request, "portal/round.html", rounds.round_page(round_code))


@public
def theme(request: HttpRequest, round_code: str, code: str) -> HttpResponse:
    """One theme of a round."""
    return answer(request, "portal/theme.html", rounds.theme_page(round_code, code))


@public
def commitments_(request: HttpRequest, round_code: str) -> HttpResponse:
    """All commitments of a round."""
    page = rounds.commitments_page(round_code)
    return answer(request, "portal/commitments.html", page)


@public
def commitment(request: HttpRequest, round_code: str, code: str) -> HttpResponse:
    """One commitment of a round."""
    number = request.GET.get("page", "")
    size = WHOLE if as_data(request) else commitments.STATES_A_PAGE
    page = commitments.commitment_page(round_code, code, page=number, size=size)
    return answer(request, "portal/commitment.html", page)


@public
def states_(request: HttpRequest, round_code: str) -> HttpResponse:
    """Every State against every commitment."""
    page = matrix.states_page(round_code, request.GET.get("region", ""))
    return answer(request, "portal/states.html", page)


@public
def state(request: HttpRequest, round_code: str, code: str) -> HttpResponse:
    """One State of a round; other codes of it lead to its alpha-3 code."""
    page = states.state_page(round_code, code)
    if page.code != code:
        return redirect("portal:state", round_code, page.code)
    return answer(request, "portal/state.html", page)


@public
def delivery_(request: HttpRequest, round_code: str) -> HttpResponse:
    """Who delivered in a round, and when."""
    asked = request.GET
    page = delivery.delivery_page(
        round_code,
        today=timezone.now().date(),
        standing=asked.get("standing", ""),
        region_code=asked.get("region", ""),
        sort=asked.get("sort", ""),
    )
    return answer(request, "portal/delivery.html", page)


@public
def documents_(request: HttpRequest, round_code: str) -> HttpResponse:
    """The documents of a round."""
    asked = request.GET
    page = documents.documents_page(
        round_code,
        strand=asked.get("strand", ""),
        language=asked.get("language", ""),
        page=asked.get("page", ""),
        size=WHOLE if as_data(request) else documents.DOCUMENTS_A_PAGE,
    )
    return answer(request, "portal/documents.html", page)


@public
def document(request: HttpRequest, sha256: str) -> HttpResponse:
    """One document, at a page, a passage, the words cited."""
    asked = reader.Asked(
        *(_whole(request, name) for name in ("page", "passage", "from", "to"))
    )
    page = reader.document_page(sha256, asked)
    return answer(request, "portal/document.html", page)


@public
def dossiers_(request: HttpRequest, round_code: str) -> HttpResponse:
    """The dossiers frozen for a round."""
    return answer(request, "portal/dossiers.html", dossiers.dossiers_page(round_code))


@public
def dossier(request: HttpRequest, round_code: str, name: str) -> HttpResponse:
    """One dossier to read: no script runs in it, its style is named by hash."""
    html, style = frozen.page(round_code, name, get_language() or "en")
    response = HttpResponse(html)
    response.headers["Content-Security-Policy"] = (
        f"default-src 'none'; style-src {style}; img-src data:; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    )
    return response


@public
def search_(request: HttpRequest) -> HttpResponse:
    """States, commitments and passages that hold the words."""
    page = search.search_page(request.GET.get("q", ""), request.GET.get("page", ""))
    return answer(request, "portal/search.html", page)


@public
def about_(request: HttpRequest) -> HttpResponse:
    """How the pages are made and how to read them."""
    return answer(request, "portal/about.html", about.about_page())


@public
def gallery_(request: HttpRequest) -> HttpResponse:
    """Every component with its name and states."""
    return answer(request, "portal/gallery.html", gallery.gallery_page())


def _whole(request: HttpRequest, name: str) -> int:
    """A whole number of the address; 0 where there is none that could be meant."""
    given = request.GET.get(name, "")
    return int(given) if given.isdecimal() and len(given) < 10 else 0
