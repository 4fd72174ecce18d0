-- Keys of two releases whose observations differ; the types of both differ, so as texts.
SELECT {keys},
    CASE WHEN o.{first_key} IS NULL THEN 'added'
         WHEN n.{first_key} IS NULL THEN 'removed' ELSE 'changed' END AS what,
    o.{value}, n.{value}
FROM old.observations AS o FULL JOIN new.observations AS n ON {same_key}
WHERE o.{first_key} IS NULL OR n.{first_key} IS NULL OR {differs}
ORDER BY {order}
