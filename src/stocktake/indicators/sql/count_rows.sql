SELECT (SELECT count(DISTINCT "#row") FROM staged), count(DISTINCT "#row") FROM faults
