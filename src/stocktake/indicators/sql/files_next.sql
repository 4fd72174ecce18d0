INSERT INTO files
SELECT $number, $name, $sha256, $format, $publisher, $title, $edition, $as_of, $licence, $url, $at
WHERE $number NOT IN (SELECT number FROM files)
