-- The same observations as Parquet, for archive and exchange.
COPY (SELECT * FROM observations) TO {path}
(FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE 122880, KV_METADATA {{ about: {about} }})
