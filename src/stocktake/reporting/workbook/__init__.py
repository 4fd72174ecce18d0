"""Answer away from the network: a workbook and a Word file out, and in again. Pure."""
