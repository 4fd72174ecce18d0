NOT EXISTS (SELECT 1 FROM {other}.observations AS o WHERE {same})
