-- A file as it is: every cell a text, one row for each record, in the file's order.
CREATE TEMP TABLE raw AS
SELECT {columns}
FROM {source}
