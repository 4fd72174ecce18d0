-- What the file says that the release before did not say; `known`: the key was there.
CREATE TEMP TABLE fresh AS
SELECT good.* EXCLUDE ("#action") REPLACE ({kept}), old.{first_key} IS NOT NULL AS known
FROM good LEFT JOIN old ON {same_key}
WHERE old.{first_key} IS NULL OR {differs}
