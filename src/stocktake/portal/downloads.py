"""Files: never shown inline from our own address, except images we drew ourselves."""

from django.db import connection
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from stocktake import __version__
from stocktake.documents import queries as documents
from stocktake.dossiers import queries as dossiers
from stocktake.jobs import page_images
from stocktake.kernel.errors import NotFound
from stocktake.portal.answers import public
from stocktake.reporting import actions
from stocktake.reporting import queries as reporting


@public
def health(request: HttpRequest) -> JsonResponse:
    """Whether this copy can read its records; 503 where it cannot."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception:  # whatever is wrong, the answer is the same
        return JsonResponse(
            {"status": "no records", "version": __version__}, status=503
        )
    return JsonResponse({"status": "ok", "version": __version__})


@public
def document_file(request: HttpRequest, sha256: str) -> HttpResponseBase:
    """The document as it was sent, as a download; only from a published submission."""
    enclosed = _published(sha256)
    return _attached(documents.data(sha256), enclosed)


@public
def page_image(request: HttpRequest, sha256: str, page: int) -> HttpResponse:
    """One page of a PDF as an image of 1200 pixels across."""
    _published(sha256)
    response = HttpResponse(
        page_images.page_image(sha256, page, 1200), content_type="image/png"
    )
    response["Cache-Control"] = "public, max-age=86400"
    return response


@public
def dossier_file(
    request: HttpRequest, round_code: str, dossier: str, name: str
) -> HttpResponseBase:
    """One file of a frozen dossier, as a download."""
    path = dossiers.file_of(round_code, dossier, name)
    return _safe_headers(
        FileResponse(
            path.open("rb"),
            as_attachment=True,
            filename=path.name,
            content_type="application/octet-stream",
        )
    )


@public
def evidence_file(
    request: HttpRequest,
    round_code: str,
    sender: str,
    item: str,
    group: str,
    record: str,
    number: int,
) -> HttpResponseBase:
    """A file that was published with a record of a report, as a download."""
    name, data = actions.opened_in_public(
        round_code, sender, f"{item}/{group}/{record}", number
    )
    return _attached(data, name)


def _published(sha256: str) -> str:
    """The name a published document was sent under."""
    names = [
        document.name
        for submission in reporting.enclosures_of(sha256)
        for document in submission.documents
        if document.sha256 == sha256
    ]
    if not names:
        msg = "No published report has this document."
        raise NotFound(msg)
    return names[0]


def _attached(data: bytes, name: str) -> HttpResponseBase:
    response = HttpResponse(data, content_type="application/octet-stream")
    response.headers["Content-Disposition"] = content_disposition(name)
    return _safe_headers(response)


def content_disposition(name: str) -> str:
    """An attachment under the name it was sent with."""
    return content_disposition_header(as_attachment=True, filename=name) or "attachment"


def _safe_headers(response: HttpResponseBase) -> HttpResponseBase:
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
