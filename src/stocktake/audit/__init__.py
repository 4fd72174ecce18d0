"""Append-only, hash-chained events, and what reacts to them."""
