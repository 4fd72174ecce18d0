"""URLs of the desk, under their language."""

from django.urls import URLPattern, URLResolver

from stocktake.desk import (
    urls_answering,
    urls_experts,
    urls_findings,
    urls_indicators,
    urls_research,
    urls_steps,
    urls_uploads,
)


app_name = "desk"
urlpatterns: list[URLPattern | URLResolver] = [
    *urls_answering.PATTERNS,
    *urls_steps.PATTERNS,
    *urls_experts.PATTERNS,
    *urls_uploads.PATTERNS,
    *urls_findings.PATTERNS,
    *urls_indicators.PATTERNS,
    *urls_research.PATTERNS,
]
