"""Rounds, submissions, and who reported what in which strand."""
