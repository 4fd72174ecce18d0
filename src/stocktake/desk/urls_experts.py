"""URLs of the desk: experts and protected sources."""

from django.urls import URLPattern, URLResolver


PATTERNS: list[URLPattern | URLResolver] = []
