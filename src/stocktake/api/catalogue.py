"""The catalogue of data sets in DCAT, as JSON-LD, for data portals to harvest."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from stocktake.api.answers import finished, sdmx, unchanged
from stocktake.indicators import periods, queries
from stocktake.indicators.head import moment
from stocktake.indicators.releases import asking
from stocktake.indicators.releases.rules import Release
from stocktake.indicators.structures.rules import TIME, Flow


_CONTEXT: Final = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_LANGUAGES: Final = ("ar", "zh", "en", "fr", "ru", "es")
_IANA: Final = "https://www.iana.org/assignments/media-types/"
_SDMX: Final = "https://sdmx.org/"
_TITLE: Final = {
    "ar": "إحصاءات الهجرة",
    "zh": "移徙统计",
    "en": "Migration statistics",
    "fr": "Statistiques des migrations",
    "ru": "Статистика миграции",
    "es": "Estadísticas de migración",
}
_ABOUT: Final = {
    "ar": "مجموعات البيانات المنشورة لمتابعة الاتفاق العالمي من أجل الهجرة",
    "zh": "为跟进《移民问题全球契约》而公布的数据集",
    "en": "The data sets published for the follow-up of the Global Compact for Migration",
    "fr": "Les jeux de données publiés pour le suivi du Pacte mondial sur les migrations",
    "ru": "Наборы данных, опубликованные для контроля за выполнением Глобального договора о миграции",
    "es": "Los conjuntos de datos publicados para el seguimiento del Pacto Mundial para la Migración",
}
# Format by name in the address: what it is called, its media type.
_FORMATS: Final = (
    ("csv", "SDMX-CSV", "text/csv"),
    ("json", "SDMX-JSON", "application/json"),
    ("xml", "SDMX-ML", "application/xml"),
)


@sdmx
def dcat(request: HttpRequest) -> HttpResponseBase:
    """The catalogue: each dataflow with a release, who it is from, where it is."""
    current = queries.current()
    held = [
        (flow, current[flow.reference])
        for flow in queries.flows()
        if flow.reference in current
    ]
    changed = max((release.published_at for _flow, release in held), default=None)
    tag, short = unchanged(
        request, [release.digest for _flow, release in held], changed
    )
    if short is not None:
        return short
    here = request.build_absolute_uri("/")
    told = {
        "@context": _CONTEXT,
        "@id": request.build_absolute_uri(reverse("api:dcat")),
        "@type": "dcat:Catalog",
        "dct:title": _texts(_TITLE),
        "dct:description": _texts(_ABOUT),
        "dct:publisher": _agent("Stocktake", here),
        "dct:language": list(_LANGUAGES),
        "foaf:homepage": {"@id": here},
        **({"dct:modified": _moment(changed)} if changed else {}),
        "dcat:dataset": [_data_set(request, flow, release) for flow, release in held],
    }
    body = json.dumps(told, ensure_ascii=False, indent=1).encode()
    return finished(request, body, "application/ld+json", tag=tag, changed=changed)


def _data_set(request: HttpRequest, flow: Flow, release: Release) -> dict[str, Any]:
    files = asking.files(release)
    first = queries.releases(flow.reference)[0]
    return {
        "@id": request.build_absolute_uri(_structure(flow)),
        "@type": "dcat:Dataset",
        "dct:identifier": flow.reference,
        "dct:title": _texts(flow.names),
        "dct:description": _texts(flow.descriptions),
        "dct:issued": _moment(first.published_at),
        "dct:modified": _moment(release.published_at),
        "dcat:version": str(release.number),
        **_coverage(flow, release),
        "dct:publisher": _agent("Stocktake", request.build_absolute_uri("/")),
        "dct:creator": [_agent(name) for name in _told(files, "publisher")],
        "dct:license": _told(files, "licence"),
        "dct:source": [_source(each) for each in files if each["title"] or each["url"]],
        "dcat:distribution": [_distribution(request, flow, *each) for each in _FORMATS],
    }


def _coverage(flow: Flow, release: Release) -> dict[str, Any]:
    """From the first day of the first period to the last day of the last."""
    told = asking.codes(release.path, TIME) if flow.timed else ()
    spans = [periods.period(text) for text in told if text]
    if not spans:
        return {}
    first, last = min(each.first for each in spans), max(each.last for each in spans)
    return {
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": {"@type": "xsd:date", "@value": f"{first}"},
            "dcat:endDate": {"@type": "xsd:date", "@value": f"{last}"},
        }
    }


def _distribution(
    request: HttpRequest, flow: Flow, name: str, title: str, media: str
) -> dict[str, Any]:
    path = reverse(
        "api:data_2",
        kwargs={
            "context": "dataflow",
            "agency": flow.agency,
            "flow": flow.id,
            "version": flow.version,
        },
    )
    address = request.build_absolute_uri(f"{path}?format={name}")
    return {
        "@type": "dcat:Distribution",
        "dct:title": title,
        "dct:conformsTo": {"@id": _SDMX},
        "dcat:mediaType": {"@id": f"{_IANA}{media}"},
        "dcat:accessURL": {"@id": request.build_absolute_uri(_structure(flow))},
        "dcat:downloadURL": {"@id": address},
    }


def _structure(flow: Flow) -> str:
    return reverse(
        "api:structures_2",
        kwargs={
            "kind": "dataflow",
            "agency": flow.agency,
            "name": flow.id,
            "version": flow.version,
        },
    )


def _source(file: Mapping[str, Any]) -> dict[str, Any]:
    """One file that the figures come from."""
    told = {
        "dct:title": " ".join(filter(None, (file["title"], file["edition"]))),
        "dct:publisher": file["publisher"],
        "dct:license": file["licence"],
        "dct:issued": file["as_of"],
    }
    link = {"@id": file["url"]} if file["url"] else {}
    return link | {name: text for name, text in told.items() if text}


def _told(files: Iterable[Mapping[str, Any]], what: str) -> list[str]:
    return list(dict.fromkeys(each[what] for each in files if each[what]))


def _agent(name: str, address: str = "") -> dict[str, Any]:
    link = {"@id": address} if address else {}
    return link | {"@type": "foaf:Agent", "foaf:name": name}


def _texts(texts: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"@language": name, "@value": text} for name, text in texts.items() if text]


def _moment(at: Any) -> dict[str, str]:
    return {"@type": "xsd:dateTime", "@value": moment(at)}
