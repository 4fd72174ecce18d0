-- What each area has of each subject: periods with a value, sources, the last of each breakdown.
SELECT {subject}, {area}, min({time}), max({time}), count(DISTINCT {time}), list(DISTINCT {sources}){breakdowns}
FROM observations
WHERE {value} IS NOT NULL
GROUP BY 1, 2
ORDER BY 1, 2
