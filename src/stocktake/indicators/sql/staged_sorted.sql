-- Packed rows in the order of a release, taken apart only once they are sorted.
CREATE TEMP VIEW staged AS
SELECT "#row", 'I' AS "#action", {columns}
FROM (SELECT * FROM packed ORDER BY "#packed")
