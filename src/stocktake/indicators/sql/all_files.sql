SELECT * REPLACE (timezone('UTC', taken_at) AS taken_at) FROM files ORDER BY number
