CREATE TEMP TABLE fresh AS SELECT * EXCLUDE ("#action"), false AS known FROM good
