CREATE TEMP VIEW fresh AS SELECT * EXCLUDE ("#action"), false AS known FROM good
