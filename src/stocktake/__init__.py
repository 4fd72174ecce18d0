"""Follow-up and review of what States promised to migrants."""

__version__ = "0.1.0"
