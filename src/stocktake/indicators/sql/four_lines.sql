SELECT line{following} FROM ({lines}) AS held(line) QUALIFY row_number() OVER () % 4 = 1
