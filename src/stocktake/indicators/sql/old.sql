-- The release before, with the types of the one that is being made.
CREATE TEMP VIEW old AS
SELECT {columns} FROM previous.observations
