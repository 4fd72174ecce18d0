-- A text for each observation; the first of a series opens it and closes the one before.
SELECT concat(
    CASE WHEN "#before" = "#group" THEN {between}
         WHEN "#before" IS NULL THEN {open}
         ELSE {close} || {open} END,
    {item}
) FROM (
    SELECT *, lag("#group") OVER () AS "#before" FROM (
        SELECT *, {group_number} AS "#group" FROM ({relation})
    )
)
