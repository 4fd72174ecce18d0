SELECT * FROM files ORDER BY number
