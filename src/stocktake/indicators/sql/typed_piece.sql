COPY ({typed}) TO {path} (FORMAT parquet, COMPRESSION snappy)
