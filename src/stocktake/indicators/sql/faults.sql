CREATE TEMP TABLE faults (
    "#row" BIGINT, component VARCHAR, text VARCHAR, kind VARCHAR, why VARCHAR
)
