-- Every observation whose key one before it has.
INSERT INTO faults
SELECT "#row", 'key', concat_ws('.', {keys}), 'duplicate key',
    'row ' || first_row || ' has the same key'
FROM (
    SELECT *,
        row_number() OVER same AS place,
        first_value("#row") OVER same AS first_row,
        first_value("OBS_VALUE") OVER same AS first_value
    FROM staged
    WHERE "#action" <> 'D'
    WINDOW same AS (PARTITION BY {keys} ORDER BY "#row" ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
)
WHERE place > 1 {unless}
