COPY ({statement}) TO {path} (FORMAT parquet, COMPRESSION zstd)
