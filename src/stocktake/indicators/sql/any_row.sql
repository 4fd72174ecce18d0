SELECT 1 FROM observations WHERE {where} LIMIT 1
