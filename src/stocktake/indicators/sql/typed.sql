-- Rows with codes and numbers as such; "#bad" where anything needs to be put into words.
SELECT {columns}, {bad} AS "#bad"
FROM (SELECT {texts} FROM {source})
