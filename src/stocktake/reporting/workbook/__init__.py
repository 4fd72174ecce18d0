"""Answer away from the network: a workbook out, and in again. Pure."""
