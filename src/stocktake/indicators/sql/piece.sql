SELECT *, file_row_number + {before} AS "#place" FROM read_parquet({path}, file_row_number = true)
