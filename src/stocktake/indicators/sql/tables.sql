-- A release as cells: codes as texts, values in whole units.
SELECT {columns} FROM observations ORDER BY {order}
