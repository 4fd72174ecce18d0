"""The texts of a questionnaire as a Word file, and in again. Pure; the workbook's other half."""
