SELECT DISTINCT trim({column}) FROM raw
