"""Finer tables for researchers: on request, under terms, for a time, every query written down."""
