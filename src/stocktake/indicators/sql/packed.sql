-- The pieces of a plain file as one: key and codes in one number, the value, the row of the file.
CREATE TEMP VIEW packed AS
{pieces}
