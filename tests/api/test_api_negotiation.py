"""Which format an answer has."""

import pytest

from stocktake.api import formats
from stocktake.api.negotiation import choose


SDMX = "application/vnd.sdmx."


@pytest.mark.parametrize(
    ("accept", "first", "second"),
    [
        ("", "generic", "ml 3.0"),
        ("*/*", "generic", "ml 3.0"),
        ("application/*", "generic", "ml 3.0"),
        ("text/csv", "csv 1.0", "csv 2.0"),
        ("application/json", "json 1.0", "json 2.0"),
        ("application/json;q=0.2, text/csv;q=0.9", "csv 1.0", "csv 2.0"),
        ("text/html, application/xml;q=0.9, */*;q=0.8", "generic", "ml 3.0"),
        ("*/*, application/xml;q=0", "specific", "json 2.0"),
        (f"{SDMX}data+csv;version=2.0.0", "csv 2.0", "csv 2.0"),
        (f"{SDMX}data+csv; version=1.0.0", "csv 1.0", "csv 1.0"),
        (f"{SDMX}data+json;version=2.0", "json 2.0", "json 2.0"),
        (f"{SDMX}data+json;version=1.0+", "json 1.0", "json 1.0"),
        (f"{SDMX}data+json;version=2+.0.0", "json 2.0", "json 2.0"),
        (f"{SDMX}genericdata+xml;version=2.1", "generic", "generic"),
        (f"{SDMX}structurespecificdata+xml", "specific", "specific"),
        (f"{SDMX}data+xml;version=3.0.0", "ml 3.0", "ml 3.0"),
        (f"{SDMX}data+xml;version=9.0.0", None, None),
        (f"{SDMX}data+csv;version=2.0.0;labels=upside-down", None, None),
        (f"{SDMX}data+csv;version=2.0.0;timeFormat=normalized", "csv 2.0", "csv 2.0"),
        (f"{SDMX}data+csv;version=2.0.0;timeFormat=julian", None, None),
        ("image/png", None, None),
        ("*/*;q=0", None, None),
        ("application/json;q=nonsense", None, None),
    ],
)
def test_the_most_wanted_format_on_offer_is_taken(accept, first, second):
    for offers, expected in ((formats.DATA_1, first), (formats.DATA_2, second)):
        found = choose(accept, offers)

        assert (found.offer.name if found else None) == expected


def test_the_answer_says_its_type_and_the_parameters_that_were_asked_for():
    asked = f"{SDMX}data+csv;version=2.0.0;labels=both;keys=obs"

    found = choose(asked, formats.DATA_2)

    assert found.options == {"labels": "both", "keys": "obs"}
    assert found.content_type == f"{SDMX}data+csv; version=2.0.0; keys=obs; labels=both"
    assert choose("text/csv", formats.DATA_2).content_type == "text/csv; charset=utf-8"
