read_csv(
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
