-- Rows where a condition holds.
INSERT INTO faults
SELECT "#row", {component}, {shown}, {kind}, {why}
FROM staged
WHERE {condition}
