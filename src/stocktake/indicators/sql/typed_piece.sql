COPY ({typed}) TO {path} (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)
