-- The observations of the new release, sorted: totals first, time last.
CREATE TABLE observations AS
SELECT {columns} FROM fresh
{rest}
{order}
