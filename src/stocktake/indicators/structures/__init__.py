"""Dataflows, their structures, concepts and code lists: read from YAML, pure."""
