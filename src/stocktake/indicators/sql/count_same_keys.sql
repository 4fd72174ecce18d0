-- How many rows share a key with another.
SELECT count(*) - count(DISTINCT {key}) FROM staged
