-- Keys to be deleted; a dimension left blank stands for all its codes.
CREATE TEMP TABLE gone AS
SELECT {keys} FROM old
WHERE EXISTS (
    SELECT 1 FROM staged
    WHERE "#action" = 'D' {checked} AND {matches}
)
