-- Checked observations with their types; blank is no value, and has a status that says so.
CREATE TEMP {kind} good AS
SELECT {columns}
FROM staged
WHERE "#action" <> 'D' {checked}
{group}
