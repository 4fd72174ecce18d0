"""Addresses of the read API: SDMX REST 1 and 2, and the catalogue."""

from collections.abc import Callable, Iterator
from typing import Any

from django.urls import URLPattern, re_path

from stocktake.api import availability, catalogue, data, other, schemas, structures


def _optional(
    start: str, names: str, view: Callable[..., Any], name: str, *, least: int = 0
) -> Iterator[URLPattern]:
    """``start`` with one part after the other, each of them optional from ``least`` on.

    Clients write a slash at the end or leave it out. The parts may be anything, so that
    what is wrong in one is said in words.
    """
    parts = names.split()
    first = "".join(f"/(?P<{each}>[^/]+)" for each in parts[:least])
    rest = ""
    for each in reversed(parts[least:]):
        rest = f"(?:/(?P<{each}>[^/]*){rest})?"
    yield re_path(f"^{start}{first}{rest}/?$", view, name=name)


app_name = "api"
urlpatterns = [
    *_optional("sdmx/v1/data", "flow key provider", data.data_1, "data_1", least=1),
    *_optional(
        "sdmx/v1/availableconstraint",
        "flow key provider component",
        availability.available_1,
        "available_1",
        least=1,
    ),
    *_optional(
        "sdmx/v1/schema",
        "context agency name version",
        schemas.schema_1,
        "schema_1",
        least=3,
    ),
    *_optional("sdmx/v1/metadata", "rest", other.no_metadata, "metadata_1"),
    *_optional(
        "sdmx/v1",
        "kind agency name version item",
        structures.structures_1,
        "structures_1",
        least=1,
    ),
    *_optional(
        "sdmx/v2/data", "context agency flow version key", data.data_2, "data_2"
    ),
    *_optional(
        "sdmx/v2/availability",
        "context agency flow version key component",
        availability.available_2,
        "available_2",
    ),
    *_optional(
        "sdmx/v2/schema",
        "context agency name version",
        schemas.schema_2,
        "schema_2",
        least=3,
    ),
    *_optional(
        "sdmx/v2/structure",
        "kind agency name version item",
        structures.structures_2,
        "structures_2",
    ),
    re_path(
        "^sdmx/v2/(?P<what>metadata|registration)(?P<rest>/.*)?$",
        other.no_metadata,
        name="metadata_2",
    ),
    re_path("^sdmx/.*$", other.unknown, name="unknown"),
    re_path("^dcat\\.jsonld$", catalogue.dcat, name="dcat"),
]
