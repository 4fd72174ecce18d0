-- Rows where a component holds one of the texts that were found to be wrong.
INSERT INTO faults
SELECT "#row", {component}, {column}, {kind}, w.why
FROM staged JOIN (SELECT unnest($bad) AS bad, unnest($why) AS why) w ON {column} = w.bad
