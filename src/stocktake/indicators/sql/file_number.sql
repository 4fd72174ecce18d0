SELECT coalesce(max(number) FILTER (sha256 = $sha256), max(number) + 1, 1) FROM previous.files
