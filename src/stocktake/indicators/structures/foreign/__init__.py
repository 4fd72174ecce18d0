"""Structures of other agencies: SDMX-ML and SDMX-JSON messages into dataflows of ours."""
