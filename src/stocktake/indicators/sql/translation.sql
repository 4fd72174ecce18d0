CREATE TEMP TABLE {table} AS
SELECT unnest($old) AS old, unnest($new) AS new
