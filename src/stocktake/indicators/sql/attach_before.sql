ATTACH {path} AS previous (READ_ONLY)
