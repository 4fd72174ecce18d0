"""Sums and means over regions and groups: computed when asked, never stored."""
