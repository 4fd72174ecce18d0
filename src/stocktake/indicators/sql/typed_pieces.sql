-- The pieces of a file as one, each row with its number in the file.
CREATE TEMP VIEW typed AS
{pieces}
