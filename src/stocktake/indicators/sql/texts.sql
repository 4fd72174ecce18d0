SELECT DISTINCT {component} FROM observations WHERE {component} IS NOT NULL ORDER BY 1
