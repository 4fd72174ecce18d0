CREATE TEMP TABLE typed AS
{typed}
