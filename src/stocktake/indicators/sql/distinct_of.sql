-- The different texts of columns; cast after they were found, so that numbers are compared.
SELECT {shown} FROM (SELECT DISTINCT {columns} FROM {source})
