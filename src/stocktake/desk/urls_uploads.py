"""URLs of the desk: files that are sent in."""

from django.urls import URLPattern, URLResolver


PATTERNS: list[URLPattern | URLResolver] = []
