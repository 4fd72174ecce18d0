"""The read API: SDMX REST 1.x and 2.x, and the catalogue of data sets."""
