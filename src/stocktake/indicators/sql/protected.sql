-- The public observations: a value only where the protected table has it.
CREATE TABLE observations AS
SELECT {columns}
FROM old LEFT JOIN protected ON {same}
ORDER BY {sort}
