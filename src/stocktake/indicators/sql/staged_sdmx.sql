-- An SDMX message's components under their own ids; rows about another structure left out.
CREATE TEMP VIEW staged AS
SELECT {row} AS "#row", {action} AS "#action", {columns}
FROM raw
{where}
