"""Checked bytes, and how they become pages and numbered passages."""
