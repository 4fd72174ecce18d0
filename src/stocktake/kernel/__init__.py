"""Errors, periods, URNs, languages and the clock: what every room may use."""
