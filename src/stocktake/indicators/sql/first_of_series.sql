-- One row of each series: its first.
SELECT * EXCLUDE ("#group", "#before") FROM (
    SELECT *, lag("#group") OVER () AS "#before" FROM (
        SELECT *, {group_number} AS "#group" FROM ({relation})
    )
) WHERE "#before" IS DISTINCT FROM "#group" {most}
