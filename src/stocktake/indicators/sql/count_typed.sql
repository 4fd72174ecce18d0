SELECT count(*), count(*) FILTER ("#bad") FROM {source}
