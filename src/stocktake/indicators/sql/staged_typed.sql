-- What was typed straight away, under the names of the dataflow's components.
CREATE TEMP VIEW staged AS
SELECT {row} AS "#row", 'I' AS "#action", {columns}
FROM typed
