"""Observations out as SDMX-CSV, SDMX-ML and SDMX-JSON: texts made by the database, streamed."""
