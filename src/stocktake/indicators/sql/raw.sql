-- A file as it is: every cell a text, one row for each record, in the file's order.
CREATE TEMP TABLE raw AS
SELECT {columns}
FROM read_csv(
    {path},
    header = false,
    skip = {skip},
    delim = {delimiter},
    quote = '"',
    escape = '"',
    all_varchar = true,
    null_padding = {padding},
    auto_detect = false,
    columns = {types}
)
