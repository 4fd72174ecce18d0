"""Releases: immutable, sorted files of observations; making, asking, comparing them."""
