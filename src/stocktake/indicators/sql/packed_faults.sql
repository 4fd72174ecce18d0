-- How many packed rows have a value that cannot be.
SELECT count(*) FROM (SELECT {columns} FROM packed) WHERE {bad}
