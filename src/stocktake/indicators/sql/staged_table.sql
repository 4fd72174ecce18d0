-- A plain table through its mapping: constants, codes translated, wide columns made long.
CREATE TEMP TABLE staged AS
WITH picked AS (
    SELECT {row} AS "#row", {picked}
    FROM raw
    {where}
)
SELECT picked."#row", 'I' AS "#action", {columns}
FROM picked {translations}
{blanks}
