SELECT DISTINCT CAST({column} AS VARCHAR) FROM previous.observations
