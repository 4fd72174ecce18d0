SELECT count(*) FILTER (NOT known), count(*) FILTER (known) FROM fresh
