"""What is not done here, and addresses that are none."""

from django.http import HttpRequest, HttpResponseBase

from stocktake.api.answers import sdmx
from stocktake.api.refusals import no_results, not_implemented


@sdmx
def no_metadata(_request: HttpRequest, **_parts: str) -> HttpResponseBase:
    """Reference metadata and registrations."""
    msg = "Reference metadata and registrations are not kept here; ask for structures and data."
    raise not_implemented(msg)


@sdmx
def unknown(_request: HttpRequest) -> HttpResponseBase:
    """An address under /sdmx/ that the standard does not have."""
    msg = (
        "There is nothing at this address. SDMX REST 1 is at /sdmx/v1/dataflow, "
        "SDMX REST 2 at /sdmx/v2/structure/dataflow."
    )
    raise no_results(msg)
