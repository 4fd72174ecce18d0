"""The formats on offer, the ones that are given without being asked for first."""

from typing import Final

from stocktake.api.negotiation import Offer


_SDMX: Final = "application/vnd.sdmx."
_XML: Final = ("application/xml", "text/xml")
_JSON: Final = ("application/json",)
_CSV: Final = ("text/csv", "application/csv")
_TIMES: Final = ("original", "normalized")
_LABELS: Final = {"labels": ("id", "both"), "timeFormat": _TIMES}
_KEYS: Final = {
    "labels": ("id", "name", "both"),
    "timeFormat": _TIMES,
    "keys": ("none", "obs", "series", "both"),
}

_GENERIC = Offer("generic", f"{_SDMX}genericdata+xml", "2.1")
_SPECIFIC = Offer("specific", f"{_SDMX}structurespecificdata+xml", "2.1")
_GENERIC_SERIES = Offer("generic series", f"{_SDMX}generictimeseriesdata+xml", "2.1")
_SPECIFIC_SERIES = Offer(
    "specific series", f"{_SDMX}structurespecifictimeseriesdata+xml", "2.1"
)
_ML_3 = Offer("ml 3.0", f"{_SDMX}data+xml", "3.0.0")
_ML_31 = Offer("ml 3.1", f"{_SDMX}data+xml", "3.1.0")
_JSON_21 = Offer("json 2.1", f"{_SDMX}data+json", "2.1.0")
_CSV_21 = Offer("csv 2.1", f"{_SDMX}data+csv", "2.1.0", choices=_KEYS)
_JSON_1 = Offer("json 1.0", f"{_SDMX}data+json", "1.0.0")
_JSON_2 = Offer("json 2.0", f"{_SDMX}data+json", "2.0.0")
_CSV_1 = Offer("csv 1.0", f"{_SDMX}data+csv", "1.0.0", choices=_LABELS)
_CSV_2 = Offer("csv 2.0", f"{_SDMX}data+csv", "2.0.0", choices=_KEYS)


def _plain(offer: Offer, types: tuple[str, ...]) -> Offer:
    """An offer that also answers to plain types."""
    return Offer(offer.name, offer.media, offer.version, types, offer.choices)


# XML first: clients that accept everything read it.
DATA_1: Final = (
    _plain(_GENERIC, _XML),
    _SPECIFIC,
    _GENERIC_SERIES,
    _SPECIFIC_SERIES,
    _plain(_JSON_1, _JSON),
    _plain(_CSV_1, _CSV),
    _ML_3,
    _JSON_2,
    _CSV_2,
    _ML_31,
    _JSON_21,
    _CSV_21,
)
DATA_2: Final = (
    _plain(_ML_3, _XML),
    _plain(_JSON_2, _JSON),
    _plain(_CSV_2, _CSV),
    _GENERIC,
    _SPECIFIC,
    _GENERIC_SERIES,
    _SPECIFIC_SERIES,
    _JSON_1,
    _CSV_1,
    _ML_31,
    _JSON_21,
    _CSV_21,
)


def for_several(offers: tuple[Offer, ...]) -> tuple[Offer, ...]:
    """The formats that can hold several dataflows: SDMX-JSON 1.0 has one structure."""
    return tuple(each for each in offers if each.name != _JSON_1.name)


NAMED: Final = {
    "csv": "text/csv",
    "csvlabels": f"{_SDMX}data+csv;version=2.0.0;labels=both",
    "json": "application/json",
    "xml": "application/xml",
    "generic": f"{_SDMX}genericdata+xml;version=2.1",
    "structurespecific": f"{_SDMX}structurespecificdata+xml;version=2.1",
}

_STRUCTURE_21 = Offer("ml 2.1", f"{_SDMX}structure+xml", "2.1")
_STRUCTURE_30 = Offer("ml 3.0", f"{_SDMX}structure+xml", "3.0.0")
_STRUCTURE_31 = Offer("ml 3.1", f"{_SDMX}structure+xml", "3.1.0")
_STRUCTURE_JSON = Offer("json 2.0", f"{_SDMX}structure+json", "2.0.0", _JSON)
_STRUCTURE_JSON_21 = Offer("json 2.1", f"{_SDMX}structure+json", "2.1.0")
_STRUCTURES_31 = (_STRUCTURE_31, _STRUCTURE_JSON_21)
STRUCTURES_1: Final = (
    _plain(_STRUCTURE_21, _XML),
    _STRUCTURE_JSON,
    _STRUCTURE_30,
    *_STRUCTURES_31,
)
STRUCTURES_2: Final = (
    _plain(_STRUCTURE_30, _XML),
    _STRUCTURE_JSON,
    _STRUCTURE_21,
    *_STRUCTURES_31,
)
NAMED_STRUCTURES: Final = {"json": "application/json", "xml": "application/xml"}

_SCHEMA_21 = Offer("xsd 2.1", f"{_SDMX}schema+xml", "2.1")
_SCHEMA_30 = Offer("xsd 3.0", f"{_SDMX}schema+xml", "3.0.0")
_SCHEMA_31 = Offer("xsd 3.1", f"{_SDMX}schema+xml", "3.1.0")
SCHEMAS_1: Final = (_plain(_SCHEMA_21, _XML), _STRUCTURE_21)
SCHEMAS_2: Final = (
    _plain(_SCHEMA_30, _XML),
    _SCHEMA_21,
    _SCHEMA_31,
    _STRUCTURE_JSON,
    _STRUCTURE_30,
    _STRUCTURE_21,
    *_STRUCTURES_31,
)
