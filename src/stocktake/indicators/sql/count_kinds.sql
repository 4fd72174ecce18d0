SELECT kind, count(*) FROM faults GROUP BY kind ORDER BY kind
