-- The time periods of the observations that do not have a code of a component.
SELECT CAST({time} AS VARCHAR) AS period
FROM observations
WHERE {component} <> {code}
GROUP BY 1
ORDER BY 1
