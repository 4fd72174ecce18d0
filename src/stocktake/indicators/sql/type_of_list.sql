-- Goes with the connection: a release keeps only the codes that occur.
CREATE TEMP TYPE {name} AS ENUM ({codes})
