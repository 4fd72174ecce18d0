-- How many rows share a key with another; equal keys have equal hashes, so 0 is sure.
SELECT count(*) - count(DISTINCT hash({keys})) FROM staged WHERE "#action" <> 'D'
