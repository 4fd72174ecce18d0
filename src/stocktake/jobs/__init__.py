"""Pipelines that cross rooms."""
