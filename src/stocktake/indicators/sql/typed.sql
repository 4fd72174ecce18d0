-- Rows with codes and numbers as such; "#bad" where anything needs to be put into words.
-- Casts stand by themselves: within OR they would be done once for each condition.
SELECT {columns}, {bad} AS "#bad"
FROM (SELECT *, {casts} FROM (SELECT {texts} FROM {source}))
