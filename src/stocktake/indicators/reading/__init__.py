"""Files of statistics into rows: CSV, XLSX, SDMX-CSV, SDMX-ML, SDMX-JSON."""
