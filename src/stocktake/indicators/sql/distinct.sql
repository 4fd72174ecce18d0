SELECT DISTINCT {columns} FROM staged
