COPY (
    SELECT held.*, told.why
    FROM (SELECT {row} AS "row", {columns} FROM raw) AS held
    JOIN (
        SELECT "#row", string_agg(component || ': ' || why, '; ' ORDER BY component, why) AS why
        FROM faults GROUP BY "#row"
    ) AS told ON told."#row" = held."row"
    ORDER BY held."row"
) TO {path} (HEADER)
