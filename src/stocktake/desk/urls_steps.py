"""URLs of the desk: what becomes of a report."""

from django.urls import URLPattern, URLResolver


PATTERNS: list[URLPattern | URLResolver] = []
