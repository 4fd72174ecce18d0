SELECT "#row", coalesce(component, ''), coalesce(text, ''), kind, why
FROM faults ORDER BY "#row", component, text LIMIT $most
