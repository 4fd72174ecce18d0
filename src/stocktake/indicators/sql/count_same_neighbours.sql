-- How many sorted observations have the key of the one before: equal keys stand together.
SELECT count(*) FROM (SELECT {same} AS same FROM observations) WHERE same
