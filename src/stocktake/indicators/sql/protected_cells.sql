-- What may be shown: nothing else of a value leaves.
CREATE TEMP TABLE protected AS
SELECT {columns}
