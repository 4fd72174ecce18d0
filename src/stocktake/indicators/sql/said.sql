SELECT {column} AS said, count(*) AS number FROM raw GROUP BY 1 ORDER BY 1
