-- A text for each observation; the first of a series opens it and closes the one before.
SELECT concat(
    CASE WHEN "#same" THEN {between} WHEN "#before" THEN {close} || {open} ELSE {open} END,
    {item}
) FROM (
    SELECT *, lag(true) OVER () AS "#before", {same} AS "#same" FROM ({relation})
) {series_only}
