-- How many observations do not come behind the one before: equal keys stand together.
SELECT count(*) FROM (SELECT {key} <= lag({key}) OVER () AS out FROM observations) WHERE out
