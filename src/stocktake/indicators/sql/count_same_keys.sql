-- How many observations share a key with another.
SELECT count(*) - count(DISTINCT {key}) FROM good
