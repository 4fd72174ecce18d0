"""URLs without a language: downloads, page images, health."""

from django.urls import URLPattern, URLResolver, path

from stocktake.portal import downloads, urls_statistics


urlpatterns: list[URLPattern | URLResolver] = [
    path("health", downloads.health, name="health"),
    path("documents/<slug:sha256>/file", downloads.document_file, name="document_file"),
    path(
        "documents/<slug:sha256>/pages/<int:page>.png",
        downloads.page_image,
        name="page_image",
    ),
    path(
        "evidence/<slug:round_code>/<str:sender>/<str:item>/<slug:group>/<slug:record>/<int:number>",
        downloads.evidence_file,
        name="evidence_file",
    ),
    path(
        "dossiers/<slug:round_code>/<slug:dossier>/<path:name>",
        downloads.dossier_file,
        name="dossier_file",
    ),
    *urls_statistics.PLAIN,
]
